/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.reference;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fabtwin.sim.scenario.DataFiles;
import org.fabtwin.sim.scenario.Node;
import org.fabtwin.sim.scenario.Problems;

/** sizes.csv and amhs.csv: how many tools, how many starts, how long a move takes, by the options size and carrierSize. */
final class SizeRows {
    private final DataFiles data;
    private final Problems problems;
    private final boolean byDistance;

    /** @param byDistance transport goes by distance: amhs says what its mean comes to. */
    SizeRows(DataFiles data, Problems problems, boolean byDistance) {
        this.data = data;
        this.problems = problems;
        this.byDistance = byDistance;
    }

    /** Puts counts, starts and transport; returns the tools of each family that the size names. */
    Map<String, Integer> read(Node tree) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        Node size = data.option("size").orElse(null);
        Cells.of(data, "sizes", problems, List.of("size", "tool", "count"), List.of("starts_per_month"))
                .ifPresent(rows -> readSizes(rows, size, tree, counts));
        Cells.of(data, "amhs", problems, List.of("size", "carrier_size", "transport_min"), List.of())
                .filter(rows -> !byDistance)
                .ifPresent(rows -> readTransport(rows, size, tree));
        return counts;
    }

    private void readSizes(Cells rows, Node size, Node tree, Map<String, Integer> counts) {
        Set<String> known = new LinkedHashSet<>();
        for (Cells.Row row : rows.rows()) {
            known.add(row.text("size"));
            if (size == null || !row.text("size").equals(size.text())) {
                continue;
            }
            String tool = row.name("tool", "tools", counts.keySet());
            if (tool != null) {
                String path = "tools." + tool + ".count";
                counts.put(
                        tool,
                        row.neededNumber("count", path)
                                .map(BigDecimal::intValue)
                                .orElse(1));
                tree.section("tools").put(tool, row.map("tool").put("count", row.withUnit("count", "")));
            }
            Node starts = tree.section("line").section("starts");
            if (!starts.has("wafersPerMonth")) {
                row.putNumber(starts, "wafersPerMonth", "starts_per_month", "", "line.starts");
            }
        }
        checkSize(size, known);
    }

    private void checkSize(Node size, Set<String> known) {
        String expected = "one of " + String.join(", ", known);
        if (size == null) {
            problems.missing(data.position(), "data.options.size", expected);
        } else if (!known.contains(size.text())) {
            problems.unknown(size, "data.options.size", expected, known);
        }
    }

    private void readTransport(Cells rows, Node size, Node tree) {
        Node carrierSize = data.option("carrierSize").orElse(null);
        Set<String> known = new LinkedHashSet<>();
        for (Cells.Row row : rows.rows()) {
            if (size != null && row.text("size").equals(size.text())) {
                known.add(row.text("carrier_size"));
                if (carrierSize != null && row.text("carrier_size").equals(carrierSize.text())) {
                    row.putNumber(tree.section("transport"), "mean", "transport_min", "min", "transport");
                }
            }
        }
        String expected = "one of " + String.join(", ", known);
        if (carrierSize == null) {
            problems.missing(data.position(), "data.options.carrierSize", expected);
        } else if (!known.isEmpty() && !known.contains(carrierSize.text())) {
            problems.unknown(carrierSize, "data.options.carrierSize", expected, known);
        }
    }
}
