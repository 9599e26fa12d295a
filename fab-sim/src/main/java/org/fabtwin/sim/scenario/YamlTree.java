/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Reads YAML into a tree that knows where everything stands. Scalars stay as they are written: no value turns into a number,
 * a date or a truth value before a field asks for one. Anchors, aliases and several documents are refused.
 */
public final class YamlTree {
    private static final YAMLFactory YAML = new YAMLFactory();

    private final String file;
    private final Problems problems;
    private final YAMLParser parser;

    private YamlTree(final String file, final YAMLParser parser, final Problems problems) {
        this.file = file;
        this.parser = parser;
        this.problems = problems;
    }

    /** The tree of a text; an empty map when it is empty or is not YAML (which is then among the problems). */
    public static Node read(final String file, final String text, final Problems problems) {
        final Position start = new Position(file, 1, 1);
        try (YAMLParser parser = YAML.createParser(text)) {
            final YamlTree reader = new YamlTree(file, parser, problems);
            if (parser.nextToken() == null) {
                return Node.map(start);
            }
            final Node tree = reader.node("");
            if (parser.nextToken() != null) {
                problems.add(
                        new Problem(reader.position(), "", "a second document ('---')", "one document in a file", ""));
            }
            if (!tree.isMap()) {
                problems.addFatal(new Problem(
                        tree.position(), "", tree.describe(), "a map of sections (line, products, tools, ...)", ""));
                return Node.map(start);
            }
            return tree;
        } catch (final JsonProcessingException e) {
            problems.addFatal(new Problem(place(file, e), "", "'" + firstLines(e) + "'", "YAML", ""));
            return Node.map(start);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Node node(final String path) throws IOException {
        final Position position = position();
        if (parser.isCurrentAlias() || parser.getObjectId() != null) {
            problems.addFatal(new Problem(
                    position,
                    path,
                    parser.isCurrentAlias() ? "alias *" + parser.getText() : "anchor &" + parser.getObjectId(),
                    "no anchors and aliases (a selector reaches many things at once)",
                    ""));
        }
        final JsonToken token = parser.currentToken();
        switch (token) {
            case START_OBJECT:
                return map(path, position);
            case START_ARRAY:
                final Node list = Node.list(position);
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(node(path + "[" + list.items().size() + "]"));
                }
                return list;
            case VALUE_NULL:
                return Node.nothing(position);
            case VALUE_STRING:
                return Node.quoted(parser.getText(), position);
            default:
                return Node.text(parser.getText(), position);
        }
    }

    private Node map(final String path, final Position position) throws IOException {
        final Node map = Node.map(position);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            final String key = parser.currentName();
            final Position keyPosition = position();
            final String childPath = path.isEmpty() ? key : path + "." + key;
            parser.nextToken();
            final Node child = node(childPath);
            if (map.has(key)) {
                problems.add(new Problem(
                        keyPosition,
                        childPath,
                        "'" + key + "' again",
                        "each key once (first in line " + map.keyPosition(key).line() + ")",
                        ""));
            } else {
                map.put(key, child, keyPosition);
            }
        }
        return map;
    }

    private Position position() {
        final JsonLocation at = parser.currentTokenLocation();
        return new Position(file, at.getLineNr(), at.getColumnNr());
    }

    private static Position place(final String file, final JsonProcessingException e) {
        final JsonLocation at = e.getLocation();
        return at == null ? new Position(file, 1, 1) : new Position(file, at.getLineNr(), at.getColumnNr());
    }

    /** The parser's message without the excerpts that it draws over several lines. */
    private static String firstLines(final JsonProcessingException e) {
        final StringBuilder text = new StringBuilder();
        for (final String line : e.getOriginalMessage().split("\n")) {
            if (!line.startsWith(" ")) {
                text.append(text.length() == 0 ? "" : "; ").append(line.strip());
            }
        }
        return text.toString();
    }
}
