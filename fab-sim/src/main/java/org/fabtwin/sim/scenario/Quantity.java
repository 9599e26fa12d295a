/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number with its unit as people write it: {@code 4 h}, {@code 0.25 /cm2}, {@code 2 %}, {@code 10080/51 min}.
 *
 * @param number in the unit.
 * @param unit {@link Unit#ONE} where none is written.
 */
public record Quantity(double number, Unit unit) {
    private static final String NUMBER = "[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?";
    private static final Pattern FORM =
            Pattern.compile("\\s*(" + NUMBER + ")(?:\\s*/\\s*(" + NUMBER + "))?\\s*([/%A-Za-z][/%A-Za-z0-9]*)?\\s*");

    /** The quantity that a text says, null when it is none. */
    public static Quantity of(final String text) {
        final Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return null;
        }
        final Unit unit = form.group(3) == null ? Unit.ONE : Unit.of(form.group(3));
        double number = Double.parseDouble(form.group(1));
        if (form.group(2) != null) {
            number /= Double.parseDouble(form.group(2));
        }
        return unit == null || !Double.isFinite(number) ? null : new Quantity(number, unit);
    }

    /** In the twin's own units. */
    public double value() {
        return number * unit.factor();
    }
}
