/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import org.fabtwin.sim.scenario.Quantity;
import org.fabtwin.sim.scenario.Unit;

/**
 * What a figure is measured in and which way it gets better, told from its path (docs/FIGURES.md).
 *
 * @param name {@code d}, {@code h}, {@code %}, {@code lots}, {@code wafers}; empty for counts and ratios.
 * @param better -1: less is better; 1: more is better; 0: neither.
 */
public record FigureUnit(String name, int better) {
    /** Of a figure by its path. */
    public static FigureUnit of(String path) {
        final String last = path.substring(path.lastIndexOf('.') + 1);
        if (path.contains(".cycleTimeDays.")) {
            return new FigureUnit("d", -1);
        }
        if (path.startsWith("wip.lots.")) {
            return new FigureUnit("lots", -1);
        }
        if (path.contains(".loss.")) {
            return new FigureUnit("%", -1);
        }
        if (path.startsWith("wip.")) {
            return new FigureUnit("wafers", -1);
        }
        return switch (last) {
            case "simulatedDays" -> new FigureUnit("d", 0);
            case "meanWaitHours" -> new FigureUnit("h", -1);
            case "onTimePercent", "availability", "yieldPercent" -> new FigureUnit("%", 1);
            case "utilisation" -> new FigureUnit("%", 0);
            case "breakdown", "pm", "setup" -> new FigureUnit("%", -1);
            case "waferStarts", "finished" -> new FigureUnit("wafers", 1);
            case "completed" -> new FigureUnit("lots", 1);
            case "flowFactor", "breached" -> new FigureUnit("", -1);
            case "waferSteps", "lotSteps", "waferStepsDone", "goodDiesPerDay" -> new FigureUnit("", 1);
            default -> new FigureUnit("", 0);
        };
    }

    /**
     * A quantity in this unit; a plain number is in it already.
     *
     * @throws IllegalArgumentException in words for the user, for a unit of something else.
     */
    double number(Quantity quantity, String text) {
        if (quantity.unit() == Unit.ONE || quantity.unit().name().equals(name)) {
            return quantity.number();
        }
        final Unit own = Unit.of(name);
        if (name.isEmpty() || quantity.unit().isPlain() || !own.isSameDimension(quantity.unit())) {
            throw new IllegalArgumentException(
                    "'" + text + "': the figure is " + (name.isEmpty() ? "a plain number" : "in " + name) + ", not in "
                            + quantity.unit().name());
        }
        return quantity.value() / own.factor();
    }
}
