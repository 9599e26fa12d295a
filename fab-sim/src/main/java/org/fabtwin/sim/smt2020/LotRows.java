/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.smt2020;

import java.util.List;
import org.fabtwin.sim.scenario.Node;
import org.fabtwin.sim.smt2020.TextTable.Row;

/**
 * Makes releases of the orders' table and lots of the table of work in process. An order without REPEAT is a single
 * lot with a release date of its own; the order list of the models with random due dates consists of such lots.
 */
final class LotRows {
    private final Tables tables;
    private final Values values;
    private final RouteRows routes;
    private final Node root;
    /** Seconds of the origin on the scale of {@link Values#date}. */
    private long origin = Long.MAX_VALUE;

    LotRows(final Tables tables, final Values values, final RouteRows routes, final Node root) {
        this.tables = tables;
        this.values = values;
        this.routes = routes;
        this.root = root;
    }

    void read() {
        // Lots that stand in the line stand there at the origin; without any, the first release is the origin.
        findOrigin(tables.lots);
        if (origin == Long.MAX_VALUE) {
            findOrigin(tables.orders);
        }
        for (final Row row : tables.orders.rows()) {
            final long start = values.date(row, "START");
            final long due = row.isBlank("DUE") ? start : values.date(row, "DUE");
            if (start == Long.MIN_VALUE || due == Long.MIN_VALUE || !isOfPart(row)) {
                continue;
            }
            if (start < origin) {
                values.problems().add(row.problem("START", "a date from the first lot's START on"));
            } else if (row.isBlank("REPEAT")) {
                lot(row, start, due);
            } else {
                release(row, start, due);
            }
        }
        tables.lots.rows().forEach(this::standing);
    }

    private void findOrigin(final TextTable table) {
        for (final Row row : table.rows()) {
            if (!row.isBlank("START")) {
                final long start = values.date(row, "START");
                origin = start == Long.MIN_VALUE ? origin : Math.min(origin, start);
            }
        }
    }

    private boolean isOfPart(final Row row) {
        final boolean known = root.section("products").has(row.text("PART"));
        if (!known) {
            values.problems().add(row.problem("PART", "a part of " + tables.parts.file()));
        }
        if (row.isBlank("LOT")) {
            values.problems().add(row.problem("LOT", "a name"));
            return false;
        }
        return known;
    }

    private void release(final Row row, final long start, final long due) {
        String name = row.text("LOT");
        final Node release = Node.map(row.position("LOT"));
        for (int k = 2; root.section("releases").has(name); k++) {
            // Two streams of one kind of lot, for example on two days of the week, are one class.
            release.put("lotClass", Values.text(row, "LOT"));
            name = row.text("LOT") + "." + k;
        }
        release.put("product", Values.text(row, "PART"));
        kind(row, release);
        final Node every = values.distribution(row, "RDIST", "REPEAT", "REPEAT2", "RUNITS");
        if (every != null) {
            release.put("every", every);
        }
        if (start != origin) {
            release.put("first", Values.seconds(start - origin, row, "START"));
        }
        if (!row.isBlank("LOTSPERRPT")) {
            release.put("lots", Values.plain(values.whole(row, "LOTSPERRPT", 1), row, "LOTSPERRPT"));
        }
        if (!row.isBlank("RPT#")) {
            release.put("count", Values.plain(values.whole(row, "RPT#", 0), row, "RPT#"));
        }
        if (due < start) {
            values.problems().add(row.problem("DUE", "a date from START on"));
        } else if (!row.isBlank("DUE")) {
            release.put("dueAfter", Values.seconds(due - start, row, "DUE"));
        }
        root.section("releases").put(name, release);
    }

    private void kind(final Row row, final Node lot) {
        lot.put("priority", Values.plain(values.whole(row, "PRIOR", Integer.MIN_VALUE, 0), row, "PRIOR"));
        lot.put("wafers", Values.plain(values.whole(row, "PIECES", 1), row, "PIECES"));
    }

    /** A lot of the order list. */
    private void lot(final Row row, final long start, final long due) {
        final Node lot = entry(row);
        if (lot != null) {
            lot.put("release", Values.seconds(start - origin, row, "START"));
            if (!row.isBlank("DUE")) {
                lot.put("due", Values.seconds(due - origin, row, "DUE"));
            }
        }
    }

    /** A lot that stands in the line. */
    private void standing(final Row row) {
        if (!isOfPart(row)) {
            return;
        }
        final List<String> steps = routes.stepsOf(row.text("PART"));
        final int number = values.whole(row, "CURSTEP", 1);
        if (number > steps.size()) {
            if (!steps.isEmpty()) {
                values.problems().add(row.problem("CURSTEP", "a step's number, 1 to " + steps.size()));
            }
            return;
        }
        final Node lot = entry(row);
        if (lot == null) {
            return;
        }
        lot.put("step", Node.quoted(steps.get(number - 1), row.position("CURSTEP")));
        if (!row.isBlank("DUE")) {
            final long due = values.date(row, "DUE");
            if (due != Long.MIN_VALUE) {
                lot.put("due", Values.seconds(due - origin, row, "DUE"));
            }
        }
    }

    /**
     * Adds a lot to its class, which has the name of the lot without its number; null, with a problem, when it is
     * there.
     */
    private Node entry(final Row row) {
        final String name = row.text("LOT");
        final String lotClass = name.replaceFirst("_[0-9]+$", "");
        final Node group = root.section("lots").section(lotClass);
        final Node kind = Node.map(row.position("LOT")).put("product", Values.text(row, "PART"));
        kind(row, kind);
        if (!group.has("lots")) {
            kind.fields().forEach(group::put);
        }
        if (group.section("lots").has(name)) {
            values.problems().add(row.problem("LOT", "each lot once"));
            return null;
        }
        final Node lot = Node.map(row.position("LOT"));
        kind.fields().forEach((key, value) -> {
            if (!group.get(key).text().equals(value.text())) {
                lot.put(key, value);
            }
        });
        group.section("lots").put(name, lot);
        return lot;
    }
}
