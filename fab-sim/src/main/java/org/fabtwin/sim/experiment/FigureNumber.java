/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Figures of any size for people: as many decimals as say something. */
public final class FigureNumber {
    private static final int DIGITS = 5;
    private static final int MOST_DECIMALS = 6;

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
        return Math.max(0, Math.min(MOST_DECIMALS, DIGITS - (rounded.precision() - rounded.scale())));
    }

    /** A share as a percentage without superfluous digits: {@code 99.9 %}. */
    public static String percent(double share) {
        final BigDecimal percent =
                new BigDecimal(100 * share).round(new MathContext(DIGITS + 1, RoundingMode.HALF_EVEN));
        return percent.stripTrailingZeros().toPlainString() + " %";
    }

    /** A half width: two significant digits, and no fraction of large numbers. */
    public static String precision(double value) {
        return text(value, precisionDecimals(value));
    }

    /** Decimals of a half width; what it belongs to may have the same. */
    public static int precisionDecimals(double value) {
        if (!Double.isFinite(value) || value == 0) {
            return 0;
        }
        final BigDecimal rounded = new BigDecimal(value).round(new MathContext(2, RoundingMode.HALF_EVEN));
        return Math.max(0, Math.min(MOST_DECIMALS, 2 - (rounded.precision() - rounded.scale())));
    }
}
