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
import java.util.List;
import org.fabtwin.sim.cli.CommandLineFixture.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands of studies, from the command line to what they print. */
class StudyCommandsTest {
    private static final String CYCLE_TIME = "classes.Pa.cycleTimeDays.mean";

    @TempDir
    private Path folder;

    private Outcome replicate(String... more) {
        final List<String> args =
                new ArrayList<>(List.of("replicate", "minifab", "--days", "10", "--warmup", "2", "--out", result()));
        args.addAll(List.of(more));
        return fab(args.toArray(new String[0]));
    }

    private String result() {
        return folder.resolve("result.duckdb").toString();
    }

    private Outcome compare(String... alternativesAndOptions) {
        final List<String> args =
                new ArrayList<>(List.of("compare", "--days", "20", "--warmup", "4", "--out", result()));
        args.addAll(List.of(alternativesAndOptions));
        return fab(args.toArray(new String[0]));
    }

    private static void assertDone(Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }

    @Test
    void shouldPrintEachFigureWithItsIntervalAndQuantiles() {
        final Outcome outcome = replicate("--replications", "12");

        assertDone(outcome);
        assertThat(outcome.out())
                .startsWith("minifab: 12 replications of 10.00 days, seed 1")
                .contains(
                        "warm-up 2.00 days (--warmup)",
                        "12 replications, as asked for",
                        "+- 95 %",
                        "median",
                        CYCLE_TIME)
                .containsPattern("digest [0-9a-f]{16}");
        assertThat(outcome.err()).startsWith("fab: results in " + result());
    }

    /** A small line with a warm start: its replications are those of fab run, and rerun makes one of them again. */
    @Test
    void shouldStartFromAWorkingLine() throws IOException {
        final Path file = folder.resolve("warm.yaml");
        Files.writeString(file, "extends: builtin:minifab\nline: {name: warm, warmStart: 30 d}\n");

        final JsonNode json = fab(
                        "replicate",
                        file.toString(),
                        "--warm",
                        "--days",
                        "10",
                        "--replications",
                        "2",
                        "--out",
                        result(),
                        "--json")
                .json();

        double sum = 0;
        for (int replication = 0; replication < 2; replication++) {
            final String number = Integer.toString(replication);
            final JsonNode run = fab("run", file.toString(), "--days", "10", "--replication", number, "--json")
                    .json();
            sum += run.at("/classes/Pa/cycleTimeDays/mean").asDouble();
        }
        final JsonNode cycleTime = json.path("figures").path(CYCLE_TIME);
        assertThat(cycleTime.path("mean").asDouble()).isCloseTo(sum / 2, within(1e-9));
        assertThat(json.at("/point/warmupDays").asDouble()).isZero();
        assertThat(json.at("/point/warmupFrom").asText()).isEqualTo("none: from a working line");
        final Outcome again = fab(
                "rerun",
                result(),
                "--replication",
                "1",
                "--log",
                folder.resolve("log").toString());
        assertDone(again);
        assertThat(again.out()).contains("the same log as in the study");
    }

    @Test
    void shouldSayThatAlternativesStartFromWorkingLinesOfAnotherAge() throws IOException {
        final String file = folder.resolve("warm.yaml").toString();
        Files.writeString(Path.of(file), "extends: builtin:minifab\nline: {name: warm, warmStart: 30 d}\n");

        final Outcome other = compare("--warm", "--replications", "2", file, file + " --set 'line.warmStart=20 d'");
        Files.delete(Path.of(result()));
        final Outcome same = compare("--warm", "--replications", "2", file, file + " --set tools.Me.setupTime=5");

        assertDone(other);
        assertThat(other.err())
                .contains("the alternatives differ in length, warm-up or warm start", "the same line.warmStart");
        assertDone(same);
        assertThat(same.err()).doesNotContain("the alternatives differ");
    }

    @Test
    void shouldSayWhereThereIsNoWorkingLineToStartFrom() {
        final Outcome without = replicate("--warm");
        final Outcome searching = fab("replicate", "minifab", "--warm", "--warmup", "auto");

        assertThat(without.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(without.err()).contains("--warm: minifab has no warm start", "line: {warmStart: 60 d}");
        assertThat(searching.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(searching.err()).contains("--warm and --warmup auto exclude each other");
    }

    @Test
    void shouldPrintJsonThatAgreesWithTheRunsOfFabRun() {
        final JsonNode json = replicate("--replications", "3", "--json").json();

        double sum = 0;
        for (int replication = 0; replication < 3; replication++) {
            final JsonNode run = fab(
                            "run",
                            "minifab",
                            "--days",
                            "10",
                            "--warmup",
                            "2",
                            "--replication",
                            Integer.toString(replication),
                            "--json")
                    .json();
            sum += run.at("/classes/Pa/cycleTimeDays/mean").asDouble();
        }
        final JsonNode figure = json.get("figures").get(CYCLE_TIME);
        assertThat(figure.get("mean").asDouble()).isCloseTo(sum / 3, within(1e-12));
        assertThat(figure.get("n").asInt()).isEqualTo(3);
        assertThat(figure.get("quantiles")).hasSize(3);
        assertThat(json.get("figures")
                        .get("classes.Pa.onTimePercent")
                        .get("mean")
                        .isNull())
                .isTrue();
        assertThat(json.get("ended").asText()).isEqualTo("replications");
    }

    @Test
    void shouldGoOnWhereTheFileEnds() {
        replicate("--replications", "4");
        final Outcome more = replicate("--replications", "9", "--json");
        final Outcome again = replicate("--replications", "9", "--json");

        assertThat(more.err()).contains("which holds 4 replications already");
        assertThat(more.json().get("replications").asInt()).isEqualTo(9);
        assertThat(again.out()).isEqualTo(more.out());
        assertThat(more.json().get("endedBecause").asText()).isEqualTo("9 replications, as asked for");
        assertThat(replicate("--replications", "5", "--json")
                        .json()
                        .get("endedBecause")
                        .asText())
                .isEqualTo("9 replications are there already, 5 were asked for");
        assertThat(replicate("--replications", "9", "--seed", "2").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void shouldSayWhetherPrecisionOrBudgetEndedIt() {
        final Outcome precise = replicate("--until", CYCLE_TIME + " +-2%", "--json");
        final Outcome budget = replicate("--until", CYCLE_TIME + " +-0.001 d", "--budget", "30 runs");

        assertThat(precise.json().get("ended").asText()).isEqualTo("precision");
        final Outcome bounded = replicate("--replications", "50", "--budget", "40");
        assertThat(bounded.out())
                .contains("ended by the budget of runs after 40 replications" + System.lineSeparator());
        assertThat(budget.out()).contains("ended by the budget of runs after 30 replications; precision not reached: ");
    }

    @Test
    void shouldReportBatchMeansWithTheirAutocorrelation() {
        final Outcome outcome = fab(
                "replicate",
                "minifab",
                "--batches",
                "12",
                "--days",
                "200",
                "--warmup",
                "auto",
                "--out",
                result(),
                "--figure",
                "classes.*.cycleTimeDays.mean");

        assertDone(outcome);
        assertThat(outcome.out())
                .contains("minifab: 12 batch means of one run of 200.00 days", "(MSER-5: WIP settles after", "lag-1")
                .contains("classes.Pb.cycleTimeDays.mean")
                .doesNotContain("flowFactor");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--until nonsense | expected a figure and its precision",
                "--until wip.mean+-3h | the figure is in wafers, not in h",
                "--until no.figure+-1% | no figure is named no.figure",
                "--replications 0 | --replications: found 0, expected 1 or more",
                "--replications 5 --until wip.mean+-1% | exclude each other",
                "--batches 0 | --batches: found 0, expected 1 to 1000",
                "--batches 5 --replications 5 | --batches cuts one run",
                "--budget much | is no budget",
                "--confidence 100 | --confidence: found 100",
                "--threads 0 | --threads: found 0, expected 1 or more",
            })
    void shouldSayWhatIsWrong(String options, String message) {
        final Outcome outcome = replicate(options.split(" "));

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains(message);
    }

    @Test
    void shouldRefuseAWarmupThatLeavesNothing() {
        final Outcome outcome = fab("replicate", "minifab", "--days", "10", "--warmup", "12", "--out", result());

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("--warmup: 12.00 days leave nothing of 10.00 days");
    }

    @Test
    void shouldRefuseAWarmupThatIsNotFound() {
        final Outcome outcome = fab(
                "replicate",
                "minifab",
                "--set",
                "releases.Pa.every=60",
                "--days",
                "60",
                "--warmup",
                "auto",
                "--out",
                result());

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(outcome.err()).contains("--warmup auto: ", "has not settled in the first half of 60.00 days");
    }

    @Test
    void shouldShowTheWarmupThatARunFinds() {
        final Outcome found = fab("run", "minifab", "--days", "100", "--warmup", "auto", "--json");

        assertDone(found);
        assertThat(found.err()).containsPattern("fab: warm-up [0-9.]+ days \\(MSER-5: WIP settles after ");
    }

    @Test
    void shouldSayInWordsWhichAlternativeIsBetter() {
        final Outcome outcome =
                compare("minifab", "minifab --set tools.Me.setupTime=0 --set 'recipes.S5.time=200 min'", "--json");

        assertDone(outcome);
        final JsonNode comparison = outcome.json().get("comparisons").get(0);
        assertThat(outcome.json().get("simultaneous").asText()).isEqualTo("Bonferroni over 3 comparisons");
        assertThat(outcome.json().get("commonRandomNumbers").asBoolean()).isTrue();
        assertThat(comparison.get("better").asText()).isEqualTo("B");
        assertThat(comparison.get("verdict").asText())
                .matches("B is better by 0\\.\\d+ \\+-0\\.\\d+ d, more than 99.9 % sure");
        assertThat(comparison.get("difference").asDouble()).isNegative();
    }

    /** The lot class whose cycle time would be watched meanwhile is in the first alone. */
    @Test
    void shouldCompareLinesOfOtherLotClasses() {
        final Outcome outcome = compare("minifab", "minifab --set releases.Pa=null", "--replications", "3");

        assertDone(outcome);
        assertThat(outcome.out()).contains("classes.Pb.cycleTimeDays.mean").doesNotContain("classes.Pa");
    }

    @Test
    void shouldFindNothingBetweenAScenarioAndItself() {
        final Outcome same = compare("minifab", "minifab", "--figure", CYCLE_TIME, "--replications", "5");

        assertDone(same);
        assertThat(same.out()).contains("no difference larger than 0 d, 95 % sure");
    }

    @Test
    void shouldCompareEachWithEachWhereAskedTo() {
        final Outcome outcome = compare(
                "minifab",
                "minifab --seed 2",
                "minifab --seed 3",
                "--figure",
                CYCLE_TIME,
                "--all-pairs",
                "--replications",
                "4");

        assertDone(outcome);
        assertThat(outcome.out())
                .contains("A: minifab, seed 1", "B: minifab --seed 2, seed 2", "random numbers of their own")
                .contains("A, B", "A, C", "B, C", "for all 3 comparisons together (Bonferroni)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "minifab | found 1 alternatives, expected 2 to 26",
                "minifab;minifab --sett a=1 | expected a scenario and its changes",
                "minifab;minifab --set 'x | a quote is not closed",
                "minifab;minifab;--figure;nothing.* | no figure that all alternatives have is like nothing.*",
                "minifab;nofab | nofab",
            })
    void shouldSayWhatIsWrongWithAComparison(String args, String message) {
        final Outcome outcome = compare(args.split(";"));

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains(message);
    }

    @Test
    void shouldAnswerQueriesAsTextJsonAndCsv() {
        replicate("--replications", "3");
        final String query =
                "select point, replication, value from responses where figure = '" + CYCLE_TIME + "' order by 2";

        assertThat(fab("query", result(), query).out().lines())
                .hasSize(4)
                .first()
                .asString()
                .startsWith("point");
        assertThat(fab("query", result(), query, "--csv").out().lines())
                .hasSize(4)
                .startsWith("point,replication,value");
        assertThat(fab("query", result(), query, "--json").json()).hasSize(3);
        assertThat(fab("query", result(), "select scenario_text, seed from points", "--json")
                        .json()
                        .get(0)
                        .get("scenario_text")
                        .asText())
                .contains("name: minifab");
        assertThat(fab("query", result(), "select 1 a, 2 a, 3 a_2, 4 a", "--json")
                        .json()
                        .toString())
                .isEqualTo("[{\"a\":1,\"a_3\":2,\"a_2\":3,\"a_4\":4}]");
        assertThat(fab("query", result(), query, "--json", "--csv").err()).contains("expected one of them");
        assertThat(fab("query", result(), "select nothing").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(fab("query", result(), "select nothing from responses").err())
                .startsWith("fab: Binder Error: Referenced column \"nothing\" not found");
        assertThat(fab("query", result(), "delete from responses").exitCode()).isNotZero();
        assertThat(fab("query", folder.resolve("none").toString(), "select 1").exitCode())
                .isEqualTo(ExitCode.IO);
    }

    @Test
    void shouldLeaveFiguresOutOfTheTableThatNoReplicationHas() throws IOException {
        assertThat(replicate("--replications", "3").out())
                .contains("products.Pa.finished")
                .doesNotContain("products.Pa.yieldPercent");
        assertThat(replicate("--replications", "3", "--figure", "products.Pa.*").out())
                .contains("products.Pa.yieldPercent");
    }

    @Test
    void shouldRerunOneReplicationWithTheLogThatItHad() throws IOException {
        replicate("--replications", "3");
        final String log = folder.resolve("log").toString();

        final Outcome outcome = fab("rerun", result(), "--replication", "2", "--log", log);

        assertDone(outcome);
        assertThat(outcome.out()).contains("replication 2, log hash", "the same log as in the study: hash ");
        assertThat(fab("check", log).exitCode()).isZero();
        assertThat(fab("replay", log).exitCode()).isZero();
        assertThat(fab("rerun", result(), "--replication", "3", "--log", log).err())
                .contains("--replication: found 3, the study has 0 to 2");
        assertThat(fab("rerun", result(), "--replication", "0", "--point", "B", "--log", log)
                        .err())
                .contains("--point: found B, the study has 0 (A)");
    }

    @Test
    void shouldNoticeALogThatIsNotTheStudys() throws Exception {
        replicate("--replications", "2");
        try (var connection = java.sql.DriverManager.getConnection("jdbc:duckdb:" + result());
                var statement = connection.createStatement()) {
            statement.execute("update replications set log_hash = '00000000' where replication = 1");
        }

        final Outcome outcome = fab(
                "rerun",
                result(),
                "--replication",
                "1",
                "--log",
                folder.resolve("log").toString());

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(outcome.out()).contains("another log: hash ", "the study's is 00000000");
    }

    @Test
    void shouldShowWhatDiffersBetweenTwoRuns() {
        final String first = folder.resolve("a").toString();
        final String second = folder.resolve("b").toString();
        fab("run", "minifab", "--days", "10", "--warmup", "0", "--log", first);
        fab("run", "minifab", "--days", "10", "--warmup", "0", "--log", second, "--set", "recipes.S1.time=200");

        final JsonNode json =
                fab("diff", first, second, "--warmup", "2", "--json").json();
        final JsonNode run =
                fab("run", "minifab", "--days", "10", "--warmup", "2", "--json").json();

        assertThat(json.get("scenario").get("recipes.S1.time").get("first").asText())
                .isEqualTo("225 min");
        assertThat(json.get("scenario").get("recipes.S1.time").get("second").asText())
                .isEqualTo("200 min");
        assertThat(json.get("figures").get(CYCLE_TIME).get("first").asDouble())
                .isEqualTo(run.at("/classes/Pa/cycleTimeDays/mean").asDouble());
        assertThat(fab("diff", first, second).out()).contains("recipes.S1.time", "225 min  200 min", CYCLE_TIME);
        assertThat(fab("diff", first, first).out()).isEqualTo("no difference" + System.lineSeparator());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cycle time mean of Pa <= 1.5 d with 99 % confidence | 0 | pass",
                "classes.Pa.cycleTimeDays.mean >= 36 h | 1 | fail",
                "classes.Pa.cycleTimeDays.mean <= 1.18 d with 99.9999 % confidence | 2 | undecided",
            })
    void shouldEndAGateWithTheVerdict(String criterion, int exitCode, String verdict) throws IOException {
        final Path gate = folder.resolve("gate.yaml");
        Files.writeString(
                gate,
                "scenario: minifab\ndays: 10 d\nwarmup: 2 d\nreplications: 8\ncriteria:\n  - " + criterion + "\n");

        final Outcome outcome = fab("gate", gate.toString());

        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isEqualTo(exitCode);
        assertThat(outcome.out()).endsWith("gate: " + verdict + System.lineSeparator());
    }

    @Test
    void shouldNameAllErrorsOfAGateWithTheirPlaces() throws IOException {
        final Path gate = folder.resolve("gate.yaml");
        Files.writeString(
                gate,
                "scenario: minifab\nreplication: 8\nseed: x\ncriteria:\n  - wip.mean is small\n  - wip.mean <= 3 h\n"
                        + "  - wip.mean <= 3 with 20 % confidence\n");

        final Outcome outcome = fab("gate", gate.toString());

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err())
                .contains("gate.yaml:2:1", "did you mean replications?")
                .contains("gate.yaml:3:7: seed: found 'x', expected a whole number")
                .contains("gate.yaml:5:5: criteria: found 'wip.mean is small', expected a figure, <= or >=, a bound")
                .contains("gate.yaml:6:5", "the figure is in wafers, not in h")
                .contains("gate.yaml:7:5", "a confidence above 50 and below 100 %");
    }

    @Test
    void shouldNameAFigureOfAGateThatThereIsNot() throws IOException {
        final Path gate = folder.resolve("gate.yaml");
        Files.writeString(
                gate,
                "scenario: minifab\ndays: 5 d\nwarmup: 1 d\nreplications: 2\ncriteria: [cycle time of Pc <= 3 d]\n");

        assertThat(fab("gate", gate.toString()).err())
                .contains("no figure is named classes.Pc.cycleTimeDays.mean; did you mean classes.P");
    }
}
