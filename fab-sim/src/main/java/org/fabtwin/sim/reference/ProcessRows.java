/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.reference;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.fabtwin.sim.scenario.Node;
import org.fabtwin.sim.scenario.Problems;

/** parameters.csv, variation.csv and queue_effects.csv: critical parameters, their layers of variance, what waiting does. */
final class ProcessRows {
    static final List<String> PARAMETERS = List.of("parameter", "unit", "target", "lsl", "usl", "set_step");
    static final List<String> PARAMETER_COLUMNS = List.of(
            "kind",
            "kill",
            "measure_step",
            "vt_mv_per_unit",
            "vt_flavour",
            "speed_pct_per_unit",
            "leak_ln_per_unit",
            "rvia_pct_per_unit");
    static final List<String> VARIATION = List.of("parameter");
    static final List<String> VARIATION_COLUMNS = List.of(
            "tool_sigma",
            "chamber_sigma",
            "redraw_sigma",
            "drift_per_1000",
            "drift_saturation",
            "wafer_model",
            "wafer_coefficient",
            "wafer_innovation_sigma",
            "first_wafer_shift",
            "first_wafer_decay",
            "radial_sigma",
            "edge_amplitude",
            "edge_spread",
            "edge_length_mm",
            "intrafield_sigma",
            "die_sigma",
            "scale_sigma_ppm",
            "rotation_sigma_urad");
    static final List<String> EFFECTS = List.of("queue_class", "effect", "target", "shift", "tau_hours");
    static final List<String> EFFECT_COLUMNS = List.of("applies_to", "free_hours");

    /** Relative spread of the edge term between wafers where the table has no column for it. */
    private static final String EDGE_SPREAD = "0.3";

    private final Problems problems;

    ProcessRows(Problems problems) {
        this.problems = problems;
    }

    void readParameters(Cells rows, Node tree) {
        Node parameters = tree.section("parameters");
        for (Cells.Row row : rows.rows()) {
            String name = row.name("parameter", "parameters", parameters.keys());
            if (name != null) {
                parameters.put(name, parameter(row, "parameters." + name));
                sensitivities(row, name, tree.section("sensitivity"));
            }
        }
    }

    private Node parameter(Cells.Row row, String path) {
        String unit = unit(row.text("unit"));
        Node parameter = row.map("parameter");
        parameter.put("unit", row.computed(unit, "unit"));
        row.putSigned(parameter, "target", "target", unit, path);
        row.putSigned(parameter, "lower", "lsl", unit, path);
        row.putSigned(parameter, "upper", "usl", unit, path);
        if (!row.isBlank("kind")) {
            parameter.put("kind", row.cell("kind"));
        }
        if (row.text("kill").equals("yes")) {
            parameter.put("kill", row.computed("true", "kill"));
        }
        parameter.put("set", row.cell("set_step"));
        if (!row.isBlank("measure_step")) {
            parameter.put("measured", row.cell("measure_step"));
        }
        if (!row.isBlank("vt_flavour")) {
            parameter.put("flavour", row.cell("vt_flavour"));
        }
        return parameter;
    }

    private void sensitivities(Cells.Row row, String name, Node sensitivity) {
        String unit = unit(row.text("unit"));
        sensitivity(row, name, sensitivity, "vt", "vt_mv_per_unit", "mV/" + unit);
        sensitivity(row, name, sensitivity, "speed", "speed_pct_per_unit", "%/" + unit);
        sensitivity(row, name, sensitivity, "leakage", "leak_ln_per_unit", "/" + unit);
        sensitivity(row, name, sensitivity, "viaResistance", "rvia_pct_per_unit", "%/" + unit);
    }

    private void sensitivity(Cells.Row row, String name, Node sensitivity, String output, String column, String unit) {
        if (!row.isBlank(column) && !row.text(column).equals("0")) {
            row.putSigned(sensitivity.section(output), name, column, unit, "sensitivity." + output);
        }
    }

    /** The tables write percent. */
    private static String unit(String text) {
        return text.equals("percent") ? "%" : text;
    }

    void readVariation(Cells rows, Node tree) {
        Node variation = tree.section("variation");
        for (Cells.Row row : rows.rows()) {
            String name = row.name("parameter", "variation", variation.keys());
            if (name != null) {
                Node parameter = tree.section("parameters").get(name);
                String unit = parameter == null || !parameter.has("unit")
                        ? ""
                        : parameter.get("unit").text();
                variation.put(name, variation(row, unit, "variation." + name));
            }
        }
    }

    private Node variation(Cells.Row row, String unit, String path) {
        Node variation = row.map("parameter");
        row.putNumber(variation, "tool", "tool_sigma", unit, path);
        row.putNumber(variation, "chamber", "chamber_sigma", unit, path);
        row.putNumber(variation, "afterMaintenance", "redraw_sigma", unit, path);
        Node drift = row.map("parameter");
        row.putSigned(drift, "rate", "drift_per_1000", unit + "/1000wafers", path + ".drift");
        row.putNumber(drift, "most", "drift_saturation", unit, path + ".drift");
        put(variation, "drift", drift);
        Node wafer = row.map("parameter");
        if (!row.isBlank("wafer_model")) {
            wafer.put("model", row.cell("wafer_model"));
        }
        row.putNumber(wafer, "coefficient", "wafer_coefficient", "", path + ".wafer");
        row.putNumber(wafer, "innovation", "wafer_innovation_sigma", unit, path + ".wafer");
        put(variation, "wafer", wafer);
        Node first = row.map("parameter");
        row.putSigned(first, "shift", "first_wafer_shift", unit, path + ".firstWafer");
        row.putNumber(first, "decay", "first_wafer_decay", "wafers", path + ".firstWafer");
        put(variation, "firstWafer", first);
        if (!row.text("edge_length_mm").isEmpty() && !row.text("edge_length_mm").equals("0")) {
            Node edge = row.map("parameter");
            row.putSigned(edge, "amplitude", "edge_amplitude", unit, path + ".edge");
            if (!row.putNumber(edge, "spread", "edge_spread", "", path + ".edge")) {
                edge.put("spread", row.computed(EDGE_SPREAD, "edge_amplitude"));
            }
            row.putNumber(edge, "length", "edge_length_mm", "mm", path + ".edge");
            variation.put("edge", edge);
        }
        putPositive(row, variation, "bowl", "radial_sigma", unit, path);
        row.putNumber(variation, "intrafield", "intrafield_sigma", unit, path);
        row.putNumber(variation, "die", "die_sigma", unit, path);
        putPositive(row, variation, "scale", "scale_sigma_ppm", "ppm", path);
        putPositive(row, variation, "rotation", "rotation_sigma_urad", "urad", path);
        return variation;
    }

    private static void putPositive(Cells.Row row, Node map, String field, String column, String unit, String path) {
        if (!row.text(column).equals("0")) {
            row.putNumber(map, field, column, unit, path);
        }
    }

    private static void put(Node map, String field, Node section) {
        if (!section.keys().isEmpty()) {
            map.put(field, section);
        }
    }

    void readEffects(Cells rows, Node tree) {
        Node effects = tree.section("queueEffects");
        Set<String> taken = new LinkedHashSet<>();
        for (Cells.Row row : rows.rows()) {
            String effect = row.word("effect", "queueEffects", List.of("parameter", "defects"));
            String queueClass = row.name("queue_class", "queueEffects", Set.of());
            if (effect == null || queueClass == null) {
                continue;
            }
            String name = queueClass + "." + row.text("target");
            if (!taken.add(name)) {
                row.name("target", "queueEffects." + name, Set.of(row.text("target")));
                continue;
            }
            effects.put(name, effect(row, effect, tree, "queueEffects." + name));
        }
    }

    private Node effect(Cells.Row row, String kind, Node tree, String path) {
        Node effect = row.map("queue_class");
        effect.put("class", row.cell("queue_class"));
        if (!row.isBlank("applies_to")) {
            effect.put("steps", row.computed(row.text("applies_to") + "*", "applies_to"));
        }
        effect.put(kind, row.cell("target"));
        String unit = "/cm2";
        if (kind.equals("parameter")) {
            Node parameter = tree.section("parameters").get(row.text("target"));
            unit = parameter == null ? "" : parameter.get("unit").text();
        }
        row.putSigned(effect, "shift", "shift", unit, path);
        row.putNumber(effect, "free", "free_hours", "h", path);
        row.putNumber(effect, "tau", "tau_hours", "h", path);
        return effect;
    }
}
