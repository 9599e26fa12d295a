/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.reference;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fabtwin.sim.scenario.Node;
import org.fabtwin.sim.scenario.Problems;

/**
 * maintenance.csv: what is done every so many hours or wafers. Families that have few tools get different first times, so that
 * not all of them stop at the same instant: the tables say nothing about it.
 */
final class MaintenanceRows {
    static final List<String> NEEDED = List.of("tool", "item", "scope", "trigger", "period", "duration_h");
    static final List<String> COLUMNS = List.of(
            "spread",
            "seasoning_wafers",
            "redraws_offset",
            "qualification_min",
            "qualification_delay_min",
            "first_h",
            "mark");

    /** Multiples of the golden section spread evenly over 0..1 however many there are. */
    private static final BigDecimal GOLDEN = new BigDecimal("0.6180339887");

    private final Problems problems;
    private final Map<String, Integer> counts;
    private int items;

    MaintenanceRows(Problems problems, Map<String, Integer> counts) {
        this.problems = problems;
        this.counts = counts;
    }

    void read(Cells rows, Node tree) {
        Node tools = tree.section("tools");
        Set<String> taken = new LinkedHashSet<>();
        for (Cells.Row row : rows.rows()) {
            items++;
            String tool = row.text("tool");
            if (!tools.has(tool)) {
                Set<String> families = new LinkedHashSet<>(tools.keys());
                families.removeIf(name -> name.endsWith("/*"));
                problems.unknown(row.cell("tool"), "tools", "a tool of tools.csv", families);
                continue;
            }
            String scope = row.word("scope", "tools." + tool + ".maintenance", List.of("tool", "chamber"));
            if (scope == null) {
                continue;
            }
            String entry = scope.equals("tool") ? tool : tool + "/*";
            String path = "tools." + entry + ".maintenance." + row.text("item");
            String item = row.name("item", path, Set.of());
            if (item == null) {
                continue;
            }
            if (!taken.add(entry + ' ' + item)) {
                row.name("item", path, Set.of(item));
                continue;
            }
            if (!tools.has(entry)) {
                tools.put(entry, row.map("tool"));
            }
            tools.get(entry).section("maintenance").put(item, item(row, path, tool, tools.get(tool), scope));
        }
    }

    private Node item(Cells.Row row, String path, String tool, Node family, String scope) {
        Node item = row.map("item");
        String trigger = row.word("trigger", path, List.of("hours", "wafers"));
        Optional<BigDecimal> period = row.neededNumber("period", path + ".every");
        if (trigger != null && period.isPresent()) {
            if (trigger.equals("wafers")) {
                item.put("everyWafers", row.withUnit("period", ""));
            } else {
                item.put("every", row.withUnit("period", "h"));
                int places = counts.getOrDefault(tool, 1) * (scope.equals("chamber") ? chambers(family) : 1);
                item.put("first", first(row, period.get(), places));
            }
        }
        row.neededNumber("duration_h", path + ".duration")
                .ifPresent(hours -> item.put("duration", duration(row, hours, path)));
        if (!row.isBlank("seasoning_wafers") && !row.text("seasoning_wafers").equals("0")) {
            row.putNumber(item, "seasonWafers", "seasoning_wafers", "", path);
        }
        if (row.text("redraws_offset").equals("yes")) {
            item.put("redrawOffset", row.computed("true", "redraws_offset"));
        }
        if (!row.isBlank("qualification_min")) {
            String wafer = path + ".qualification";
            Node qualification = row.map("qualification_min");
            row.putNumber(qualification, "time", "qualification_min", "min", wafer);
            if (!row.isBlank("qualification_delay_min")) {
                row.putNumber(qualification, "delay", "qualification_delay_min", "min", wafer);
            }
            item.put("qualification", qualification);
        }
        return item;
    }

    /** The last of n places comes first at 1 - phase / n periods, so that a family's places stay evenly apart. */
    private Node first(Cells.Row row, BigDecimal period, int places) {
        if (!row.isBlank("first_h")) {
            return row.withUnit("first_h", "h");
        }
        BigDecimal phase = GOLDEN.multiply(BigDecimal.valueOf(items)).remainder(BigDecimal.ONE);
        BigDecimal share =
                BigDecimal.ONE.subtract(phase.divide(BigDecimal.valueOf(places), 10, RoundingMode.HALF_EVEN));
        String hours =
                period.multiply(share).setScale(2, RoundingMode.HALF_EVEN).toPlainString();
        return row.computed(hours + " h", "period");
    }

    private static Node duration(Cells.Row row, BigDecimal hours, String path) {
        BigDecimal spread = row.number("spread", path + ".duration").orElse(BigDecimal.ZERO);
        if (spread.signum() == 0) {
            return row.withUnit("duration_h", "h");
        }
        Node duration = row.map("duration_h");
        duration.put("mean", row.withUnit("duration_h", "h"));
        duration.put("distribution", row.computed("uniform", "spread"));
        String halfWidth = hours.multiply(spread).stripTrailingZeros().toPlainString();
        duration.put("halfWidth", row.computed(halfWidth + " h", "spread"));
        return duration;
    }

    private static int chambers(Node family) {
        int sum = 0;
        if (family.has("stages")) {
            for (Node copies : family.get("stages").fields().values()) {
                sum += Integer.parseInt(copies.text());
            }
        } else if (family.has("chambers") && family.get("chambers").text().matches("[0-9]{1,4}")) {
            sum = Integer.parseInt(family.get("chambers").text());
        }
        return Math.max(1, sum);
    }
}
