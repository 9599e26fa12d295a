/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.reference;

import java.util.List;
import java.util.Map;
import org.fabtwin.sim.scenario.Node;

/** The columns of parameters.csv that say how a parameter is measured and controlled. */
final class ControlRows {
    static final List<String> COLUMNS =
            List.of("noise_sigma", "variable", "variable_unit", "gain", "variable_min", "variable_max", "max_step");

    private final Map<String, Cells.Row> constants;

    ControlRows(Map<String, Cells.Row> constants) {
        this.constants = constants;
    }

    void read(Cells rows, Node tree) {
        for (Cells.Row row : rows.rows()) {
            String name = row.text("parameter");
            if (!tree.section("parameters").has(name)) {
                continue;
            }
            String unit = unit(row.text("unit"));
            if (!row.isBlank("noise_sigma")) {
                Node metrology = row.map("noise_sigma");
                row.putNumber(metrology, "noise", "noise_sigma", unit, "metrology." + name);
                tree.section("metrology").put(name, metrology);
            }
            if (!row.isBlank("gain")) {
                tree.section("control").put(name, controller(row, unit, "control." + name));
            }
        }
    }

    private Node controller(Cells.Row row, String unit, String path) {
        String variable = unit(row.text("variable_unit"));
        String slope = variable.isEmpty() ? unit : unit + "/" + variable;
        Node controller = row.map("gain");
        if (!row.isBlank("variable")) {
            controller.put("variable", row.cell("variable"));
        }
        if (!variable.isEmpty()) {
            controller.put("variableUnit", row.computed(variable, "variable_unit"));
        }
        row.putSigned(controller, "gain", "gain", slope, path);
        row.putSigned(controller, "least", "variable_min", variable, path);
        row.putSigned(controller, "most", "variable_max", variable, path);
        row.putSigned(controller, "maxStep", "max_step", variable, path);
        Cells.Row weight = constants.get("ewma_weight");
        if (weight != null) {
            weight.putNumber(controller, "weight", "value", "", path);
        }
        return controller;
    }

    /** The tables write percent, and count cycles. */
    private static String unit(String text) {
        return text.equals("percent") ? "%" : text;
    }
}
