/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A pattern over names: {@code *} stands for any characters, {@code ?} for one; dots mean nothing special. */
public final class Selector {
    private final String pattern;

    public Selector(final String pattern) {
        this.pattern = pattern;
    }

    /** Whether a key is a pattern and not a name. */
    public static boolean isPattern(final String key) {
        return key.indexOf('*') >= 0 || key.indexOf('?') >= 0;
    }

    public boolean matches(final String name) {
        return matches(0, name, 0);
    }

    /** The names that match, in their order. */
    public List<String> among(final Collection<String> names) {
        final List<String> matching = new ArrayList<>();
        for (final String name : names) {
            if (matches(name)) {
                matching.add(name);
            }
        }
        return matching;
    }

    /** Number of literal characters: of two patterns that match a name the one with more wins. */
    public int specificity() {
        return (int) pattern.chars().filter(c -> c != '*' && c != '?').count();
    }

    private boolean matches(final int from, final String name, final int at) {
        int p = from;
        int n = at;
        while (p < pattern.length()) {
            final char c = pattern.charAt(p);
            if (c == '*') {
                for (int rest = n; rest <= name.length(); rest++) {
                    if (matches(p + 1, name, rest)) {
                        return true;
                    }
                }
                return false;
            }
            if (n == name.length() || c != '?' && c != name.charAt(n)) {
                return false;
            }
            p++;
            n++;
        }
        return n == name.length();
    }
}
