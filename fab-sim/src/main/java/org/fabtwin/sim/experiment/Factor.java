/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import java.util.ArrayList;
import java.util.List;

/**
 * What a factorial experiment varies: one or several paths of a scenario that take each of some values together.
 *
 * @param name how reports call it.
 * @param paths paths or selectors, as {@code --set} takes them.
 * @param values levels, as {@code --set} takes them; {@link #AS_IT_IS} leaves the scenario alone.
 */
public record Factor(String name, List<String> paths, List<String> values) {
    /** Level that changes nothing. */
    public static final String AS_IT_IS = "-";

    /** Checks that there is something to vary. */
    public Factor {
        paths = List.copyOf(paths);
        values = List.copyOf(values);
        if (values.size() != values.stream().distinct().count()) {
            throw new IllegalArgumentException("the values of " + name + " are not all different: " + values);
        }
    }

    /**
     * From {@code [NAME:]PATH[+PATH...]=VALUE,VALUE...}; commas within brackets or braces belong to a value.
     *
     * @throws IllegalArgumentException that says what is expected.
     */
    public static Factor of(String text) {
        final int equals = text.indexOf('=');
        if (equals < 1 || equals == text.length() - 1) {
            throw new IllegalArgumentException("found " + text + ", expected [NAME:]PATH=VALUE,VALUE...");
        }
        String left = text.substring(0, equals).strip();
        String name = null;
        final int colon = left.indexOf(':');
        if (colon > 0) {
            name = left.substring(0, colon).strip();
            left = left.substring(colon + 1).strip();
        }
        final List<String> paths = new ArrayList<>();
        for (final String path : left.split("\\+", -1)) {
            if (path.isBlank()) {
                throw new IllegalArgumentException("found " + text + ", expected a path before and after each +");
            }
            paths.add(path.strip());
        }
        final List<String> values = values(text.substring(equals + 1));
        if (values.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("found " + text + ", expected a value before and after each comma");
        }
        return new Factor(name == null ? paths.get(0) : name, paths, values);
    }

    private static List<String> values(String text) {
        final List<String> values = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c == '[' || c == '{') {
                depth++;
            } else if (c == ']' || c == '}') {
                depth--;
            } else if (c == ',' && depth == 0) {
                values.add(text.substring(from, i).strip());
                from = i + 1;
            }
        }
        values.add(text.substring(from).strip());
        return values;
    }

    /** Changes that set the factor to a level. */
    public List<String> changes(String value) {
        return value.equals(AS_IT_IS)
                ? List.of()
                : paths.stream().map(path -> path + "=" + value).toList();
    }
}
