/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Writes a tree as YAML that {@link YamlTree} reads back as the same tree, marks included. */
final class YamlText {
    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_./-]*");
    /** Words and quantities that YAML takes as text; null and the truth values are not among them. */
    private static final Pattern PLAIN_TEXT = Pattern.compile(
            "(?!(?i:null|true|false|yes|no|on|off|y|n)$)[A-Za-z][A-Za-z0-9_./-]*|[0-9.]+/?[0-9.]* [A-Za-z0-9/%]+");

    /** What may be a number or a truth value and must not become text; cells of CSV files are text where they are neither. */
    private static final Pattern PLAIN_VALUE =
            Pattern.compile(PLAIN_TEXT.pattern() + "|true|false|-?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");

    private static final int FLOW_WIDTH = 100;

    private final StringBuilder out = new StringBuilder();

    private YamlText() {}

    static String write(final Node tree) {
        final YamlText writer = new YamlText();
        writer.fields(tree, 0, null);
        return writer.out.toString();
    }

    private void fields(final Node map, final int indent, final String inherited) {
        final String rest = mark(map, indent, inherited);
        for (final Map.Entry<String, Node> field : map.fields().entrySet()) {
            final Node value = field.getValue();
            margin(indent);
            out.append(key(field.getKey())).append(':');
            if (value.isMap() && !value.fields().isEmpty()) {
                out.append('\n');
                fields(value, indent + 2, rest);
            } else {
                out.append(' ');
                inline(value, indent + 2);
                out.append('\n');
            }
        }
    }

    /** Writes the marks of a map's scalars where they differ from what is inherited; returns what its children inherit. */
    private String mark(final Node map, final int indent, final String inherited) {
        final Map<String, Integer> counts = new TreeMap<>();
        map.fields().values().forEach(value -> {
            if (!value.isMap() && value.mark() != null) {
                counts.merge(value.mark(), 1, Integer::sum);
            }
        });
        String most = counts.isEmpty() && map.mark() != null ? map.mark() : inherited;
        int best = 0;
        for (final Map.Entry<String, Integer> count : counts.entrySet()) {
            if (count.getValue() > best) {
                most = count.getKey();
                best = count.getValue();
            }
        }
        final StringBuilder single = new StringBuilder();
        for (final Map.Entry<String, Node> field : map.fields().entrySet()) {
            final String own = field.getValue().mark();
            if (!field.getValue().isMap() && own != null && !own.equals(most)) {
                single.append(", ").append(key(field.getKey())).append(": ").append(own);
            }
        }
        if (single.length() > 0) {
            margin(indent);
            out.append("mark: {rest: ").append(most).append(single).append("}\n");
        } else if (most != null && !most.equals(inherited)) {
            margin(indent);
            out.append("mark: ").append(most).append('\n');
        }
        return most;
    }

    private void inline(final Node value, final int indent) {
        switch (value.kind()) {
            case MAP:
                out.append("{}");
                break;
            case NULL:
                out.append("null");
                break;
            case TEXT:
                out.append(scalar(value));
                break;
            default:
                list(value, indent);
        }
    }

    private void list(final Node list, final int indent) {
        int width = indent;
        out.append('[');
        for (int i = 0; i < list.items().size(); i++) {
            if (i > 0) {
                out.append(',');
                if (width > FLOW_WIDTH) {
                    out.append('\n');
                    margin(indent);
                    width = indent;
                } else {
                    out.append(' ');
                }
            }
            final int before = out.length();
            inline(list.items().get(i), indent);
            width += out.length() - before + 2;
        }
        out.append(']');
    }

    private void margin(final int indent) {
        out.append(" ".repeat(indent));
    }

    private static String key(final String key) {
        return PLAIN_KEY.matcher(key).matches() ? key : quote(key);
    }

    private static String scalar(final Node value) {
        final String text = value.text();
        final Pattern plain = value.isQuoted() ? PLAIN_TEXT : PLAIN_VALUE;
        return plain.matcher(text).matches() ? text : quote(text);
    }

    private static String quote(final String text) {
        final StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        quoted.append(String.format(java.util.Locale.ROOT, "\\x%02x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
