/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.theory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.fabtwin.core.line.Criterion;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.InitialLotDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.twin.LineFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines that come back to the same stations: product form where it holds, and rules that are unstable below full load. */
class ReentrantLineTest {
    /**
     * Route A-B-A-B-A, first come first served, exponential times with the same mean at each visit of a station (Jackson, Kelly):
     * cycle time = sum of visits * m / (1 - rho). Limit of the check: product form needs just these assumptions.
     */
    @ParameterizedTest
    @CsvSource({"0.25, 24, 15000, 0.05", "0.3, 60, 40000, 0.15"})
    void shouldHaveTheCycleTimeOfProductForm(double ratePerMinute, double cycleTime, int lots, double error) {
        LineFixture fixture = LineFixture.ofLots().detail(0);
        fixture.group("A", ToolKind.SINGLE, 1);
        fixture.group("B", ToolKind.SINGLE, 1);
        fixture.recipe("a", Distribution.EXPONENTIAL, 1);
        fixture.recipe("b", Distribution.EXPONENTIAL, 1.5);
        ProductDefinition product = fixture.product("p");
        for (int visit = 0; visit < 5; visit++) {
            fixture.step(product, "s" + visit, visit % 2 == 0 ? "A" : "B", visit % 2 == 0 ? "a" : "b");
        }
        fixture.order("o", "p", 1, Distribution.EXPONENTIAL, 1 / ratePerMinute);

        LineTimes[] runs = SingleStationTest.replicate(fixture.compile(), 20, 4000, 4000 + lots / ratePerMinute);

        double[] cycleTimes =
                Arrays.stream(runs).mapToDouble(run -> run.line().meanMinutes()).toArray();
        double[] numbers =
                Arrays.stream(runs).mapToDouble(run -> run.line().meanNumber()).toArray();
        double number = cycleTime * ratePerMinute;
        Interval.of(cycleTimes).assertHolds("cycle time", cycleTime, cycleTime * (1 + error));
        Interval.of(numbers).assertHolds("work in process", number, number * (1 + error));
    }

    /** Lu and Kumar, IEEE TAC 36(12), 1991: 1 at A, 2 and 3 at B, 4 at A; one lot a minute; constant times. */
    private static Line luKumar(int criterionOfA, int criterionOfB, double m1, double m2, int initialLots) {
        LineFixture fixture = LineFixture.ofLots().detail(0);
        fixture.group("A", ToolKind.SINGLE, 1, criterionOfA);
        fixture.group("B", ToolKind.SINGLE, 1, criterionOfB);
        fixture.recipe("short", Distribution.CONSTANT, m1);
        fixture.recipe("long", Distribution.CONSTANT, m2);
        ProductDefinition product = fixture.product("p");
        fixture.step(product, "1", "A", "short");
        fixture.step(product, "2", "B", "long");
        fixture.step(product, "3", "B", "short");
        fixture.step(product, "4", "A", "long");
        fixture.order("o", "p", 1, Distribution.CONSTANT, 1);
        for (int i = 0; i < initialLots; i++) {
            fixture.definition().initialLots.add(new InitialLotDefinition("o", "p", "o", 0, 1, "1", Long.MAX_VALUE));
        }
        return fixture.compile();
    }

    @Test
    void shouldGrowUnderLuKumarsRuleByTheFactorOfTheFluidModel() {
        Line line = luKumar(Criterion.LAST_STEP, Criterion.FIRST_STEP, 0.1, 0.6, 1000);

        assertThat(WorkInProcess.at(line, 3000))
                .as("1000 lots grow to lambda m4 / (1 - lambda m2) = 1.5 times as many in a cycle of 3000 min")
                .isBetween(1496, 1506);
        assertThat(WorkInProcess.at(line, 1500)).as("peak").isBetween(2495, 2505);
    }

    @ParameterizedTest
    @CsvSource({
        "FIFO, FIFO, 0.1, 0.6",
        "LAST_STEP, LAST_STEP, 0.1, 0.6",
        "FIRST_STEP, FIRST_STEP, 0.1, 0.6",
        "LAST_STEP, FIRST_STEP, 0.3, 0.4"
    })
    void shouldStayBoundedUnderStableRules(String ruleOfA, String ruleOfB, double m1, double m2) {
        Line line = luKumar(criterion(ruleOfA), criterion(ruleOfB), m1, m2, 0);

        assertThat(WorkInProcess.most(line, 20_000)).isLessThan(50);
    }

    @Test
    void shouldEmptyTheLineUnderLuKumarsRuleWhereTheVirtualStationHasRoom() {
        Line line = luKumar(Criterion.LAST_STEP, Criterion.FIRST_STEP, 0.3, 0.4, 1000);

        assertThat(WorkInProcess.at(line, 20_000))
                .as("lambda (m2 + m4) = 0.8 < 1")
                .isLessThan(50);
    }

    /** Rybko and Stolyar, 1992: p passes A then B, q passes B then A; one lot of each a minute. */
    private static Line rybkoStolyar(int criterion) {
        LineFixture fixture = LineFixture.ofLots().detail(0);
        fixture.group("A", ToolKind.SINGLE, 1, criterion);
        fixture.group("B", ToolKind.SINGLE, 1, criterion);
        fixture.recipe("short", Distribution.CONSTANT, 0.1);
        fixture.recipe("long", Distribution.CONSTANT, 0.6);
        ProductDefinition p = fixture.product("p");
        fixture.step(p, "1", "A", "short");
        fixture.step(p, "2", "B", "long");
        ProductDefinition q = fixture.product("q");
        fixture.step(q, "3", "B", "short");
        fixture.step(q, "4", "A", "long");
        fixture.order("p", "p", 1, Distribution.EXPONENTIAL, 1);
        fixture.order("q", "q", 1, Distribution.EXPONENTIAL, 1);
        return fixture.compile();
    }

    @Test
    void shouldGrowWithoutBoundWhenExitGoesFirstInRybkoStolyar() {
        int growth = WorkInProcess.at(rybkoStolyar(Criterion.LAST_STEP), 20_000);

        assertThat(growth).isBetween(2_500, 8_000);
    }

    @ParameterizedTest
    @CsvSource({"FIRST_STEP", "FIFO"})
    void shouldStayBoundedWhenEntryGoesFirstInRybkoStolyar(String rule) {
        assertThat(WorkInProcess.most(rybkoStolyar(criterion(rule)), 20_000)).isLessThan(100);
    }

    private static int criterion(String constant) {
        switch (constant) {
            case "FIFO":
                return Criterion.FIFO;
            case "LAST_STEP":
                return Criterion.LAST_STEP;
            case "FIRST_STEP":
                return Criterion.FIRST_STEP;
            default:
                throw new IllegalArgumentException(constant);
        }
    }
}
