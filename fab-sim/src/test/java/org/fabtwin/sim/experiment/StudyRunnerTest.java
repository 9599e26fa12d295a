/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StudyRunnerTest {
    private static final String CYCLE_TIME = "classes.Pa.cycleTimeDays.mean";

    @TempDir
    private Path folder;

    private static Study study() {
        return new Study("replicate", List.of(Points.minifab(0)), 1);
    }

    private static Study comparison() {
        return new Study(
                "compare",
                List.of(
                        Points.minifab(0),
                        Points.of(1, "minifab", List.of("tools.Me.setupTime=5"), 2 * Points.DAY_US, 8 * Points.DAY_US)),
                1);
    }

    private StudyEnd run(Study study, Path file, int threads, StoppingRule rule) throws Exception {
        try (ResultFile results = ResultFile.open(file, study, "1", "test")) {
            return runner(study, results, threads).run(rule, (replications, expected, precision) -> {});
        }
    }

    private static StudyRunner runner(Study study, ResultFile results, int threads) {
        return new StudyRunner(study, results, threads, () -> false, () -> 0);
    }

    private String digest(Path file) throws IOException {
        try (Results results = Results.open(file)) {
            return results.digest();
        }
    }

    private static StoppingRule until(String precision, int most) {
        return new StoppingRule(List.of(Precision.of(precision)), 0.95, most, true, Long.MAX_VALUE);
    }

    @Test
    void shouldGiveTheSameResultForAnyNumberOfThreads() throws Exception {
        final List<String> digests = new ArrayList<>();
        for (final int threads : new int[] {1, 2, 5}) {
            final Path file = folder.resolve(threads + ".duckdb");
            run(comparison(), file, threads, StoppingRule.after(30));
            digests.add(digest(file));
        }

        assertThat(digests).containsOnly(digests.get(0)).hasSize(3);
    }

    @Test
    void shouldTellOfEachRunAndNotOfWholeReplicationsAlone() throws Exception {
        final List<Integer> told = new ArrayList<>();
        final AtomicInteger expected = new AtomicInteger();
        final Path file = folder.resolve("told.duckdb");
        run(comparison(), file, 1, StoppingRule.after(1));

        try (ResultFile results = ResultFile.open(file, comparison(), "1", "test")) {
            runner(comparison(), results, 2).run(StoppingRule.after(3), (runs, ofRuns, precision) -> {
                told.add(runs);
                expected.set(ofRuns.getAsInt());
                assertThat(precision.get()).isNotNull();
            });
        }

        assertThat(told).containsExactly(3, 4, 5, 6);
        assertThat(expected).hasValue(6);
    }

    @ParameterizedTest
    @EnumSource
    void shouldExportTheSameBytesForAnyNumberOfThreadsAndStops(ResultExport.Format format) throws Exception {
        final Path one = folder.resolve("1.duckdb");
        run(comparison(), one, 1, StoppingRule.after(24));
        final Path two = folder.resolve("2.duckdb");
        run(comparison(), two, 2, StoppingRule.after(7));
        run(comparison(), two, 2, StoppingRule.after(24));

        final List<Path> ofOne;
        final List<Path> ofTwo;
        try (Results results = Results.open(one)) {
            ofOne = ResultExport.write(results, format, folder.resolve("one"));
        }
        try (Results results = Results.open(two)) {
            ofTwo = ResultExport.write(results, format, folder.resolve("two"));
        }

        assertThat(ofOne).hasSize(5).hasSameSizeAs(ofTwo);
        for (int i = 0; i < ofOne.size(); i++) {
            assertThat(ofTwo.get(i)).hasSameBinaryContentAs(ofOne.get(i));
        }
    }

    @Test
    void shouldStopAtTheSameReplicationForAnyNumberOfThreads() throws Exception {
        final StoppingRule rule = until(CYCLE_TIME + " +-0.5%", 500);

        final StudyEnd one = run(study(), folder.resolve("1.duckdb"), 1, rule);
        final StudyEnd four = run(study(), folder.resolve("4.duckdb"), 4, rule);

        assertThat(one.cause()).isEqualTo(StudyEnd.Cause.PRECISION);
        assertThat(one.words()).startsWith("precision reached after ").contains(CYCLE_TIME + " +-0.");
        assertThat(four).isEqualTo(one);
        assertThat(digest(folder.resolve("4.duckdb"))).isEqualTo(digest(folder.resolve("1.duckdb")));
        try (Results results = Results.open(folder.resolve("1.duckdb"))) {
            final FigureSummary summary =
                    FigureSummary.of(CYCLE_TIME, results.observations(0).get(CYCLE_TIME), 0.95);
            assertThat(summary.estimate().count()).isBetween(11, 499);
            assertThat(summary.estimate().relativeHalfWidth()).isLessThanOrEqualTo(0.005);
            final double[] oneLess = java.util.Arrays.copyOf(
                    results.observations(0).get(CYCLE_TIME), summary.estimate().count() - 1);
            assertThat(FigureSummary.of(CYCLE_TIME, oneLess, 0.95).estimate().relativeHalfWidth())
                    .isGreaterThan(0.005);
        }
    }

    @Test
    void shouldSayThatTheBudgetOfRunsEndedIt() throws Exception {
        final StudyEnd end = run(study(), null, 2, until(CYCLE_TIME + " +-0.0001 d", 12));

        assertThat(end.cause()).isEqualTo(StudyEnd.Cause.RUN_BUDGET);
        assertThat(end.words())
                .startsWith("ended by the budget of runs after 12 replications; precision not reached: " + CYCLE_TIME
                        + " +-0.0")
                .endsWith(" d");
    }

    @Test
    void shouldSayThatTheBudgetOfTimeEndedIt() throws Exception {
        final AtomicLong clock = new AtomicLong();
        try (ResultFile results = ResultFile.open(null, study(), "1", "test")) {
            final StudyEnd end = new StudyRunner(
                            study(), results, 1, () -> false, () -> clock.addAndGet(1_000_000_000L))
                    .run(
                            new StoppingRule(List.of(), 0.95, 1000, false, 20_000_000_000L),
                            (done, expected, precision) -> {});

            assertThat(end.cause()).isEqualTo(StudyEnd.Cause.TIME_BUDGET);
            assertThat(end.words()).matches("ended by the budget of time after \\d+ replications");
            assertThat(results.replications()).isBetween(2, 20);
        }
    }

    @Test
    void shouldSpeakOfTheDifferenceWhereThereAreSeveralPoints() throws Exception {
        final StudyEnd end = run(comparison(), null, 2, until(CYCLE_TIME + " +-0.02 d", 400));

        assertThat(end.cause()).isEqualTo(StudyEnd.Cause.PRECISION);
    }

    @Test
    void shouldGoOnToTheSameResultWhereItWasStopped() throws Exception {
        final Path whole = folder.resolve("whole.duckdb");
        run(study(), whole, 2, StoppingRule.after(40));
        final Path stopped = folder.resolve("stopped.duckdb");
        final AtomicInteger asked = new AtomicInteger();
        try (ResultFile results = ResultFile.open(stopped, study(), "1", "test")) {
            final StudyEnd end = new StudyRunner(study(), results, 2, () -> asked.incrementAndGet() > 100, () -> 0)
                    .run(StoppingRule.after(40), (done, expected, precision) -> {});
            assertThat(end.cause()).isEqualTo(StudyEnd.Cause.STOPPED);
            assertThat(results.replications()).isLessThan(40);
        }

        run(study(), stopped, 2, StoppingRule.after(40));

        assertThat(digest(stopped)).isEqualTo(digest(whole));
    }

    @Test
    void shouldRefuseAFileOfAnotherStudy() throws Exception {
        final Path file = folder.resolve("result.duckdb");
        run(study(), file, 1, StoppingRule.after(2));
        final Study other = new Study("replicate", List.of(Points.withSeed(Points.minifab(0), 2)), 1);

        assertThatThrownBy(() -> run(other, file, 1, StoppingRule.after(2)))
                .isInstanceOf(DifferentStudyException.class)
                .hasMessageContaining("holds another study (minifab, seed 1)");
    }

    @Test
    void shouldRefuseAFileThatIsNoResult() throws Exception {
        final Path file = folder.resolve("text.duckdb");
        Files.writeString(file, "this is no database, but it is long enough to be looked at as one of them");

        assertThatThrownBy(() -> run(study(), file, 1, StoppingRule.after(2)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
        assertThat(Files.readString(file)).startsWith("this is no database");
    }

    @Test
    void shouldNameTheFigureThatIsNearestToAnUnknownOneAndWriteNothing() throws Exception {
        final Path file = folder.resolve("result.duckdb");

        assertThatThrownBy(() -> run(study(), file, 1, until("classes.Pa.cycleTimeDay.mean +-1%", 20)))
                .isInstanceOf(UnknownFigureException.class)
                .hasMessageContaining("did you mean classes.Pa.cycleTimeDays.mean?");
        try (Results results = Results.open(file)) {
            assertThat(results.replications()).isZero();
        }
    }

    /** What a command then ends with is the exit code of a file that failed. */
    @Test
    void shouldEndWithTheSnapshotsNameWhenThatIsGone() {
        final Path snapshot = folder.resolve("gone.snap");
        final Study warm = new Study("replicate", List.of(Points.startingFrom(Points.minifab(0), snapshot)), 1);

        assertThatThrownBy(() -> run(warm, folder.resolve("warm.duckdb"), 2, StoppingRule.after(3)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(snapshot + ": no such file");
    }
}
