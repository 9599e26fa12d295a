/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.smt2020;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fabtwin.sim.scenario.Scenario;
import org.fabtwin.sim.scenario.ScenarioReader;

/**
 * The published HV/LM model. Its files have no licence and are no part of the project: tests that need them skip
 * where neither the system property smt2020.dir nor the variable FAB_SMT2020_DIR names their folder.
 */
final class PublishedModel {
    private PublishedModel() {}

    static Path folder() {
        String folder = System.getProperty("smt2020.dir", "");
        if (folder.isEmpty()) {
            folder = System.getenv().getOrDefault("FAB_SMT2020_DIR", "");
        }
        assumeTrue(
                !folder.isEmpty(),
                "SKIPPED: neither -Dsmt2020.dir nor FAB_SMT2020_DIR names the folder of the SMT2020 HV/LM model");
        return Path.of(folder);
    }

    static Scenario scenario() {
        return ScenarioReader.read("smt2020:" + folder(), List.of());
    }

    /** What the commercial simulator reports of one tool family, percent. */
    record Reference(double available, double utilisation, double breakdown, double maintenance, double setup) {}

    /** What it reports of one lot class. */
    record LotReference(double completed, double cycleTimeDays, double onTime) {}

    static Map<String, LotReference> lotReference() {
        final Map<String, LotReference> rows = new LinkedHashMap<>();
        try {
            final List<String> lines = Files.readAllLines(folder().resolve("reference_lots.txt"));
            for (final String line : lines.subList(1, lines.size())) {
                final String[] cells = line.trim().split("\\s+");
                rows.put(
                        cells[0],
                        new LotReference(
                                Double.parseDouble(cells[1]),
                                Double.parseDouble(cells[2]),
                                Double.parseDouble(cells[3])));
            }
        } catch (final IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        assertThat(rows).hasSize(4);
        return rows;
    }

    static Map<String, Reference> reference() {
        final Map<String, Reference> rows = new LinkedHashMap<>();
        try {
            final List<String> lines = Files.readAllLines(folder().resolve("reference_machines.txt"));
            for (final String line : lines.subList(1, lines.size())) {
                final String[] cells = line.trim().split("\\s+");
                if (cells.length == 6) {
                    rows.put(
                            cells[0],
                            new Reference(
                                    Double.parseDouble(cells[1]),
                                    Double.parseDouble(cells[2]),
                                    Double.parseDouble(cells[3]),
                                    Double.parseDouble(cells[4]),
                                    Double.parseDouble(cells[5])));
                }
            }
        } catch (final IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        assertThat(rows).hasSize(105);
        return rows;
    }
}
