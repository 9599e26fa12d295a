/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.event;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes docs/EVENTS.md from the event table. A test fails when the file is stale. */
public final class EventDocument {
    private static final String INTRODUCTION = """
            # Events

            Generated from `fab-core/src/main/resources/org/fabtwin/core/event/events.xml` by `EventDocument`; don't edit. After
            a change of the table: `mvn -q test -pl fab-sim -am -Dtest=EventDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -Dfab.update=true`.

            Schema id %d, version %d. Everything is little endian. A record is one frame, its length a multiple of 8:

            | bytes | holds |
            | --- | --- |
            | 0..3 | length of the frame, padding included (int32) |
            | 4..11 | SBE header: block length, template id (the code below), schema id, version (uint16 each) |
            | 12.. | the event's fields; offsets below count from here |
            | after the block | texts, each a uint32 length and UTF-8 bytes |

            Every event starts with its subject (int32) and `timeUs` (int64). A record's position is its byte offset in the
            stream. RunInfo and Padding are outside the log's hash.

            Units: **us** microseconds (a time since the scenario's origin, or a duration); **id** index into the compiled
            line of LogHeader, -1 is none; **serial** permanent number of a lot, carrier or wafer, -1 is none; **count** a
            number of things; **code** an enumerated value; **value** a number.

            ## JSON

            One object per event: the attributes of CloudEvents 1.0, keys in this order, and the fields in `data` in the
            order of the tables below.

            | key | holds |
            | --- | --- |
            | `specversion` | `1.0` |
            | `id` | `epoch:position`, the event's place in the log |
            | `source` | `/fabtwin/<line>` |
            | `type` | `org.fabtwin.` and the event's name, first letter in lower case |
            | `subject` | what it is about: `lot/17`, `wafer/402`, `tool/CCP-01`, `chamber/CCP-01/A`, `parameter/<path>`, `command/3` |
            | `time` | date and time; only when the scenario gives its origin a date |
            | `simtimeus` | simulated time, digits in a string (an integer attribute of CloudEvents has 32 bits) |
            | `datacontenttype` | `application/json` |
            | `data` | the fields: ids as names of the line, codes as names, none as null; `timeUs` is a number here |

            """;

    private EventDocument() {}

    /** Regenerates the file named by the first argument. */
    public static void main(final String[] args) throws IOException {
        Files.writeString(Path.of(args[0]), render(EventTable.table()), StandardCharsets.UTF_8);
    }

    /** The document as Markdown. */
    public static String render(final EventTable table) {
        final StringBuilder out = new StringBuilder();
        out.append(String.format(Locale.ROOT, INTRODUCTION, table.schemaId(), table.schemaVersion()));
        out.append("## Overview\n\n| code | event | says | stands for |\n| ---: | --- | --- | --- |\n");
        for (final EventType type : table.types()) {
            out.append("| ")
                    .append(type.code())
                    .append(" | [")
                    .append(type.name())
                    .append("](#");
            out.append(type.name().toLowerCase(Locale.ROOT)).append(") | ").append(type.description());
            out.append(" | ").append(type.transition()).append(" |\n");
        }
        out.append("\n## Fields\n");
        final Map<String, EventField> enums = new LinkedHashMap<>();
        for (final EventType type : table.types()) {
            renderType(out, type, enums);
        }
        out.append("\n## Codes\n");
        for (final EventField field : enums.values()) {
            out.append("\n**").append(field.typeName()).append("**");
            if (!field.typeDescription().isEmpty()) {
                out.append(" (").append(field.typeDescription()).append(')');
            }
            out.append(": ");
            out.append(field.values().entrySet().stream()
                    .map(value -> value.getKey() + " " + value.getValue())
                    .collect(Collectors.joining(", ")));
            out.append("\n");
        }
        return out.toString();
    }

    private static void renderType(final StringBuilder out, final EventType type, final Map<String, EventField> enums) {
        out.append("\n### ")
                .append(type.name())
                .append("\n\nCode ")
                .append(type.code())
                .append(". ");
        out.append(type.description()).append('.');
        if (!type.transition().isEmpty()) {
            out.append(' ').append(type.transition()).append('.');
        }
        out.append("\n\n| offset | field | type | unit | |\n| ---: | --- | --- | --- | --- |\n");
        for (final EventField field : type.fields()) {
            out.append("| ")
                    .append(field.offset())
                    .append(" | ")
                    .append(field.name())
                    .append(" | ");
            out.append(field.encoding().sbeName()).append(" | ");
            out.append(field.meaning().name().toLowerCase(Locale.ROOT)).append(" | ");
            if (!field.values().isEmpty()) {
                enums.putIfAbsent(field.typeName(), field);
                out.append(field.typeName()).append(field.description().isEmpty() ? "" : ": ");
            }
            out.append(field.description()).append(" |\n");
        }
        for (final EventType.TextField data : type.data()) {
            out.append("| after | ").append(data.name()).append(" | text | | ");
            out.append(data.description()).append(" |\n");
        }
    }
}
