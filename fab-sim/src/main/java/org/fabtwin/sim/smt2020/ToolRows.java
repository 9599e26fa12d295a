/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.smt2020;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fabtwin.sim.scenario.Node;
import org.fabtwin.sim.scenario.Position;
import org.fabtwin.sim.smt2020.TextTable.Row;

/** Makes tool families and their dispatch criteria of the tools' table, and minimum runs of the setup groups' table. */
final class ToolRows {
    /** What lets lots share a batch. */
    enum BatchCriterion {
        ROUTE_AND_STEP,
        FAMILY_AND_STEP,
        STEP
    }

    private final Tables tables;
    private final Values values;
    private final Node root;
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Map<String, Integer> minimumRuns = new LinkedHashMap<>();

    ToolRows(final Tables tables, final Values values, final Node root) {
        this.tables = tables;
        this.values = values;
        this.root = root;
    }

    void read() {
        minimumRuns();
        for (final Row row : tables.tools.rows()) {
            final String family = row.text("STNFAM");
            if (family.isEmpty() || rows.putIfAbsent(family, row) != null) {
                values.problems().add(row.problem("STNFAM", family.isEmpty() ? "a name" : "each family once"));
                continue;
            }
            final Node tool = Node.map(row.position("STNFAM"));
            tool.put("kind", Node.quoted(kind(row), row.position("STNCAP")));
            tool.put("count", Values.plain(values.whole(row, "STNQTY", 1, 1), row, "STNQTY"));
            if (!row.isBlank("STNGRP")) {
                tool.put("area", Values.text(row, "STNGRP"));
            }
            if (!row.isBlank("STNFAMLOC")) {
                tool.put("location", Values.text(row, "STNFAMLOC"));
            }
            root.section("tools").put(family, tool);
            dispatch(row);
        }
    }

    /** SETUPGRP stands on the first row of a group alone. */
    private void minimumRuns() {
        String group = "";
        for (final Row row : tables.setupGroups.rows()) {
            group = row.isBlank("SETUPGRP") ? group : row.text("SETUPGRP");
            if (row.isBlank("SETUP")) {
                values.problems().add(row.problem("SETUP", "a setup"));
            } else {
                minimumRuns.put(group + "\t" + row.text("SETUP"), values.whole(row, "MINRUN", 0, 0));
            }
        }
    }

    private String kind(final Row row) {
        final int capacity = values.whole(row, "STNCAP", 1, 1);
        if (capacity > 2) {
            values.problems().add(row.problem("STNCAP", "nothing, 1 or 2 lots at once"));
        }
        if (row.isBlank("BATCHCRITF")) {
            return capacity == 2 ? "two-slot-cascade" : "single";
        }
        if (!row.isBlank("BATCHPER") && !row.text("BATCHPER").equals("piece")) {
            values.problems().add(row.problem("BATCHPER", "piece: batches are measured in wafers"));
        }
        if (criterion(row) == null) {
            values.problems()
                    .add(row.problem("BATCHCRITF", "a criterion by step: of the same route, part family or any"));
        }
        return "batch";
    }

    private static BatchCriterion criterion(final Row row) {
        final String name = row.text("BATCHCRITF").toLowerCase(Locale.ROOT);
        if (!name.contains("step")) {
            return null;
        }
        if (name.contains("route")) {
            return BatchCriterion.ROUTE_AND_STEP;
        }
        return name.contains("fam") ? BatchCriterion.FAMILY_AND_STEP : BatchCriterion.STEP;
    }

    BatchCriterion batchCriterion(final String family) {
        final Row row = rows.get(family);
        final BatchCriterion criterion = row == null ? null : criterion(row);
        return criterion == null ? BatchCriterion.ROUTE_AND_STEP : criterion;
    }

    /** Lots that a tool of the family must start after a change to the setup; 0 = no minimum. */
    int minimumRun(final String family, final String setup) {
        final Row row = rows.get(family);
        return row == null || row.isBlank("SETUPGRP")
                ? 0
                : minimumRuns.getOrDefault(row.text("SETUPGRP") + "\t" + setup, 0);
    }

    /** Puts a family's load and unload times into a recipe. */
    void handling(final String family, final Node recipe) {
        final Row row = rows.get(family);
        if (row != null) {
            handling(row, "LTIME", "LTUNITS", "load", recipe);
            handling(row, "ULTIME", "ULTUNITS", "unload", recipe);
        }
    }

    private void handling(final Row row, final String column, final String unit, final String key, final Node recipe) {
        if (!row.isBlank(column)) {
            final Node time = values.time(row, column, unit);
            if (time != null && values.number(row, column, 0) > 0) {
                recipe.put(key, time);
            }
        }
    }

    List<String> familiesOfArea(final String area) {
        return rows.values().stream()
                .filter(row -> row.text("STNGRP").equals(area))
                .map(row -> row.text("STNFAM"))
                .toList();
    }

    boolean isFamily(final String name) {
        return rows.containsKey(name);
    }

    /** The scenario's criterion of a ranking, null where it is not known. */
    private static String criterionOf(final String rank) {
        return switch (rank) {
            case "rank_HP" -> "priority";
            case "rank_RSETUP" -> "setup";
            case "rank_FIFO" -> "fifo";
            case "rank_CR" -> "criticalRatio";
            case "rank_EDD" -> "dueDate";
            default -> null;
        };
    }

    private void dispatch(final Row row) {
        final Position position = row.position("FWLRANK");
        final Node list = Node.list(position);
        // The list that FWLRANK ranks is the family's, which has no setup: that of a tool is seen by the rule of least
        // setup alone.
        final boolean seesSetups = row.text("RULE").contains("LSSU");
        for (final String rank : row.text("FWLRANK").split(";")) {
            final String criterion = criterionOf(rank.trim());
            if ("setup".equals(criterion) && !seesSetups) {
                continue;
            }
            if (criterion != null) {
                list.add(Node.quoted(criterion, position));
            } else if (!rank.isBlank()) {
                values.problems()
                        .add(row.problem("FWLRANK", "rank_HP, rank_RSETUP, rank_FIFO, rank_CR or rank_EDD between ;"));
            }
        }
        final Node dispatch = root.section("dispatch");
        if (!dispatch.has("default")) {
            dispatch.put("default", list);
        } else if (!dispatch.get("default").toString().equals(list.toString())) {
            dispatch.put(row.text("STNFAM"), list);
        }
    }
}
