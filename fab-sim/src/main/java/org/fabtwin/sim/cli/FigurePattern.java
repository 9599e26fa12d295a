/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.util.regex.Pattern;

/** Paths of figures with {@code *} for anything. */
final class FigurePattern {
    private FigurePattern() {}

    static boolean matches(String pattern, String figure) {
        return Pattern.matches(("\\Q" + pattern + "\\E").replace("*", "\\E.*\\Q"), figure);
    }
}
