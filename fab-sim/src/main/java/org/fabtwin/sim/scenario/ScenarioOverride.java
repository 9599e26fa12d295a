/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code --set path=value}: a file of one line, laid over the scenario like any other. */
final class ScenarioOverride {
    private final ScenarioSchema schema;
    private final Node tree;

    private ScenarioOverride(final ScenarioSchema schema, final Node tree) {
        this.schema = schema;
        this.tree = tree;
    }

    /** The layer that an override stands for; empty, with a problem, when it is none. */
    static Node layer(final String override, final ScenarioSchema schema, final Node tree, final Problems problems) {
        final Position position = new Position("--set " + override, 0, 0);
        final Node layer = Node.map(position).mark(Marks.USER);
        final int equals = override.indexOf('=');
        if (equals < 1) {
            problems.add(new Problem(position, "", "'" + override + "'", "path=value", ""));
            return layer;
        }
        final String path = override.substring(0, equals).strip();
        final ScenarioOverride walker = new ScenarioOverride(schema, tree);
        final List<String> keys = walker.split(path, schema.root(), tree);
        if (keys == null) {
            problems.unknown(position, path, path, "the path of a parameter (fab params lists them)", leaves(tree));
            return layer;
        }
        Node map = layer;
        for (final String key : keys.subList(0, keys.size() - 1)) {
            map = map.section(key);
            map.mark(Marks.USER);
        }
        map.put(keys.get(keys.size() - 1), walker.value(override.substring(equals + 1), position, keys, problems));
        return layer;
    }

    /** The value, read as YAML; a bare number gets the unit that the parameter has now. */
    private Node value(final String text, final Position position, final List<String> keys, final Problems problems) {
        final Node parsed = YamlTree.read(position.file(), "value: " + text.strip(), problems)
                .get("value");
        if (parsed == null) {
            return Node.nothing(position);
        }
        final Quantity bare = parsed.isText() ? Quantity.of(parsed.text()) : null;
        if (bare != null && bare.unit() == Unit.ONE) {
            final String unit = unit(keys);
            return Node.text(unit.isEmpty() ? parsed.text() : parsed.text() + " " + unit, position)
                    .mark(Marks.USER);
        }
        return moved(parsed, position);
    }

    private String unit(final List<String> keys) {
        Node node = tree;
        for (final String key : keys) {
            node = node == null ? null : node.get(key);
        }
        if (node != null && node.isMap()) {
            node = node.get("mean");
        }
        final Quantity now = node == null ? null : Quantity.of(node.text());
        return now == null ? "" : now.unit().name();
    }

    private static Node moved(final Node node, final Position position) {
        final Node moved =
                switch (node.kind()) {
                    case MAP -> Node.map(position);
                    case LIST -> Node.list(position);
                    case NULL -> Node.nothing(position);
                    case TEXT ->
                        node.isQuoted() ? Node.quoted(node.text(), position) : Node.text(node.text(), position);
                };
        node.fields().forEach((key, value) -> moved.put(key, moved(value, position)));
        node.items().forEach(item -> moved.add(moved(item, position)));
        return moved.mark(Marks.USER);
    }

    /**
     * The keys of a path. Fields have no dots, names of entries may: an entry that is there wins, else the shortest name
     * behind which a field follows. Null when there is no such path.
     */
    private List<String> split(final String path, final JsonNode shape, final Node at) {
        final JsonNode here = schema.resolve(shape);
        final JsonNode entry = here.path("additionalProperties");
        final JsonNode properties = here.path("properties");
        final List<Integer> ends = ends(path);
        if (entry.isObject() && at != null) {
            // Longest first: of CCP and CCP.x, both there, the path CCP.x.count means the second.
            for (int i = ends.size() - 1; i >= 0; i--) {
                final String name = path.substring(0, ends.get(i));
                final List<String> keys = at.has(name) ? step(path, name, entry, at) : null;
                if (keys != null) {
                    return keys;
                }
            }
        }
        for (final int end : ends) {
            final String name = path.substring(0, end);
            final JsonNode field = properties.has(name) ? properties.get(name) : entry;
            final boolean wholeEntry = end == path.length() && !properties.has(name) && !takesValue(field);
            final List<String> keys = field.isObject() && !wholeEntry ? step(path, name, field, at) : null;
            if (keys != null) {
                return keys;
            }
        }
        return null;
    }

    /** Whether an entry is a value itself: a criterion list, a stage's time. */
    private boolean takesValue(final JsonNode entry) {
        final JsonNode type = schema.resolve(entry).path("type");
        return type.toString().matches(".*\"(string|number|integer|array)\".*");
    }

    private List<String> step(final String path, final String name, final JsonNode shape, final Node at) {
        final List<String> keys = new ArrayList<>();
        keys.add(name);
        if (name.length() == path.length()) {
            return keys;
        }
        final List<String> rest = split(path.substring(name.length() + 1), shape, at == null ? null : at.get(name));
        if (rest == null) {
            return null;
        }
        keys.addAll(rest);
        return keys;
    }

    private static List<Integer> ends(final String path) {
        final List<Integer> ends = new ArrayList<>();
        for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
            ends.add(dot);
        }
        ends.add(path.length());
        return ends;
    }

    /** Paths of all values of a tree, without the {@code mean} of distributions. */
    static List<String> leaves(final Node tree) {
        final List<String> paths = new ArrayList<>();
        leaves(tree, "", paths);
        return paths;
    }

    private static void leaves(final Node node, final String path, final List<String> paths) {
        for (final Map.Entry<String, Node> field : node.fields().entrySet()) {
            final String below = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            if (field.getValue().isMap()) {
                leaves(field.getValue(), below, paths);
            } else {
                paths.add(field.getKey().equals("mean") && !path.equals("transport") ? path : below);
            }
        }
    }
}
