/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.reference;

import java.math.BigDecimal;
import java.util.List;
import org.fabtwin.sim.scenario.NearestName;
import org.fabtwin.sim.scenario.Node;
import org.fabtwin.sim.scenario.Problem;
import org.fabtwin.sim.scenario.Problems;

/** Distributions as the tables write them: a mean in one column, {@code NAME} or {@code NAME:NUMBER} in another. */
final class CsvDistribution {
    private static final List<String> NAMES =
            List.of("constant", "exponential", "weibull", "lognormal", "normal", "gamma");

    private CsvDistribution() {}

    /** Puts the mean with its unit and the law of {@code lawColumn} (exponential where blank). */
    static void put(
            Node map, String field, Cells.Row row, String column, String unit, String lawColumn, Problems problems) {
        String law = row.text(lawColumn);
        int colon = law.indexOf(':');
        String name = law.isEmpty() ? "exponential" : colon < 0 ? law : law.substring(0, colon);
        String numberField = numberField(name);
        boolean numberRight = numberField != null
                && (numberField.isEmpty() ? colon < 0 : colon > 0 && isNumber(law.substring(colon + 1)));
        if (!numberRight) {
            problems.add(new Problem(
                    row.position(lawColumn),
                    "",
                    "'" + law + "'",
                    "exponential, constant, weibull:SHAPE, lognormal:CV, normal:CV or gamma:CV",
                    numberField == null ? NearestName.of(name, NAMES) : ""));
            map.put(field, row.withUnit(column, unit));
            return;
        }
        Node distribution = row.map(column);
        distribution.put("mean", row.withUnit(column, unit));
        distribution.put("distribution", row.computed(name, lawColumn));
        if (!numberField.isEmpty()) {
            distribution.put(numberField, row.computed(law.substring(colon + 1), lawColumn));
        }
        map.put(field, distribution);
    }

    /** The field that a law's number fills; empty where it has none, null where the law is not known. */
    private static String numberField(String law) {
        return switch (law) {
            case "constant", "exponential" -> "";
            case "weibull" -> "shape";
            case "lognormal", "normal", "gamma" -> "cv";
            default -> null;
        };
    }

    private static boolean isNumber(String text) {
        try {
            return new BigDecimal(text).signum() >= 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** A value and its coefficient of variation; the value alone where that is blank or 0. */
    static Node spread(Cells.Row row, Node value, String cvColumn, String path) {
        if (row.number(cvColumn, path).orElse(BigDecimal.ZERO).signum() == 0) {
            return value;
        }
        Node distribution = row.map(cvColumn);
        distribution.put("mean", value);
        // Spreads are 1-2 %: a normal that stays positive, and cheaper to draw than a lognormal.
        distribution.put("distribution", row.computed("normal", cvColumn));
        distribution.put("cv", row.cell(cvColumn));
        return distribution;
    }
}
