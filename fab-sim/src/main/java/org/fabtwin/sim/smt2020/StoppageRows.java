/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.smt2020;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fabtwin.sim.scenario.Node;
import org.fabtwin.sim.smt2020.TextTable.Row;

/** Makes breakdowns and maintenance of the attachment table and the two calendars that it names. */
final class StoppageRows {
    private final Tables tables;
    private final Values values;
    private final ToolRows tools;
    private final Node root;
    private final Map<String, Row> breakdowns = new LinkedHashMap<>();
    private final Map<String, Row> maintenance = new LinkedHashMap<>();

    StoppageRows(final Tables tables, final Values values, final ToolRows tools, final Node root) {
        this.tables = tables;
        this.values = values;
        this.tools = tools;
        this.root = root;
    }

    void read() {
        index(tables.breakdowns, "DOWNCALNAME", breakdowns);
        index(tables.maintenance, "PMCALNAME", maintenance);
        for (final Row row : tables.attachments.rows()) {
            final List<String> families = families(row);
            final boolean down = row.text("CALTYPE").equals("down");
            if (!down && !row.text("CALTYPE").equals("pm")) {
                values.problems().add(row.problem("CALTYPE", "one of down, pm"));
                continue;
            }
            final Row calendar = (down ? breakdowns : maintenance).get(row.text("CALNAME"));
            if (calendar == null) {
                final TextTable table = down ? tables.breakdowns : tables.maintenance;
                values.problems().add(row.problem("CALNAME", "a calendar of " + table.file()));
                continue;
            }
            for (final String family : families) {
                final Node tool = root.section("tools").section(family);
                if (down) {
                    breakdown(row, calendar, tool);
                } else {
                    maintenance(row, calendar, tool);
                }
            }
        }
    }

    private void index(final TextTable table, final String name, final Map<String, Row> rows) {
        for (final Row row : table.rows()) {
            if (row.isBlank(name) || rows.putIfAbsent(row.text(name), row) != null) {
                values.problems().add(row.problem(name, row.isBlank(name) ? "a name" : "each calendar once"));
            }
        }
    }

    private List<String> families(final Row row) {
        final String name = row.text("RESNAME");
        List<String> families = List.of();
        switch (row.text("RESTYPE")) {
            case "stngrp" -> families = tools.familiesOfArea(name);
            case "stnfam" -> families = tools.isFamily(name) ? List.of(name) : List.of();
            default -> {
                values.problems().add(row.problem("RESTYPE", "one of stngrp, stnfam"));
                return families;
            }
        }
        if (families.isEmpty()) {
            values.problems().add(row.problem("RESNAME", "a " + row.text("RESTYPE") + " of " + tables.tools.file()));
        }
        return families;
    }

    private void breakdown(final Row row, final Row calendar, final Node tool) {
        if (!calendar.text("DOWNCALTYPE").equals("mttf_by_cal")) {
            values.problems().add(calendar.problem("DOWNCALTYPE", "mttf_by_cal"));
        }
        if (tool.has("breakdown")) {
            values.problems().add(row.problem("CALNAME", "one down calendar for a family: this is the second"));
            return;
        }
        final Node breakdown = Node.map(row.position("CALNAME"));
        put(breakdown, "mtbf", values.distribution(calendar, "MTTFDIST", "MTTF", "MTTF2", "MTTFUNITS"));
        put(breakdown, "mttr", values.distribution(calendar, "MTTRDIST", "MTTR", "MTTR2", "MTTRUNITS"));
        if (!row.isBlank("FOA")) {
            put(breakdown, "first", values.distribution(row, "FOADIST", "FOA", "FOA2", "FOAUNITS"));
        }
        tool.put("breakdown", breakdown);
    }

    private void maintenance(final Row row, final Row calendar, final Node tool) {
        final Node item = Node.map(row.position("CALNAME"));
        if (!row.isBlank("FOADIST") && !row.text("FOADIST").equals("constant")) {
            values.problems().add(row.problem("FOADIST", "constant: the first occurrences are spread over the tools"));
        }
        switch (calendar.text("PMCALTYPE")) {
            case "mtbpm_by_cal" -> {
                put(item, "every", values.time(calendar, "MTBPM", "MTBPMUNITS"));
                if (!row.isBlank("FOA")) {
                    put(item, "first", values.time(row, "FOA", "FOAUNITS"));
                }
            }
            case "mtbpm_by_pieces" -> {
                if (!Double.isNaN(values.number(calendar, "MTBPM", 1))) {
                    item.put("everyWafers", Values.plain(calendar.text("MTBPM"), calendar, "MTBPM"));
                }
                if (!row.isBlank("FOAUNITS") && !row.text("FOAUNITS").equals("pieces")) {
                    values.problems().add(row.problem("FOAUNITS", "nothing or pieces: the calendar counts wafers"));
                }
                if (!row.isBlank("FOA") && !Double.isNaN(values.number(row, "FOA", 0))) {
                    item.put("first", Values.plain(row.text("FOA"), row, "FOA"));
                }
            }
            default -> values.problems().add(calendar.problem("PMCALTYPE", "one of mtbpm_by_cal, mtbpm_by_pieces"));
        }
        put(item, "duration", values.distribution(calendar, "MTTRDIST", "MTTR", "MTTR2", "MTTRUNITS"));
        tool.section("maintenance").put(row.text("CALNAME"), item);
    }

    private static void put(final Node map, final String key, final Node value) {
        if (value != null) {
            map.put(key, value);
        }
    }
}
