/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.event;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.fabtwin.core.log.RecordHandler;

/**
 * Events for people, one line each: day and time of day, type, subject, fields.
 *
 * <pre>
 *    1d 04:30:00.000000  TrackIn              lot=17 carrier=20 step=18.m2.CCP-trench-etch tool=CCP-01 wafers=5 visit=0
 * </pre>
 *
 * Durations are in seconds; "none" is a dash; long texts are named by their length.
 *
 * <p>Single-threaded.
 */
public final class EventText {
    private static final int LONGEST_TEXT = 60;

    private final EventTable table = EventTable.table();
    private final HeaderLine line;

    public EventText(final HeaderLine line) {
        this.line = line;
    }

    /** Appends one line, without its end; nothing for Padding and for types of a newer schema. */
    public void write(
            final Appendable out, final DirectBuffer buffer, final int offset, final int length, final int templateId)
            throws IOException {
        final EventType type = table.type(templateId);
        if (type == null || "Padding".equals(type.name())) {
            return;
        }
        writeTime(out, buffer.getLong(offset + RecordHandler.TIME_OFFSET, ByteOrder.LITTLE_ENDIAN));
        out.append("  ").append(type.name());
        for (int i = type.name().length(); i < 20; i++) {
            out.append(' ');
        }
        for (final EventField field : type.fields()) {
            if (field.meaning() != EventField.Meaning.RESERVED && !field.name().equals("timeUs")) {
                out.append(' ');
                writeField(out, type, field, buffer, offset);
            }
        }
        int at = offset
                + RecordHandler.BLOCK_OFFSET
                + (buffer.getShort(offset + RecordHandler.HEADER_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF);
        for (final EventType.TextField data : type.data()) {
            final int textLength = buffer.getInt(at, ByteOrder.LITTLE_ENDIAN);
            out.append(' ').append(data.name()).append('=');
            if (textLength > LONGEST_TEXT) {
                out.append('(').append(Integer.toString(textLength)).append(" bytes)");
            } else {
                final byte[] bytes = new byte[textLength];
                buffer.getBytes(at + 4, bytes);
                out.append(new String(bytes, StandardCharsets.UTF_8).replace("\n", "\\n"));
            }
            at += 4 + textLength;
        }
    }

    private void writeField(
            final Appendable out,
            final EventType type,
            final EventField field,
            final DirectBuffer buffer,
            final int offset)
            throws IOException {
        final boolean isUs = field.meaning() == EventField.Meaning.US;
        out.append(isUs ? field.name().replaceFirst("Us$", "") : field.name()).append('=');
        if (field.encoding() == EventField.Encoding.DOUBLE) {
            out.append(NumberOutput.toString(field.doubleValue(buffer, offset), true));
            return;
        }
        final long value = field.longValue(buffer, offset);
        if (isUs && value == Long.MAX_VALUE) {
            out.append('-');
        } else if (isUs && field.typeName().equals("TimeUs")) {
            writeTime(out, value);
        } else if (isUs) {
            out.append(Long.toString(value / 1_000_000)).append('.');
            writeDigits(out, Math.abs(value % 1_000_000), 6);
            out.append('s');
        } else if (field.values().containsKey((int) value)) {
            out.append(field.values().get((int) value));
        } else if (value == -1) {
            out.append('-');
        } else {
            final EventField kind = field.name().equals("subject") ? type.field("kind") : null;
            final IdTable list =
                    kind == null ? field.idTable() : EventJson.commandTable(kind.longValue(buffer, offset));
            out.append(list == IdTable.NONE ? Long.toString(value) : line.name(list, (int) value));
        }
    }

    /** Days, hours, minutes, seconds of a simulated time. */
    public static void writeTime(final Appendable out, final long timeUs) throws IOException {
        final long seconds = Math.floorDiv(timeUs, 1_000_000L);
        final long days = Math.floorDiv(seconds, 86_400L);
        final String day = Long.toString(days);
        for (int i = day.length(); i < 4; i++) {
            out.append(' ');
        }
        out.append(day).append("d ");
        writeDigits(out, Math.floorMod(seconds, 86_400L) / 3600, 2);
        out.append(':');
        writeDigits(out, Math.floorMod(seconds, 3600L) / 60, 2);
        out.append(':');
        writeDigits(out, Math.floorMod(seconds, 60L), 2);
        out.append('.');
        writeDigits(out, Math.floorMod(timeUs, 1_000_000L), 6);
    }

    private static void writeDigits(final Appendable out, final long value, final int digits) throws IOException {
        final String text = Long.toString(value);
        for (int i = text.length(); i < digits; i++) {
            out.append('0');
        }
        out.append(text);
    }
}
