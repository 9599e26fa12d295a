/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.event;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.CommandKind;
import org.fabtwin.core.log.RecordHandler;

/**
 * The one JSON form of events: a CloudEvents 1.0 object, structured mode, one line, keys in a fixed order:
 *
 * <pre>
 * {"specversion":"1.0","id":"1:4096","source":"/fabtwin/minifab","type":"org.fabtwin.trackIn","subject":"lot/17",
 *  "simtimeus":"86400000000","datacontenttype":"application/json",
 *  "data":{"lot":17,"timeUs":86400000000,"carrier":20,"step":"18.m2.CCP-trench-etch","tool":"CCP-01","wafers":5,"visit":0}}
 * </pre>
 *
 * <p>{@code id} is {@code epoch:position}, the place in the log; {@code data} has the event's fields in the order of the table
 * with ids as names of the line and codes as names; what is "none" is null. {@code simtimeus} is a string of digits because
 * an integer attribute of CloudEvents has 32 bits; {@code data.timeUs} is the same as a number. {@code time} is there only
 * when the simulated time has a date.
 *
 * <p>Single-threaded. Writes into a buffer that is reused; {@link #bytes()} is valid until the next {@link #encode}.
 */
public final class EventJson {
    private static final byte[] NULL = ascii("null");
    private static final byte[] SIM_TIME = ascii("\",\"simtimeus\":\"");
    private static final byte[] TIME = ascii("\",\"time\":\"");
    private static final byte[] DATA = ascii("\",\"datacontenttype\":\"application/json\",\"data\":{");
    private static final long DAY_US = 86_400_000_000L;

    private final EventTable table = EventTable.table();
    private final HeaderLine line;
    private final Instant origin;
    private final Utf8Text text = new Utf8Text();
    private final byte[][] prefix = new byte[table.mostCode() + 1][];
    private final byte[][] subjectPrefix = new byte[table.mostCode() + 1][];
    private final byte[][][] keys = new byte[table.mostCode() + 1][][];
    private final byte[][][][] codeNames = new byte[table.mostCode() + 1][][][];
    private final Map<IdTable, byte[][]> quotedNames = new EnumMap<>(IdTable.class);
    private final EventField commandKind = table.type("CommandApplied").field("kind");
    private byte[] start;
    private long dayOfPrefix = Long.MIN_VALUE;
    private byte[] datePrefix = new byte[0];

    /**
     * @param line of the log's header.
     * @param epoch of the log, as in its RunInfo record.
     * @param origin the instant that simulated time 0 stands for; null when the simulated time has no date.
     */
    public EventJson(final HeaderLine line, final int epoch, final Instant origin) {
        this.line = line;
        this.origin = origin;
        epoch(epoch);
        final String source = "/fabtwin/"
                + URLEncoder.encode(line.name(), StandardCharsets.UTF_8).replace("+", "%20");
        for (final EventType type : table.types()) {
            prepare(type, source);
        }
        for (final IdTable list : IdTable.values()) {
            quotedNames.put(list, quote(list));
        }
    }

    /** Sets the epoch that the ids of the events to come bear. */
    public void epoch(final int epoch) {
        start = ascii("{\"specversion\":\"1.0\",\"id\":\"" + epoch + ":");
    }

    private void prepare(final EventType type, final String source) {
        final int code = type.code();
        prefix[code] = ascii("\",\"source\":\"" + source + "\",\"type\":\"org.fabtwin." + type.lowerCamelName()
                + "\",\"subject\":\"");
        final EventField subject = type.fields().get(0);
        subjectPrefix[code] = ascii(
                switch (subject.name()) {
                    case "sequence" -> "command/";
                    case "replication" -> "replication/";
                    case "none" -> "log";
                    default -> subject.name() + "/";
                });
        keys[code] = new byte[type.fields().size()][];
        codeNames[code] = new byte[type.fields().size()][][];
        String comma = "";
        for (int i = 0; i < keys[code].length; i++) {
            final EventField field = type.fields().get(i);
            if (field.meaning() == EventField.Meaning.RESERVED) {
                continue;
            }
            keys[code][i] = ascii(comma + "\"" + field.name() + "\":");
            comma = ",";
            if (!field.values().isEmpty()) {
                codeNames[code][i] = new byte[field.values().lastKey() + 1][];
                for (final var value : field.values().entrySet()) {
                    codeNames[code][i][value.getKey()] = ascii("\"" + value.getValue() + "\"");
                }
            }
        }
    }

    private byte[][] quote(final IdTable list) {
        final byte[][] names = new byte[line.size(list)][];
        final Utf8Text quoted = new Utf8Text();
        for (int id = 0; id < names.length; id++) {
            quoted.clear();
            quoted.appendQuoted(line.name(list, id));
            names[id] = Arrays.copyOf(quoted.bytes(), quoted.length());
        }
        return names;
    }

    /**
     * Encodes one record; parameters as in {@link RecordHandler#onRecord}.
     *
     * @return length of the JSON text in bytes, without an end of line; 0 for Padding and for types of a newer schema,
     *     which have no JSON form.
     */
    public int encode(
            final DirectBuffer buffer, final int offset, final int length, final int templateId, final long position) {
        text.clear();
        final EventType type = table.type(templateId);
        if (type == null || "Padding".equals(type.name())) {
            return 0;
        }
        text.append(start).append(position).append(prefix[templateId]);
        appendSubject(type, buffer, offset);
        final long timeUs = buffer.getLong(offset + RecordHandler.TIME_OFFSET, ByteOrder.LITTLE_ENDIAN);
        if (origin != null) {
            text.append(TIME);
            appendDate(timeUs);
        }
        text.append(SIM_TIME).append(timeUs).append(DATA);
        for (int i = 0; i < keys[templateId].length; i++) {
            if (keys[templateId][i] != null) {
                text.append(keys[templateId][i]);
                appendValue(type, i, buffer, offset);
            }
        }
        appendTexts(type, buffer, offset);
        text.append('}').append('}');
        return text.length();
    }

    private void appendSubject(final EventType type, final DirectBuffer buffer, final int offset) {
        final EventField subject = type.fields().get(0);
        text.append(subjectPrefix[type.code()]);
        if ("none".equals(subject.name())) {
            return;
        }
        final int id = (int) subject.longValue(buffer, offset);
        final byte[][] names = quotedNames.get(subject.idTable());
        if (id >= 0 && id < names.length) {
            text.appendInside(names[id]);
        } else {
            text.append(id);
        }
    }

    private void appendValue(final EventType type, final int index, final DirectBuffer buffer, final int offset) {
        final EventField field = type.fields().get(index);
        if (field.encoding() == EventField.Encoding.DOUBLE) {
            text.append(field.doubleValue(buffer, offset));
            return;
        }
        final long value = field.longValue(buffer, offset);
        final byte[][] named = codeNames[type.code()][index];
        if (named != null && value < named.length && named[(int) value] != null) {
            text.append(named[(int) value]);
            return;
        }
        if (value == Long.MAX_VALUE && field.meaning() == EventField.Meaning.US) {
            // No due date.
            text.append(NULL);
            return;
        }
        if (value == -1 && (field.meaning() == EventField.Meaning.ID || field.meaning() == EventField.Meaning.SERIAL)) {
            text.append(NULL);
            return;
        }
        final byte[][] names =
                quotedNames.get(field.name().equals("subject") ? commandTable(buffer, offset) : field.idTable());
        if (value >= 0 && value < names.length) {
            text.append(names[(int) value]);
        } else {
            text.append(value);
        }
    }

    /** What the subject of a command is, by its kind. */
    private IdTable commandTable(final DirectBuffer buffer, final int offset) {
        return commandTable(commandKind.longValue(buffer, offset));
    }

    static IdTable commandTable(final long kind) {
        return switch (CommandKind.get((short) kind)) {
            case SET_PARAMETER -> IdTable.PARAMETER;
            case TOOL_DOWN, TOOL_UP -> IdTable.TOOL;
            case RELEASE_LOTS -> IdTable.ORDER;
            case START_EXCURSION -> IdTable.EXCURSION;
            case END_EXCURSION -> IdTable.CHAMBER;
            default -> IdTable.NONE;
        };
    }

    private void appendTexts(final EventType type, final DirectBuffer buffer, final int offset) {
        if (type.data().isEmpty()) {
            return;
        }
        int at = offset
                + RecordHandler.BLOCK_OFFSET
                + (buffer.getShort(offset + RecordHandler.HEADER_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF);
        for (final EventType.TextField data : type.data()) {
            text.append(',').appendQuoted(data.name()).append(':');
            at += text.appendQuoted(buffer, at);
        }
    }

    private void appendDate(final long timeUs) {
        final long originUs = ChronoUnit.MICROS.between(Instant.EPOCH, origin);
        final long us = originUs + timeUs;
        final long day = Math.floorDiv(us, DAY_US);
        if (day != dayOfPrefix) {
            dayOfPrefix = day;
            datePrefix = ascii(LocalDate.ofEpochDay(day) + "T");
        }
        final long inDay = us - day * DAY_US;
        text.append(datePrefix)
                .appendDigits(inDay / 3_600_000_000L, 2)
                .append(':')
                .appendDigits(inDay / 60_000_000L % 60, 2)
                .append(':')
                .appendDigits(inDay / 1_000_000L % 60, 2)
                .append('.')
                .appendDigits(inDay % 1_000_000L, 6)
                .append('Z');
    }

    /** The text of the last event, from index 0; its length is what {@link #encode} returned. */
    public byte[] bytes() {
        return text.bytes();
    }

    public int length() {
        return text.length();
    }

    /** Writes the text of the last event. */
    public void writeTo(final OutputStream out) throws IOException {
        out.write(text.bytes(), 0, text.length());
    }

    /** Appends the text of the last event. */
    public void writeTo(final Appendable out) throws IOException {
        out.append(text.toString());
    }

    /** The text of the last event. */
    @Override
    public String toString() {
        return text.toString();
    }

    private static byte[] ascii(final String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
