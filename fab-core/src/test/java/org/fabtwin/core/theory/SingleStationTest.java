/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.theory;

import java.util.stream.IntStream;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.DistributionDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.twin.LineFixture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One station with Poisson arrivals against its closed form (Pollaczek-Khinchine, Erlang C), mean service time one minute. Each
 * check is a 99 % interval over replications with fixed seeds; "told from" is a value that it must refuse.
 */
class SingleStationTest {
    private static final int REPLICATIONS = 20;

    static Line station(int servers, double load, int serviceKind, double serviceCv) {
        LineFixture fixture = LineFixture.ofLots().detail(0);
        fixture.group("A", ToolKind.SINGLE, servers);
        fixture.recipe("r", Distribution.EXPONENTIAL, 1).processTime = DistributionDefinition.of(
                serviceKind, Tunable.time("recipes.r.time", "min", 1), Tunable.number("recipes.r.cv", serviceCv));
        fixture.step(fixture.product("p"), "s", "A", "r");
        fixture.order("o", "p", 1, Distribution.EXPONENTIAL, 1 / (servers * load));
        return fixture.compile();
    }

    static LineTimes[] replicate(Line line, int replications, double warmUpMinutes, double minutes) {
        return IntStream.range(0, replications)
                .mapToObj(replication -> LineTimes.of(line, replication, warmUpMinutes, minutes))
                .toArray(LineTimes[]::new);
    }

    static double[] waits(LineTimes[] runs) {
        double[] waits = new double[runs.length];
        for (int i = 0; i < waits.length; i++) {
            waits[i] = runs[i].waiting(0).meanMinutes();
        }
        return waits;
    }

    @ParameterizedTest
    @CsvSource({"0.5, 20000, 0.05", "0.8, 60000, 0.05", "0.9, 60000, 0.15"})
    @DisplayName("M/M/1: wait rho/(1 - rho), stay 1/(1 - rho), numbers by Little")
    void shouldWaitAsInMM1(double load, int lots, double error) {
        Line line = station(1, load, Distribution.EXPONENTIAL, 0);

        LineTimes[] runs = replicate(line, REPLICATIONS, 2000, 2000 + lots / load);

        double wait = load / (1 - load);
        Interval.of(waits(runs)).assertHolds("Wq", wait, wait * (1 + error));
        double[] stays = new double[runs.length];
        double[] numbers = new double[runs.length];
        for (int i = 0; i < runs.length; i++) {
            stays[i] = runs[i].line().meanMinutes();
            numbers[i] = runs[i].line().meanNumber();
        }
        Interval.of(stays).assertHolds("W", wait + 1, (wait + 1) * (1 + error));
        Interval.of(numbers).assertHolds("L", wait, wait * (1 + error));
    }

    @ParameterizedTest
    @CsvSource({
        "CONSTANT, 0, 0.5, 0.5, 20000, 0.05",
        "CONSTANT, 0, 0.8, 2.0, 30000, 0.05",
        "CONSTANT, 0, 0.9, 4.5, 40000, 0.10",
        "GAMMA, 0.5, 0.5, 0.625, 20000, 0.05",
        "GAMMA, 0.5, 0.8, 2.5, 40000, 0.05",
        "LOGNORMAL, 0.5, 0.8, 2.5, 40000, 0.05",
        "GAMMA, 0.70710678118654752, 0.8, 3.0, 40000, 0.05",
        "LOGNORMAL, 1.5, 0.8, 6.5, 60000, 0.15",
    })
    @DisplayName("M/G/1: wait rho (1 + scv) / (2 (1 - rho))")
    void shouldWaitAsPollaczekAndKhinchineSay(
            String service, double cv, double load, double wait, int lots, double error) {
        int kind = Distribution.kindOf(service.toLowerCase(java.util.Locale.ROOT));

        LineTimes[] runs = replicate(station(1, load, kind, cv), REPLICATIONS, 2000, 2000 + lots / load);

        Interval.of(waits(runs)).assertHolds("Wq", wait, wait * (1 + error));
    }

    @ParameterizedTest
    @CsvSource({
        "2, 0.8, 1.777778, 60000, 0.05",
        "3, 0.8, 1.078652, 60000, 0.05",
        "5, 0.8, 0.554113, 80000, 0.08",
        "3, 0.9, 2.723537, 80000, 0.15",
        "10, 0.9, 0.668732, 80000, 0.15",
        "2, 0.95, 9.256410, 100000, 0.25",
    })
    @DisplayName("M/M/c: wait C te / (c (1 - rho)), C of Erlang")
    void shouldWaitAsErlangSays(int servers, double load, double wait, int lots, double error) {
        Line line = station(servers, load, Distribution.EXPONENTIAL, 0);

        LineTimes[] runs = replicate(line, REPLICATIONS, 2000, 2000 + lots / (servers * load));

        Interval.of(waits(runs)).assertHolds("Wq", wait, wait * (1 + error));
        double[] busy = new double[runs.length];
        for (int i = 0; i < runs.length; i++) {
            busy[i] = runs[i].station(0).meanNumber() - runs[i].waiting(0).meanNumber();
        }
        Interval.of(busy).assertHolds("busy servers", servers * load, servers * load * 1.01);
    }
}
