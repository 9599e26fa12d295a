/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Figures of any size for people: as many decimals as say something. */
public final class FigureNumber {
    private static final int DIGITS = 5;

    private FigureNumber() {}

    /** With about five significant digits, and no fraction of large numbers. */
    public static String text(double value) {
        return text(value, decimals(value));
    }

    /** With the decimals that another figure has, so that the two can be compared. */
    public static String text(double value, int decimals) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%,." + decimals + "f", value) : "-";
    }

    /** Decimals for about five significant digits. */
    public static int decimals(double value) {
        if (!Double.isFinite(value) || value == 0) {
            return 0;
        }
        final BigDecimal rounded = new BigDecimal(value).round(new MathContext(DIGITS, RoundingMode.HALF_EVEN));
        return Math.max(0, Math.min(6, DIGITS - (rounded.precision() - rounded.scale())));
    }

    /** A half width: two significant digits, not fewer decimals than one. */
    public static String precision(double value) {
        if (!Double.isFinite(value)) {
            return "-";
        }
        final BigDecimal rounded = new BigDecimal(value).round(new MathContext(2, RoundingMode.HALF_EVEN));
        return value == 0
                ? "0"
                : String.format(Locale.ROOT, "%,." + Math.max(0, Math.min(6, rounded.scale())) + "f", value);
    }
}
