/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fabtwin.sim.scenario.Quantity;
import org.fabtwin.sim.statistics.Estimate;

/**
 * How precisely a figure is wanted: {@code classes.Lot_3.cycleTimeDays.mean +-1%}, {@code ... +-0.3 d}.
 *
 * @param figure its path.
 * @param halfWidth of the interval at the most: a share of the mean, or in the figure's own unit.
 * @param isRelative which of the two.
 * @param text as somebody wrote it.
 */
public record Precision(String figure, double halfWidth, boolean isRelative, String text) {
    private static final Pattern FORM = Pattern.compile("\\s*(\\S+?)\\s*(?:\\+-|\\+/-|\u00b1)\\s*(.+?)\\s*");

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException in words for the user, when it is none.
     */
    public static Precision of(String text) {
        final String expected = "'" + text + "': expected a figure and its precision, such as "
                + "'classes.Lot_3.cycleTimeDays.mean +-1%' or '... +-0.3 d'";
        final Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(expected);
        }
        final String figure = form.group(1);
        final Quantity wanted = Quantity.of(form.group(2));
        if (wanted == null || !(wanted.number() > 0)) {
            throw new IllegalArgumentException(expected);
        }
        if (wanted.unit().name().equals("%")) {
            return new Precision(figure, wanted.value(), true, text.strip());
        }
        return new Precision(figure, FigureUnit.of(figure).number(wanted, text), false, text.strip());
    }

    /** How many times as many replications are needed, roughly; 1 when it is met, infinite when nothing is known yet. */
    double shortOf(Estimate estimate, double reference) {
        final double most = isRelative ? halfWidth * Math.abs(reference) : halfWidth;
        final double ratio = estimate.halfWidth() / most;
        return Double.isNaN(ratio) ? Double.POSITIVE_INFINITY : Math.max(1, ratio * ratio);
    }

    /** The precision reached, in the form in which it was asked for. */
    String reached(Estimate estimate, double reference) {
        if (Double.isNaN(estimate.halfWidth())) {
            return "not known yet";
        }
        return isRelative
                ? String.format(Locale.ROOT, "+-%.2f%%", 100 * estimate.halfWidth() / Math.abs(reference))
                : String.format(
                                Locale.ROOT,
                                "+-%.3g %s",
                                estimate.halfWidth(),
                                FigureUnit.of(figure).name())
                        .strip();
    }
}
