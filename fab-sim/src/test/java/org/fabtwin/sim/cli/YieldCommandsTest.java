/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.fabtwin.sim.cli.CommandLineFixture.fab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fabtwin.core.yield.YieldModels;
import org.fabtwin.sim.cli.CommandLineFixture.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** wafers, map and the yield of run on the example scenario with tested wafers. */
class YieldCommandsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SCENARIO =
            Path.of("..", "scenarios", "examples", "tested-wafers.yaml").toString();

    @TempDir
    private static Path folder;

    private static String log;
    private static JsonNode figures;

    @BeforeAll
    static void runTheExample() {
        log = folder.resolve("log").toString();
        final Outcome run = fab("run", SCENARIO, "--json", "--log", log);
        assertThat(run.exitCode()).as(run.err()).isZero();
        figures = run.json();
    }

    @Test
    void shouldReportYieldAndLossesThatSumToAHundred() {
        final JsonNode chip = figures.at("/products/chip");

        assertThat(chip.get("waferStarts").asInt()).isGreaterThan(3000);
        assertThat(chip.get("finished").asInt()).isGreaterThan(3000);
        final double yield = chip.get("yieldPercent").asDouble();
        assertThat(yield).isBetween(60.0, 95.0);
        assertThat(yield
                        + chip.at("/loss/systematic").asDouble()
                        + chip.at("/loss/parametric").asDouble()
                        + chip.at("/loss/random").asDouble())
                .isCloseTo(100, within(1e-9));
        assertThat(figures.at("/worstLosses/steps").fieldNames()).toIterable().contains("etch");
        assertThat(figures.at("/worstLosses/chambers").fieldNames())
                .toIterable()
                .contains("ETCH-01/B");
    }

    @Test
    void shouldPrintYieldForPeople() {
        final Outcome run = fab("run", SCENARIO, "--days", "4");

        assertThat(run.out()).contains("product, percent of dies", "worst steps", "worst chambers");
        assertThat(fab("run", "minifab", "--days", "4").out()).doesNotContain("percent of dies");
    }

    @Test
    void shouldListWafersWithTheYieldThatTheirMapsShow() throws IOException {
        final List<String> lines = fab("wafers", log, "--state", "finished", "--json")
                .out()
                .lines()
                .toList();

        assertThat(lines).hasSizeGreaterThan(3000);
        final JsonNode wafer = JSON.readTree(lines.get(100));
        assertThat(wafer.get("product").asText()).isEqualTo("chip");
        assertThat(wafer.get("cycleTimeDays").asDouble()).isBetween(0.01, 5.0);
        final String map =
                fab("map", log, "--wafer", wafer.get("wafer").asText()).out();
        final String shown = String.format(
                java.util.Locale.ROOT,
                ": yield %.1f %% of",
                wafer.get("yieldPercent").asDouble());
        assertThat(map).contains(shown);
    }

    @Test
    void shouldSeeTheExcursionInTheWafersThatWentThroughTheChamber() throws IOException {
        double before = 0;
        double during = 0;
        int wafersBefore = 0;
        int wafersDuring = 0;
        for (final String line : fab("wafers", log, "--state", "finished", "--json")
                .out()
                .lines()
                .toList()) {
            final JsonNode wafer = JSON.readTree(line);
            final double random = wafer.at("/loss/random").asDouble();
            // 5 wafers each 40 minutes: wafer 1440 is released on day 8.
            final int serial = wafer.get("wafer").asInt();
            if (serial > 700 && serial < 1400) {
                before += random;
                wafersBefore++;
            } else if (serial >= 1430 && serial < 1550) {
                during += random;
                wafersDuring++;
            }
        }

        assertThat(during / wafersDuring).isGreaterThan(before / wafersBefore + 2);
    }

    @Test
    void shouldDrawMapsIntoFiles() {
        final Path picture = folder.resolve("map.png");

        final Outcome map = fab("map", log, "--wafer", "10", "--out", picture.toString());

        assertThat(map.exitCode()).isZero();
        assertThat(map.out()).isEmpty();
        assertThat(Files.exists(picture)).isTrue();
    }

    /** 0.1 x 0.4 and 0.2 x 0.5 killers per cm2, gamma factors of shape 2 for each wafer. */
    @ParameterizedTest
    @ValueSource(strings = {"", "{blocks: 6, needed: 4}"})
    void shouldFitTheDensityAndClusteringOfDefectsFromTheMaps(String harvest) {
        final List<String> args = new ArrayList<>(List.of(
                "run",
                SCENARIO,
                "--days",
                "25",
                "--set",
                "excursions.*.size=0",
                "--set",
                "queueEffects.*.shift=0",
                "--set",
                "parameters.width.upper=14.6 nm"));
        if (!harvest.isEmpty()) {
            args.addAll(List.of("--set", "products.chip.harvest=" + harvest));
        }
        final String text = fab(args.toArray(new String[0])).out();
        args.add("--json");
        final JsonNode chip = fab(args.toArray(new String[0])).json().at("/products/chip");

        assertThat(chip.at("/loss/parametric").asDouble()).isGreaterThan(0.5);
        final JsonNode defects = chip.get("randomDefects");
        assertThat(defects.get("d0").asDouble()).isCloseTo(0.14, within(0.007));
        assertThat(defects.get("alpha").asDouble()).isCloseTo(2, within(0.2));
        final double perDie = defects.get("d0").asDouble() * 1.2;
        final double yield =
                YieldModels.negativeBinomial(perDie, defects.get("alpha").asDouble());
        assertThat(defects.get("yieldPercent").asDouble()).isCloseTo(100 * yield, within(1e-6));
        assertThat(defects.get("poissonPercent").asDouble()).isCloseTo(100 * Math.exp(-perDie), within(1e-6));
        assertThat(defects.get("murphyPercent").asDouble()).isCloseTo(100 * YieldModels.murphy(perDie), within(1e-6));
        assertThat(defects.get("seedsPercent").asDouble()).isCloseTo(100 / (1 + perDie), within(1e-6));
        assertThat(text)
                .containsPattern("random defects +D0 /cm2 +alpha +yield +Poisson +Murphy +Seeds")
                .containsPattern("chip +0\\.1[34]\\d +[12]\\.\\d\\d +8[56]\\.\\d");
    }

    @Test
    void shouldSayWhatIsWrongWithAMap() {
        final Outcome noWafer = fab("map", log, "--wafer", "999999");
        final Outcome noPicture = fab("map", log, "--wafer", "10", "--out", "map.jpg");

        assertThat(noWafer.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(noWafer.err()).contains("no test of wafer 999999", "fab wafers");
        assertThat(noPicture.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(noPicture.err()).contains(".png or .svg");
        for (final String name : new String[] {"map.png", "map.svg"}) {
            final Path file = folder.resolve("no-such-folder").resolve(name);
            final Outcome noFolder = fab("map", log, "--wafer", "10", "--out", file.toString());
            assertThat(noFolder.exitCode()).isEqualTo(ExitCode.IO);
            assertThat(noFolder.err())
                    .isEqualTo("fab: " + file + ": no such file or directory" + System.lineSeparator());
        }
    }

    @Test
    void shouldSayWhatIsWrongWithAListOfWafers() {
        assertThat(fab("wafers", log, "--product", "chop").err()).contains("--product: one of chip, not chop");
        assertThat(fab("wafers", log, "--state", "done").err()).contains("--state: one of inLine, finished");
    }

    @Test
    void shouldGiveYieldOneWithoutDefectsAndWithWideWindows() {
        final Outcome run = fab(
                "run",
                SCENARIO,
                "--days",
                "6",
                "--json",
                "--set",
                "defects.scale=0",
                "--set",
                "queueEffects.residue.shift=0",
                "--set",
                "excursions.dust.size=0",
                "--set",
                "systematicLosses.rim.share=0",
                "--set",
                "parameters.*.lower=-1000 nm",
                "--set",
                "parameters.*.upper=1000 nm",
                "--set",
                "products.chip.limits={vt: 1 V, speed: -100 %, leakage: 1e6}");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.json().at("/products/chip/yieldPercent").asDouble()).isEqualTo(100);
    }
}
