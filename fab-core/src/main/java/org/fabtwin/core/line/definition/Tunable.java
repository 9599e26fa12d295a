/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line.definition;

/**
 * A number that an engineer can change: one row of the parameter table.
 *
 * @param path scenario path, for example {@code tools.CCP.breakdown.mtbf}; two tunables of one path are one parameter.
 * @param unit unit in which people write it, empty for a plain number.
 * @param factor one unit in the twin's own terms: times are microseconds there, shares and counts plain numbers.
 * @param value value in the twin's own terms.
 * @param minimum smallest value allowed, same terms.
 * @param maximum largest value allowed, same terms.
 * @param source where the default comes from: quoted, textbook, estimate, user.
 * @param live whether a running twin accepts a change; what sizes arrays is not live.
 */
public record Tunable(
        String path,
        String unit,
        double factor,
        double value,
        double minimum,
        double maximum,
        String source,
        boolean live) {

    /** A live plain number from 0 up. */
    public static Tunable number(String path, double value) {
        return new Tunable(path, "", 1, value, 0, Double.MAX_VALUE, "user", true);
    }

    /** A live share from 0 to 1. */
    public static Tunable share(String path, double value) {
        return new Tunable(path, "", 1, value, 0, 1, "user", true);
    }

    /** A live time; {@code unit} is one of us, ms, s, min, h, d. */
    public static Tunable time(String path, String unit, double value) {
        double factor = microseconds(unit);
        return new Tunable(path, unit, factor, value * factor, 0, 1e18, "user", true);
    }

    /** Microseconds of one unit of time. */
    public static double microseconds(String unit) {
        return switch (unit) {
            case "us" -> 1;
            case "ms" -> 1e3;
            case "s" -> 1e6;
            case "min" -> 60e6;
            case "h" -> 3600e6;
            case "d" -> 86400e6;
            default ->
                throw new IllegalArgumentException("unit of time expected (us, ms, s, min, h, d), found " + unit);
        };
    }
}
