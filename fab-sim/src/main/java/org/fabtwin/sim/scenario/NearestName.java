/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.Collection;

/** The known name that a misspelt one most likely means. */
public final class NearestName {
    private NearestName() {}

    /** The nearest of the known names, the first of equals; empty when none is near. */
    public static String of(final String name, final Collection<String> known) {
        String nearest = "";
        int least = Math.max(2, name.length() / 3) + 1;
        for (final String candidate : known) {
            final int distance = distance(name, candidate);
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /**
     * Edits (insert, delete, replace, swap of neighbours) between two names; a difference in case alone costs nothing, so that
     * {@code ccp} finds {@code CCP} among many short names.
     */
    public static int distance(final String a, final String b) {
        final int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            edits[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            edits[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                final int replace = edits[i - 1][j - 1] + (isSame(a.charAt(i - 1), b.charAt(j - 1)) ? 0 : 1);
                int least = Math.min(replace, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
                if (i > 1
                        && j > 1
                        && isSame(a.charAt(i - 1), b.charAt(j - 2))
                        && isSame(a.charAt(i - 2), b.charAt(j - 1))) {
                    least = Math.min(least, edits[i - 2][j - 2] + 1);
                }
                edits[i][j] = least;
            }
        }
        return edits[a.length()][b.length()];
    }

    private static boolean isSame(final char a, final char b) {
        return Character.toLowerCase(a) == Character.toLowerCase(b);
    }
}
