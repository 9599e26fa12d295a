/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A node of a scenario's tree: map, list, text or null, each with the place where it was written, so that what is merged from
 * several files still names the right one. Numbers are text until a field says which unit they have. Maps keep their order.
 *
 * <p>A node's mark says where its value comes from (quoted, textbook, estimate, user); null where nothing says it.
 */
public final class Node {
    /** What a node is. */
    public enum Kind {
        MAP,
        LIST,
        TEXT,
        NULL
    }

    private final Kind kind;
    private final Position position;
    private final String text;
    private final boolean quoted;
    private final Map<String, Node> fields = new LinkedHashMap<>();
    private final Map<String, Position> keyPositions = new LinkedHashMap<>();
    private final List<Node> items = new ArrayList<>();
    private String mark;

    private Node(final Kind kind, final String text, final boolean quoted, final Position position) {
        this.kind = kind;
        this.text = text;
        this.quoted = quoted;
        this.position = position;
    }

    public static Node map(final Position position) {
        return new Node(Kind.MAP, "", false, position);
    }

    public static Node list(final Position position) {
        return new Node(Kind.LIST, "", false, position);
    }

    /** A scalar: text, number with or without unit, true or false. */
    public static Node text(final String text, final Position position) {
        return new Node(Kind.TEXT, text, false, position);
    }

    /** A scalar that is text even where it looks like a number. */
    public static Node quoted(final String text, final Position position) {
        return new Node(Kind.TEXT, text, true, position);
    }

    public static Node nothing(final Position position) {
        return new Node(Kind.NULL, "", false, position);
    }

    public Kind kind() {
        return kind;
    }

    public boolean isMap() {
        return kind == Kind.MAP;
    }

    public boolean isList() {
        return kind == Kind.LIST;
    }

    public boolean isText() {
        return kind == Kind.TEXT;
    }

    public boolean isNull() {
        return kind == Kind.NULL;
    }

    public Position position() {
        return position;
    }

    public String text() {
        return text;
    }

    public boolean isQuoted() {
        return quoted;
    }

    /** Where the value comes from, or null. */
    public String mark() {
        return mark;
    }

    public Node mark(final String newMark) {
        mark = newMark;
        return this;
    }

    /** A field of a map, or null. */
    public Node get(final String key) {
        return fields.get(key);
    }

    public boolean has(final String key) {
        return fields.containsKey(key);
    }

    public Set<String> keys() {
        return fields.keySet();
    }

    public Map<String, Node> fields() {
        return fields;
    }

    /** Where the key of a field stands. */
    public Position keyPosition(final String key) {
        return keyPositions.getOrDefault(key, position);
    }

    public List<Node> items() {
        return items;
    }

    /** Puts a field into a map; one that is there is replaced and keeps its place in the order. */
    public Node put(final String key, final Node value) {
        return put(key, value, value.position);
    }

    Node put(final String key, final Node value, final Position keyPosition) {
        fields.put(key, value);
        keyPositions.put(key, keyPosition);
        return this;
    }

    void remove(final String key) {
        fields.remove(key);
        keyPositions.remove(key);
    }

    /** The map under a key, made when it is not there. */
    public Node section(final String key) {
        Node section = fields.get(key);
        if (section == null) {
            section = map(position);
            put(key, section);
        }
        return section;
    }

    /** Adds to a list. */
    public Node add(final Node item) {
        items.add(item);
        return this;
    }

    /** A copy that shares nothing. */
    public Node copy() {
        final Node copy = new Node(kind, text, quoted, position);
        copy.mark = mark;
        fields.forEach((key, value) -> copy.put(key, value.copy(), keyPosition(key)));
        items.forEach(item -> copy.add(item.copy()));
        return copy;
    }

    /** The value as an error shows it. */
    String describe() {
        return switch (kind) {
            case MAP -> "a map";
            case LIST -> "a list";
            case NULL -> "nothing";
            case TEXT -> "'" + text + "'";
        };
    }

    @Override
    public String toString() {
        return switch (kind) {
            case MAP ->
                fields.entrySet().stream()
                        .map(field -> field.getKey() + ": " + field.getValue())
                        .collect(Collectors.joining(", ", "{", "}"));
            case LIST -> items.toString();
            case NULL -> "null";
            case TEXT -> text;
        };
    }
}
