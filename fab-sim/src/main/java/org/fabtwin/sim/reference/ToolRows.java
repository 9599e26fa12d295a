/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.reference;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fabtwin.sim.scenario.Node;
import org.fabtwin.sim.scenario.Problems;

/** tools.csv: tool families. */
final class ToolRows {
    static final List<String> COLUMNS = List.of(
            "chambers",
            "robot_arms",
            "load_ports",
            "buffer_carriers",
            "load_locks",
            "lock_slots",
            "pump_s",
            "vent_s",
            "robot_action_s",
            "front_action_s",
            "extra_latency_s",
            "setup_s",
            "reticle_copies",
            "reticle_move_min",
            "mtbf_h",
            "mttr_h",
            "chamber_mtbf_h",
            "chamber_mttr_h",
            "failure_dist",
            "repair_dist",
            "area",
            "count",
            "mark");

    private static final List<String> KINDS = List.of("cluster", "serial", "cascade", "single");

    private final Problems problems;
    private final Map<String, Cells.Row> constants;
    private final RecipeRows recipes;
    private final Set<String> families = new LinkedHashSet<>();

    ToolRows(Problems problems, Map<String, Cells.Row> constants, RecipeRows recipes) {
        this.problems = problems;
        this.constants = constants;
        this.recipes = recipes;
    }

    void read(Cells rows, Node tree) {
        Node tools = tree.section("tools");
        for (Cells.Row row : rows.rows()) {
            String name = row.name("key", "tools", families);
            if (name != null) {
                families.add(name);
                Node family = row.map("key");
                readFamily(row, name, family);
                // What sizes.csv said before stays.
                if (tools.has(name)) {
                    tools.get(name).fields().forEach(family::put);
                }
                tools.put(name, family);
                readBreakdown(row, "tools." + name, family, "");
                Node chambers = row.map("key");
                readBreakdown(row, "tools." + name + "/*", chambers, "chamber_");
                if (!chambers.keys().isEmpty()) {
                    tools.put(name + "/*", chambers);
                }
            }
        }
        recipes.checkTools(families);
    }

    private void readFamily(Cells.Row row, String name, Node family) {
        String path = "tools." + name;
        String known = row.word("kind", path + ".kind", KINDS);
        // A wrong one is reported; the rest is read as of a simple tool.
        String kind = known == null ? "single" : known;
        // A tool that takes one wafer at a time is a cluster with one chamber: robot and front end overlap with it.
        family.put("kind", row.computed(kind.equals("single") ? "cluster" : kind, "kind"));
        if (!row.isBlank("area")) {
            family.put("area", row.cell("area"));
        }
        row.putNumber(family, "count", "count", "", path);
        if (kind.equals("serial")) {
            recipes.putStages(name, family);
        } else if (kind.equals("cluster")) {
            row.putNumber(family, "chambers", "chambers", "", path);
        } else if (kind.equals("single")) {
            family.put("chambers", row.computed("1", "kind"));
        }
        if (!kind.equals("cascade")) {
            readHandling(row, path, family);
        }
        Node ports = row.map("load_ports");
        if (row.putNumber(ports, "count", "load_ports", "", path + ".ports")) {
            Cells.Row exchange = constants.get("port_exchange_min");
            if (exchange != null) {
                exchange.putNumber(ports, "exchange", "value", "min", path + ".ports");
            }
            family.put("ports", ports);
        }
        row.putNumber(family, "buffer", "buffer_carriers", "", path);
        if (!row.text("setup_s").equals("0")) {
            row.putNumber(family, "setupTime", "setup_s", "s", path);
        }
        Node reticles = row.map("reticle_copies");
        if (row.putNumber(reticles, "copies", "reticle_copies", "", path + ".reticles")) {
            row.putNumber(reticles, "moveTime", "reticle_move_min", "min", path + ".reticles");
            family.put("reticles", reticles);
        }
    }

    private static void readHandling(Cells.Row row, String path, Node family) {
        Node robot = row.map("robot_arms");
        if (row.putNumber(robot, "arms", "robot_arms", "", path + ".robot")) {
            row.putNumber(robot, "action", "robot_action_s", "s", path + ".robot");
            family.put("robot", robot);
        }
        Node frontEnd = row.map("front_action_s");
        row.putNumber(frontEnd, "action", "front_action_s", "s", path + ".frontEnd");
        family.put("frontEnd", frontEnd);
        Node locks = row.map("load_locks");
        if (row.putNumber(locks, "count", "load_locks", "", path + ".loadLocks")) {
            row.putNumber(locks, "slots", "lock_slots", "", path + ".loadLocks");
            row.putNumber(locks, "pump", "pump_s", "s", path + ".loadLocks");
            row.putNumber(locks, "vent", "vent_s", "s", path + ".loadLocks");
            family.put("loadLocks", locks);
        }
        row.putNumber(family, "extraLatency", "extra_latency_s", "s", path);
    }

    private void readBreakdown(Cells.Row row, String path, Node entry, String prefix) {
        String failure = prefix + "mtbf_h";
        String repair = prefix + "mttr_h";
        if (row.number(failure, path + ".breakdown.mtbf").isEmpty()
                || row.neededNumber(repair, path + ".breakdown.mttr").isEmpty()) {
            return;
        }
        Node breakdown = row.map(failure);
        CsvDistribution.put(breakdown, "mtbf", row, failure, "h", "failure_dist", problems);
        CsvDistribution.put(breakdown, "mttr", row, repair, "h", "repair_dist", problems);
        entry.put("breakdown", breakdown);
    }
}
