/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.List;
import java.util.Map;

/**
 * Where values come from. A file says it by {@code mark} fields; here they become the marks of the nodes, each node taking that
 * of its parent where it has none of its own, and leave the tree.
 */
final class Marks {
    static final String USER = "user";
    static final List<String> ALL = List.of("quoted", "textbook", "estimate", USER);

    private static final String FIELD = "mark";
    private static final String REST = "rest";

    private final Problems problems;

    private Marks(final Problems problems) {
        this.problems = problems;
    }

    /** Marks all nodes of a file; {@code inherited} is the mark where the file says nothing. */
    static void spread(final Node tree, final String inherited, final Problems problems) {
        new Marks(problems).spread(tree, "", inherited);
    }

    private void spread(final Node node, final String path, final String inherited) {
        final Node written = node.isMap() ? node.get(FIELD) : null;
        String rest = node.mark() == null ? inherited : node.mark();
        if (written != null) {
            node.remove(FIELD);
            rest = restOf(node, written, path.isEmpty() ? FIELD : path + "." + FIELD, rest);
        }
        node.mark(rest);
        for (final Map.Entry<String, Node> field : node.fields().entrySet()) {
            final Node single = written == null ? null : written.get(field.getKey());
            final String below = single == null ? rest : single.text();
            spread(field.getValue(), path.isEmpty() ? field.getKey() : path + "." + field.getKey(), below);
        }
        for (final Node item : node.items()) {
            spread(item, path, rest);
        }
    }

    private String restOf(final Node owner, final Node written, final String path, final String inherited) {
        if (!written.isMap()) {
            return check(written, path) ? written.text() : inherited;
        }
        String rest = inherited;
        for (final Map.Entry<String, Node> single : written.fields().entrySet()) {
            final String field = single.getKey();
            if (!field.equals(REST) && !owner.has(field)) {
                final String expected = "rest or a field of this map";
                problems.unknown(written.keyPosition(field), path + "." + field, field, expected, owner.keys());
            } else if (check(single.getValue(), path + "." + field) && field.equals(REST)) {
                rest = single.getValue().text();
            }
        }
        return rest;
    }

    private boolean check(final Node mark, final String path) {
        if (mark.isText() && ALL.contains(mark.text())) {
            return true;
        }
        problems.unknown(mark, path, "one of " + String.join(", ", ALL), ALL);
        return false;
    }
}
