/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.live;

/** How people write a speed of the line. Stateless. */
public final class Speed {
    /** What {@link #parse} takes. */
    public static final String EXPECTED = "simulated seconds a second, more than 0 and at most 1e12, or max";

    private static final double MOST = 1e12;
    public static final String MAX = "max";

    private Speed() {}

    /** Simulated seconds a second; infinite: as fast as it goes; NaN where it is none. */
    public static double parse(String text) {
        if (text.equals(MAX)) {
            return Double.POSITIVE_INFINITY;
        }
        try {
            final double number = Double.parseDouble(text);
            return number > 0 && number <= MOST ? number : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
