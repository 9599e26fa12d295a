/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.reference;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fabtwin.sim.scenario.DataFiles;
import org.fabtwin.sim.scenario.Node;
import org.fabtwin.sim.scenario.Problems;

/** layout.csv: where tools and stockers stand; with the handling constants it makes transport by distance. */
final class LayoutRows {
    private static final List<String> KINDS = List.of("bay", "stocker", "tool");
    private static final String WAIT = "vehicle_wait_s";

    private final DataFiles data;
    private final Problems problems;
    private final Map<String, Cells.Row> constants;

    LayoutRows(DataFiles data, Problems problems, Map<String, Cells.Row> constants) {
        this.data = data;
        this.problems = problems;
        this.constants = constants;
    }

    /** Puts layout and transport; false where the scenario names no layout. */
    boolean read(Node tree) {
        Optional<Cells> rows = Cells.of(data, "layout", problems, List.of("kind", "id", "x_m", "y_m"), List.of("size"));
        if (rows.isEmpty()) {
            return false;
        }
        Node size = data.option("size").orElse(null);
        Set<String> taken = new LinkedHashSet<>();
        for (Cells.Row row : rows.get().rows()) {
            boolean counts =
                    row.isBlank("size") || size != null && row.text("size").equals(size.text());
            String kind = counts ? row.word("kind", "layout", KINDS) : null;
            if (kind == null || kind.equals("bay")) {
                continue;
            }
            String name = row.name("id", "layout", taken);
            if (name != null) {
                taken.add(name);
                String path = "layout." + kind + "s." + name;
                Node place = row.map("id");
                putLength(row, "x_m", "x", path, place);
                putLength(row, "y_m", "y", path, place);
                tree.section("layout").section(kind + "s").put(name, place);
            }
        }
        putTransport(tree.section("transport"));
        return true;
    }

    /** Lengths may be negative. */
    private void putLength(Cells.Row row, String column, String field, String path, Node place) {
        try {
            new BigDecimal(row.text(column));
            place.put(field, row.withUnit(column, "m"));
        } catch (NumberFormatException e) {
            problems.add(row.cell(column), path + "." + field, "a number of metres");
        }
    }

    private void putTransport(Node transport) {
        put(transport, "speed", "vehicle_speed_m_s", "m/s");
        put(transport, "transfer", "vehicle_transfer_s", "s");
        put(transport, "dispatch", "vehicle_dispatch_s", "s");
        put(transport, "stockerShare", "stocker_share", "");
        put(transport, "stockerTime", "stocker_handling_s", "s");
        if (!putWaitOfCarrierSize(transport)) {
            put(transport, "wait", WAIT, "s");
        }
    }

    private void put(Node transport, String field, String constant, String unit) {
        Cells.Row row = constants.get(constant);
        if (row != null) {
            row.putNumber(transport, field, "value", unit, "transport");
        }
    }

    /** A row of constants for this size and carrier size; between two carrier sizes that have one, in proportion. */
    private boolean putWaitOfCarrierSize(Node transport) {
        String prefix = WAIT + "." + data.option("size").map(Node::text).orElse("") + ".";
        Optional<BigDecimal> wanted = data.option("carrierSize").map(LayoutRows::number);
        if (wanted.isEmpty()) {
            return false;
        }
        List<BigDecimal> sizes = new ArrayList<>();
        constants.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> new BigDecimal(name.substring(prefix.length())))
                .sorted()
                .forEach(sizes::add);
        BigDecimal below = null;
        for (BigDecimal size : sizes) {
            if (size.compareTo(wanted.get()) == 0) {
                put(transport, "wait", prefix + size, "s");
                return true;
            }
            if (below != null && below.compareTo(wanted.get()) < 0 && size.compareTo(wanted.get()) > 0) {
                transport.put("wait", between(prefix, below, size, wanted.get()));
                return true;
            }
            below = size;
        }
        return false;
    }

    private Node between(String prefix, BigDecimal below, BigDecimal above, BigDecimal wanted) {
        Cells.Row row = constants.get(prefix + below);
        BigDecimal low = row.neededNumber("value", "transport.wait").orElse(BigDecimal.ZERO);
        BigDecimal high = constants
                .get(prefix + above)
                .neededNumber("value", "transport.wait")
                .orElse(BigDecimal.ZERO);
        BigDecimal share = wanted.subtract(below).divide(above.subtract(below), MathContext.DECIMAL64);
        BigDecimal wait = low.add(high.subtract(low).multiply(share)).round(new MathContext(6));
        return row.computed(wait.toPlainString() + " s", "value");
    }

    private static BigDecimal number(Node node) {
        try {
            return new BigDecimal(node.text());
        } catch (NumberFormatException e) {
            return BigDecimal.ZERO;
        }
    }
}
