/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.report;

import java.util.Arrays;
import java.util.Locale;
import org.fabtwin.core.line.DieGrid;

/** A wafer map in letters, for a terminal; the notch is below. */
public final class MapText {
    private MapText() {}

    /** Lines of text, each with its end. */
    public static String draw(final WaferMap map) {
        final DieGrid grid = map.grid();
        int left = Integer.MAX_VALUE;
        int right = Integer.MIN_VALUE;
        int bottom = Integer.MAX_VALUE;
        int top = Integer.MIN_VALUE;
        for (int die = 0; die < grid.size(); die++) {
            left = Math.min(left, grid.column(die));
            right = Math.max(right, grid.column(die));
            bottom = Math.min(bottom, grid.row(die));
            top = Math.max(top, grid.row(die));
        }
        final char[][] lines = new char[top - bottom + 1][2 * (right - left) + 1];
        for (final char[] line : lines) {
            Arrays.fill(line, ' ');
        }
        for (int die = 0; die < grid.size(); die++) {
            lines[top - grid.row(die)][2 * (grid.column(die) - left)] =
                    map.letters().charAt(die);
        }
        final StringBuilder text = new StringBuilder();
        text.append(map.title())
                .append(String.format(Locale.ROOT, ": yield %.1f %% of %d dies%n%n", map.yieldPercent(), grid.size()));
        for (final char[] line : lines) {
            text.append("  ").append(new String(line).stripTrailing()).append(System.lineSeparator());
        }
        text.append(System.lineSeparator());
        for (final char letter : map.kinds().toCharArray()) {
            text.append(String.format(Locale.ROOT, "  %c  %5d  %s%n", letter, map.count(letter), map.meaning(letter)));
        }
        return text.toString();
    }
}
