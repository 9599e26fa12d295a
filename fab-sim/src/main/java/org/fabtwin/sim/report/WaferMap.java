/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.report;

import java.util.List;
import org.fabtwin.core.line.DieGrid;

/**
 * The map of a tested wafer.
 *
 * @param wafer serial.
 * @param letters one for each die of the grid, as WaferTested has them.
 * @param bins names of the bins 1, 2, ... of good dies.
 */
public record WaferMap(int wafer, int lot, String product, DieGrid grid, String letters, List<String> bins) {
    public WaferMap {
        if (letters.length() != grid.size()) {
            throw new IllegalArgumentException(
                    "a map of " + letters.length() + " letters for " + grid.size() + " dies");
        }
    }

    /** Whether a letter is that of a good die. */
    static boolean isGood(final char letter) {
        return letter >= '1' && letter <= '9' || letter == 'H';
    }

    /** What a letter means. */
    String meaning(final char letter) {
        return switch (letter) {
            case 'S' -> "systematic loss";
            case 'P' -> "parametric loss";
            case 'R' -> "random loss";
            case 'H' -> "good, harvested";
            default -> {
                final int bin = letter - '1';
                yield bin >= 0 && bin < bins.size() ? "good, bin " + bins.get(bin) : "good";
            }
        };
    }

    int count(final char letter) {
        return (int) letters.chars().filter(c -> c == letter).count();
    }

    /** Letters that the map has, good ones first. */
    String kinds() {
        final StringBuilder kinds = new StringBuilder();
        for (final char letter : "123456789HSPR".toCharArray()) {
            if (letters.indexOf(letter) >= 0) {
                kinds.append(letter);
            }
        }
        return kinds.toString();
    }

    double yieldPercent() {
        return 100.0 * letters.chars().filter(c -> isGood((char) c)).count() / letters.length();
    }

    /** Wafer, lot and product. */
    public String title() {
        return "wafer " + wafer + ", lot " + lot + ", " + product;
    }
}
