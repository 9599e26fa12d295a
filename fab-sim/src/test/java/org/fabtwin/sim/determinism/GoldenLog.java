/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.determinism;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.twin.Twin;
import org.fabtwin.fold.FoldedTwin;
import org.fabtwin.sim.scenario.Scenario;
import org.fabtwin.sim.scenario.ScenarioReader;

/**
 * One row of {@code golden.csv}: a run from an empty line, and the hash of its log.
 *
 * @param scenario bundled, or a file, relative to the module's folder.
 * @param settings what {@code --set} changes in the scenario, separated by spaces; empty for nothing.
 * @param hours simulated.
 * @param hash 8 hexadecimal digits.
 */
record GoldenLog(String scenario, String settings, long seed, int hours, String hash) {
    private static final String HEADER = "scenario,settings,seed,hours,hash";
    /** The source, not the copy on the class path: tests run in the module's folder. */
    private static final Path FILE = Path.of("src/test/resources/org/fabtwin/sim/determinism/golden.csv");

    static List<GoldenLog> readAll() throws IOException {
        return Files.readAllLines(FILE).stream()
                .filter(row -> !row.equals(HEADER) && !row.isBlank())
                .map(GoldenLog::parse)
                .toList();
    }

    static void writeAll(List<GoldenLog> logs) throws IOException {
        final List<String> rows = new ArrayList<>(List.of(HEADER));
        logs.forEach(log -> rows.add(log.toRow()));
        Files.write(FILE, rows);
    }

    static GoldenLog parse(String row) {
        final String[] cells = row.split(",", -1);
        return new GoldenLog(cells[0], cells[1], Long.parseLong(cells[2]), Integer.parseInt(cells[3]), cells[4]);
    }

    String toRow() {
        return scenario + "," + settings + "," + seed + "," + hours + "," + hash;
    }

    /** The same run as this program makes it. */
    GoldenLog regenerated() throws IOException {
        return regenerated(twin -> {});
    }

    /** The same on code of the line's own. */
    GoldenLog regeneratedFolded() throws IOException {
        return regenerated(FoldedTwin::fold);
    }

    private GoldenLog regenerated(Consumer<Twin> prepare) throws IOException {
        final Scenario read =
                ScenarioReader.read(scenario, settings.isEmpty() ? List.of() : List.of(settings.split(" ")));
        try (ScenarioTwin run = ScenarioTwin.of(read, LineCompiler.compile(read.definition()), seed)) {
            prepare.accept(run.twin());
            run.twin().start();
            run.runTo(hours * ScenarioTwin.HOUR_US);
            return new GoldenLog(scenario, settings, seed, hours, run.hash());
        }
    }

    /** Regenerates the rows that are its arguments, in a JVM of its own, and prints them with what came out. */
    public static void main(String[] rows) throws IOException {
        for (final String row : rows) {
            System.out.println(parse(row).regenerated().toRow());
        }
    }
}
