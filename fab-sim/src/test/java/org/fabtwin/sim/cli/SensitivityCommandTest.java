/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.fabtwin.sim.cli.CommandLineFixture.fab;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fabtwin.sim.cli.CommandLineFixture.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One study of several factors on the example with tested wafers, held against theory, and what the command says to mistakes. */
class SensitivityCommandTest {
    private static final String SCENARIO =
            Path.of("..", "scenarios", "examples", "tested-wafers.yaml").toString();
    private static final double ALPHA = 2;

    @TempDir
    private static Path folder;

    private static Outcome study;

    /** No excursions, and windows that variation reaches. */
    private static final List<String> CHANGES = List.of(
            "--set",
            "excursions.*.size=0",
            "--set",
            "parameters.width.lower=13.1 nm",
            "--set",
            "parameters.width.upper=14.9 nm");

    @BeforeAll
    static void runTheStudy() {
        final List<String> args = new ArrayList<>(List.of("--replications", "4", "--json"));
        args.addAll(CHANGES);
        for (final String factor :
                List.of("variation.overlay.tool", "defects.clustering.alpha", "defects.scale", "variation.width.*")) {
            args.addAll(List.of("--factor", factor));
        }
        args.addAll(List.of("--plot", folder.resolve("plots/tornado.svg").toString()));
        study = sensitivity(args.toArray(new String[0]));
    }

    private static Outcome sensitivity(String... more) {
        final List<String> args = new ArrayList<>(List.of("sensitivity", SCENARIO, "--days", "8"));
        args.addAll(List.of(more));
        return fab(args.toArray(new String[0]));
    }

    private static Map<String, JsonNode> factors() {
        assertThat(study.exitCode()).as(study.err()).isZero();
        final Map<String, JsonNode> factors = new HashMap<>();
        study.json()
                .get("factors")
                .forEach(factor -> factors.put(factor.get("factor").asText(), factor));
        return factors;
    }

    /** Yield of random defects alone: negative binomial. */
    private static double random(double defects, double alpha) {
        return Math.pow(1 + defects / alpha, -alpha);
    }

    @Test
    void shouldRankByTheLargestAnswer() {
        final JsonNode report = study.json();

        assertThat(report.get("figure").asText()).isEqualTo("products.chip.yieldPercent");
        assertThat(report.get("stepPercent").asDouble()).isEqualTo(20);
        assertThat(List.of(
                        report.at("/factors/0/factor").asText(),
                        report.at("/factors/1/factor").asText()))
                .containsExactlyInAnyOrder("defects.scale", "variation.width.*");
        assertThat(report.at("/factors/3/factor").asText()).isEqualTo("variation.overlay.tool");
        double before = Double.MAX_VALUE;
        for (final JsonNode factor : report.get("factors")) {
            final double size = Math.max(
                    Math.abs(factor.get("lower").asDouble()),
                    Math.abs(factor.get("higher").asDouble()));
            assertThat(size).isLessThanOrEqualTo(before);
            before = size;
        }
    }

    @Test
    void shouldAnswerToDefectsAsTheNegativeBinomialSays() {
        final List<String> args = new ArrayList<>(List.of("run", SCENARIO, "--days", "8", "--json"));
        args.addAll(CHANGES);
        final JsonNode run = fab(args.toArray(new String[0])).json();
        final double base = study.json().get("base").asDouble();
        final double randomYield =
                base / (base + run.at("/products/chip/loss/random").asDouble());
        final double defects = ALPHA * (Math.pow(randomYield, -1 / ALPHA) - 1);

        final JsonNode scale = factors().get("defects.scale");
        assertThat(scale.get("lower").asDouble())
                .isCloseTo(
                        base * (random(0.8 * defects, ALPHA) / randomYield - 1),
                        within(0.5 + scale.get("lowerHalfWidth").asDouble()));
        assertThat(scale.get("higher").asDouble())
                .isCloseTo(
                        base * (random(1.2 * defects, ALPHA) / randomYield - 1),
                        within(0.5 + scale.get("higherHalfWidth").asDouble()));
        final JsonNode alpha = factors().get("defects.clustering.alpha");
        assertThat(alpha.get("lower").asDouble())
                .isCloseTo(
                        base * (random(defects, 0.8 * ALPHA) / randomYield - 1),
                        within(0.5 + alpha.get("lowerHalfWidth").asDouble()));
    }

    @Test
    void shouldLoseYieldByMoreVariationAndGainByLess() {
        final JsonNode width = factors().get("variation.width.*");

        assertThat(width.get("parameters").asInt()).isGreaterThan(5);
        assertThat(width.get("lower").asDouble())
                .isGreaterThan(width.get("lowerHalfWidth").asDouble());
        assertThat(width.get("higher").asDouble())
                .isLessThan(-width.get("higherHalfWidth").asDouble());
    }

    @Test
    void shouldDrawTheTornado() throws IOException {
        final String svg = Files.readString(folder.resolve("plots/tornado.svg"));

        assertThat(svg)
                .startsWith("<svg")
                .endsWith("</svg>\n")
                .contains(
                        "products.chip.yieldPercent, %",
                        "factor 20 % smaller",
                        "95 % intervals of 4 rep",
                        ">defects.scale</text>",
                        ">variation.width.*</text>");
        int before = 0;
        for (final JsonNode factor : study.json().get("factors")) {
            final int at = svg.indexOf(">" + factor.get("factor").asText() + "</text>");
            assertThat(at).isGreaterThan(before);
            before = at;
        }
        // Background, two colours of the legend, two bars of each factor.
        assertThat(svg.split("<rect ", -1)).hasSize(1 + 1 + 2 + 8);
        assertThat(study.err()).contains("fab: tornado drawn in ", "9 runs of 8.00 days a replication, 36 in all");
    }

    @Test
    void shouldPrintATornadoForPeopleAndMarkWhatIsTold() {
        final Outcome outcome = sensitivity(
                "--replications",
                "3",
                "--step",
                "50",
                "--factor",
                "variation.overlay.tool",
                "--factor",
                "defects.scale");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains(
                        "products.chip.yieldPercent: ", " % as it is; 3 replications", "50 % smaller, and 50 % larger")
                .containsPattern(
                        "defects\\.scale +1 +[\\d.]+ +\\+-[\\d.]+ +-[\\d.]+ +\\+-[\\d.]+  \\*  *>{10,}\\|<{10,}\\R")
                .contains("< smaller, > larger; *: the 95 % interval of a difference, by itself, leaves 0 out");
    }

    @Test
    void shouldTakeWhatSizesTheLineByItsWholePathAlone() {
        final Outcome outcome = sensitivity(
                "--replications",
                "1",
                "--figure",
                "wip.mean",
                "--factor",
                "carrier.size",
                "--factor",
                "defects.scale",
                "--json");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.json().at("/factors/0/factor").asText()).isEqualTo("carrier.size");
        assertThat(outcome.json().at("/factors/0/higher").asDouble()).isPositive();
        assertThat(sensitivity("--factor", "carrier.*").err())
                .contains(
                        "--factor: what is like carrier.* counts only by its whole path, because it sizes the line at its"
                                + " start: carrier.size");
        assertThat(sensitivity("--factor", "variation.width.wafer.coef*").err())
                .contains(
                        "because it says how variation goes on, not how large it is: variation.width.wafer.coefficient");
    }

    @Test
    void shouldRoundWhatIsWhole() {
        final Outcome outcome = sensitivity(
                "--replications", "1", "--step", "12", "--set", "carrier.size=20", "--factor", "carrier.size");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err()).doesNotContain("leave the range");
        assertThat(sensitivity("--step", "1", "--set", "carrier.size=20", "--factor", "carrier.size")
                        .err())
                .contains("--factor: carrier.size is a whole number, and 20 made 1 % smaller is still 20; give a larger"
                        + " --step");
    }

    @Test
    void shouldNameFactorAndStepWhereTheScenarioRefusesTheValue() {
        assertThat(sensitivity("--set", "carrier.size=25", "--factor", "carrier.size")
                        .err())
                .contains("--factor: carrier.size + with --step 20.0: --set carrier.size=30: ");
    }

    @Test
    void shouldNotTakeAParameterOfNothingForTheReason() {
        assertThat(sensitivity("--set", "defects.scale=0", "--factor", "???????.s*e")
                        .err())
                .contains(
                        "--factor: what is like ???????.s*e counts only by its whole path, because it sizes the line at"
                                + " its start: carrier.size")
                .doesNotContain("defects.scale");
    }

    @Test
    void shouldTellAPlotThatCannotBeWrittenBeforeAnyRun() throws IOException {
        final Path file = Files.writeString(folder.resolve("file"), "");
        for (final Path plot :
                List.of(file.resolve("tornado.svg"), Files.createDirectories(folder.resolve("folder.svg")))) {
            final Outcome outcome =
                    sensitivity("--replications", "1000", "--factor", "defects.scale", "--plot", plot.toString());

            assertThat(outcome.exitCode()).isEqualTo(ExitCode.IO);
            assertThat(outcome.err()).contains("--plot: ").doesNotContain("a replication");
        }
    }

    @Test
    void shouldSayWhatIsWrongBeforeAnyRun() {
        assertThat(sensitivity("--factor", "variation.depth.*").err())
                .contains("--factor: no parameter is like variation.depth.* ('fab params ");
        assertThat(sensitivity("--factor", "defects.scael").err())
                .contains("--factor: no parameter is like defects.scael; did you mean defects.scale?");
        assertThat(sensitivity("--set", "defects.scale=0", "--factor", "defects.scale")
                        .err())
                .contains("no parameter that is not 0 is like defects.scale, and a percentage of 0 changes nothing");
        assertThat(sensitivity("--plot", "tornado.png").err())
                .contains("--plot: found tornado.png, expected a file that ends in .svg");
        assertThat(sensitivity("--step", "200").err()).contains("--step: found 200.0, expected a percentage above 0");
        assertThat(fab("sensitivity", "minifab").err()).contains("--figure: no product of minifab has dies");
        assertThat(fab("sensitivity", "minifab", "--figure", "wip.mean").err())
                .contains(
                        "--factor: minifab has no process parameters whose variation could be the factors; name factors");
    }

    /** A year of the 6k line, two hundred times: the misspelt figure is told at once. */
    @Test
    void shouldTellAMisspeltFigureBeforeAnyRun() {
        for (final String[] study : new String[][] {
            {"sensitivity", "line2nm-pilot", "--figure", "products.mobile.yieldPerzent"},
            {"factorial", "line2nm-pilot", "--vary", "carrier.size=1,25", "--figure", "products.mobile.yieldPerzent"},
            {
                "compare",
                "line2nm-pilot",
                "line2nm-pilot --set carrier.size=1",
                "--figure",
                "products.mobile.yieldPerzent"
            }
        }) {
            final List<String> args = new ArrayList<>(List.of(study));
            args.addAll(List.of("--days", "36500", "--replications", "1000"));

            final Outcome outcome = fab(args.toArray(new String[0]));

            assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(outcome.err()).contains("--figure: no figure ", "products.mobile.yieldPerzent");
        }
    }

    @Test
    void shouldSayThatThereWasNothingToMeasure() {
        final Outcome outcome = fab(
                "sensitivity",
                "line2nm-pilot",
                "--days",
                "1",
                "--warmup",
                "0",
                "--replications",
                "1",
                "--factor",
                "defects.scale",
                "--plot",
                folder.resolve("nothing.svg").toString());

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains("Nothing to measure in the time that counts")
                .doesNotContain("NaN");
        assertThat(folder.resolve("nothing.svg")).doesNotExist();
        assertThat(outcome.err())
                .contains("fab: no tornado in ", "nothing to measure in the time that counts")
                .doesNotContain("tornado drawn");
    }

    @Test
    void shouldSayThatAFactorEndsAtItsRangeAndThatOneReplicationHasNoIntervals() throws IOException {
        final Path plot = folder.resolve("one.svg");
        assertThat(sensitivity(
                                "--replications",
                                "1",
                                "--set",
                                "defects.sources.etch.kill=0.95",
                                "--factor",
                                "defects.sources.etch.kill",
                                "--plot",
                                plot.toString())
                        .err())
                .contains(
                        "fab: defects.sources.etch.kill +: 1 of 1 parameter would leave the range ('fab params'), and are"
                                + " set to its end");
        assertThat(Files.readString(plot))
                .contains("one replication has no intervals")
                .doesNotContain("% intervals", "replications");
    }

    @Test
    void shouldSayOnceThatTheRunsAreShorterThanTheWarmup() {
        final String err = sensitivity(
                        "--set", "line.warmup=10 d", "--replications", "1", "--factor", "defects.scale", "--json")
                .err();

        assertThat(err.split("the runs are not longer than the scenario's warm-up", -1))
                .hasSize(2);
    }
}
