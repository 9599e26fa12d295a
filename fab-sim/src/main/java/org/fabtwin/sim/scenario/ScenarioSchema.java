/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Checks the shape of a scenario's tree against scenario.schema.json: which fields there are, and what kind of value each has. */
final class ScenarioSchema {
    private static final Pattern JSON_NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");

    private final JsonNode text;
    private final Schema schema;

    ScenarioSchema() {
        try (InputStream in = ScenarioSchema.class.getResourceAsStream("scenario.schema.json")) {
            text = new ObjectMapper().readTree(in);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text);
    }

    /** The schema of the whole tree, for walking paths. */
    JsonNode root() {
        return text;
    }

    /** The schema that a node's {@code $ref} names, or the node itself. */
    JsonNode resolve(final JsonNode node) {
        final JsonNode reference = node.get("$ref");
        return reference == null ? node : text.at(reference.asText().substring(1));
    }

    /** Adds a problem for each node that has the wrong shape, and takes the node out of the tree. */
    void check(final Node tree, final Problems problems) {
        final List<Error> errors = schema.validate(toJson(tree));
        final List<NodePath> removed = new ArrayList<>();
        for (final Error error : errors) {
            report(tree, error, problems, removed);
        }
        removed.forEach(path -> remove(tree, path));
    }

    private void report(final Node tree, final Error error, final Problems problems, final List<NodePath> removed) {
        final NodePath location = error.getInstanceLocation();
        final Node node = at(tree, location, location.getNameCount());
        final String path = path(location);
        final JsonNode owner = owner(error);
        if (error.getKeyword().equals("additionalProperties")) {
            final String key = error.getProperty();
            unknownField(node, path, key, owner, problems);
            removed.add(location.append(key));
            return;
        }
        final List<String> known = new ArrayList<>();
        owner.path("enum").forEach(value -> known.add(value.asText()));
        final String expected = owner.path("description").asText("something else");
        if (known.isEmpty() || !node.isText()) {
            problems.add(node, path, expected);
        } else {
            problems.unknown(node, path, expected, known);
        }
        removed.add(location);
    }

    private void unknownField(
            final Node node, final String path, final String key, final JsonNode owner, final Problems problems) {
        final List<String> known = new ArrayList<>();
        owner.path("properties").fieldNames().forEachRemaining(known::add);
        final Position position = node.keyPosition(key);
        final String fullPath = path.isEmpty() ? key : path + "." + key;
        problems.unknown(position, fullPath, key, "one of " + String.join(", ", known), known);
    }

    /** The schema object that holds the keyword which failed. */
    private JsonNode owner(final Error error) {
        final NodePath fragment = error.getSchemaLocation().getFragment();
        JsonNode node = text;
        for (int i = 0; i < fragment.getNameCount() - 1; i++) {
            final Object element = fragment.getElement(i);
            node = element instanceof Integer index ? node.path(index) : node.path(element.toString());
        }
        return node;
    }

    private static Node at(final Node tree, final NodePath path, final int length) {
        Node node = tree;
        for (int i = 0; i < length; i++) {
            final Object element = path.getElement(i);
            node = element instanceof Integer index ? node.items().get(index) : node.get(element.toString());
        }
        return node;
    }

    private static String path(final NodePath location) {
        final StringBuilder path = new StringBuilder();
        for (int i = 0; i < location.getNameCount(); i++) {
            final Object element = location.getElement(i);
            if (element instanceof Integer) {
                path.append('[').append(element).append(']');
            } else {
                path.append(path.length() == 0 ? "" : ".").append(element);
            }
        }
        return path.toString();
    }

    private static void remove(final Node tree, final NodePath path) {
        int length = path.getNameCount();
        // A list without one of its items would be another list: it goes as a whole.
        while (length > 0 && path.getElement(length - 1) instanceof Integer) {
            length--;
        }
        if (length == 0) {
            return;
        }
        Node parent = tree;
        for (int i = 0; i < length - 1 && parent != null; i++) {
            final Object element = path.getElement(i);
            if (element instanceof Integer) {
                return;
            }
            parent = parent.get(element.toString());
        }
        if (parent != null) {
            parent.remove(path.getElement(length - 1).toString());
        }
    }

    /** JSON of a tree: plain scalars that look like a JSON number or truth value become one. */
    static JsonNode toJson(final Node node) {
        final JsonNodeFactory make = JsonNodeFactory.instance;
        switch (node.kind()) {
            case MAP:
                final ObjectNode object = make.objectNode();
                final Iterator<Map.Entry<String, Node>> fields =
                        node.fields().entrySet().iterator();
                while (fields.hasNext()) {
                    final Map.Entry<String, Node> field = fields.next();
                    object.set(field.getKey(), toJson(field.getValue()));
                }
                return object;
            case LIST:
                final ArrayNode array = make.arrayNode();
                node.items().forEach(item -> array.add(toJson(item)));
                return array;
            case NULL:
                return make.nullNode();
            default:
                return scalar(node, make);
        }
    }

    private static JsonNode scalar(final Node node, final JsonNodeFactory make) {
        final String text = node.text();
        if (node.isQuoted()) {
            return make.textNode(text);
        }
        if (text.equals("true") || text.equals("false")) {
            return make.booleanNode(text.equals("true"));
        }
        if (!JSON_NUMBER.matcher(text).matches()) {
            return make.textNode(text);
        }
        // Whole numbers must stay whole: a schema's "integer" asks for it.
        return text.matches("-?[0-9]{1,18}")
                ? make.numberNode(Long.parseLong(text))
                : make.numberNode(new BigDecimal(text));
    }
}
