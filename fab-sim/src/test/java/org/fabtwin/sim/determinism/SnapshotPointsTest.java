/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.determinism;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.sim.scenario.Scenario;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A twin that is restored in another JVM, at any moment, goes on with the same bytes. */
@Tag("golden")
class SnapshotPointsTest {
    private static final int POINTS = 50;
    private static final int POINTS_PER_JVM = 25;
    private static final long SEED = Long.getLong("fab.seed", 20260402);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"minifab, 1440", "line2nm-pilot, 24"})
    void shouldGoOnWithTheSameBytesInAnotherJvmFrom50RandomInstants(String name, int hours) throws IOException {
        System.out.println("SnapshotPointsTest: " + name + ", seed " + SEED);
        final Scenario scenario = ScenarioTwin.read(name);
        final Line line = LineCompiler.compile(scenario.definition());
        final long[] pointsUs = new Random(SEED)
                .longs(POINTS, 0, hours * ScenarioTwin.HOUR_US)
                .sorted()
                .toArray();
        final List<RecordsDigest> digests = new ArrayList<>();
        final List<Path> files = new ArrayList<>();

        try (ScenarioTwin whole = ScenarioTwin.of(scenario, line, SEED);
                EventLogReader reader = whole.log().inlineReader()) {
            whole.twin().start();
            for (final long pointUs : pointsUs) {
                whole.runTo(pointUs, reader, all(digests));
                files.add(write(whole, folder.resolve(files.size() + ".snap")));
                digests.add(new RecordsDigest());
            }
            whole.runTo(hours * ScenarioTwin.HOUR_US, reader, all(digests));
            report(scenario, line, whole);
        }

        final List<String> expected = digests.stream().map(RecordsDigest::text).toList();
        assertThat(expected.stream().distinct().count()).isGreaterThan(POINTS / 2);
        assertThat(restored(name, hours, files)).isEqualTo(expected);
    }

    private static RecordHandler all(List<RecordsDigest> digests) {
        return (buffer, offset, length, templateId, position) ->
                digests.forEach(digest -> digest.onRecord(buffer, offset, length, templateId, position));
    }

    private static Path write(ScenarioTwin twin, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            twin.twin().snapshot(channel);
        }
        return file;
    }

    private static List<String> restored(String name, int hours, List<Path> files) throws IOException {
        final List<String> digests = new ArrayList<>();
        for (int first = 0; first < files.size(); first += POINTS_PER_JVM) {
            final List<String> args = new ArrayList<>(List.of(name, Long.toString(SEED), Integer.toString(hours)));
            files.subList(first, Math.min(files.size(), first + POINTS_PER_JVM))
                    .forEach(file -> args.add(file.toString()));
            digests.addAll(ChildJvm.same().run(RestoredTwins.class, args));
        }
        return digests;
    }

    /** Size and times of a snapshot, for docs/ARCHITECTURE.md. */
    private void report(Scenario scenario, Line line, ScenarioTwin twin) throws IOException {
        final Path file = folder.resolve("report.snap");
        final long start = System.nanoTime();
        write(twin, file);
        final long written = System.nanoTime();
        try (ScenarioTwin other = ScenarioTwin.of(scenario, line, SEED)) {
            final long made = System.nanoTime();
            RestoredTwins.restore(other, file);
            final long restored = System.nanoTime();
            System.out.printf(
                    Locale.ROOT,
                    "SnapshotPointsTest: %s, %d lots: snapshot of %,d bytes, written in %.1f ms, restored in %.1f ms%n",
                    scenario.name(),
                    twin.twin().lotsInLine(),
                    Files.size(file),
                    (written - start) / 1e6,
                    (restored - made) / 1e6);
        }
    }
}
