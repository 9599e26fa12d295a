/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.event;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.fabtwin.core.log.RecordHandler;

/** A log written by hand, record by record, by names of the event table; records can then be dropped, doubled and altered. */
public final class LogSketch {
    private static final EventTable TABLE = EventTable.table();

    private final List<byte[]> frames = new ArrayList<>();
    private int holeBefore = -1;
    private HeaderLine line;

    /** Adds a record: pairs of field name and value; codes and texts as strings; fields not named are 0. */
    public LogSketch add(final String typeName, final long timeUs, final Object... namesAndValues) {
        return insert(frames.size(), typeName, timeUs, namesAndValues);
    }

    /** Like {@link #add}, before the record with that index. */
    public LogSketch insert(final int index, final String typeName, final long timeUs, final Object... namesAndValues) {
        final EventType type = TABLE.type(typeName);
        final ExpandableArrayBuffer frame = new ExpandableArrayBuffer();
        frame.putShort(RecordHandler.HEADER_OFFSET, (short) type.blockLength(), ByteOrder.LITTLE_ENDIAN);
        frame.putShort(RecordHandler.HEADER_OFFSET + 2, (short) type.code(), ByteOrder.LITTLE_ENDIAN);
        frame.putShort(RecordHandler.HEADER_OFFSET + 4, (short) TABLE.schemaId(), ByteOrder.LITTLE_ENDIAN);
        frame.putShort(RecordHandler.HEADER_OFFSET + 6, (short) TABLE.schemaVersion(), ByteOrder.LITTLE_ENDIAN);
        int end = RecordHandler.BLOCK_OFFSET + type.blockLength();
        for (final EventType.TextField text : type.data()) {
            final byte[] bytes =
                    String.valueOf(valueOf(text.name(), "", namesAndValues)).getBytes(StandardCharsets.UTF_8);
            frame.putInt(end, bytes.length, ByteOrder.LITTLE_ENDIAN);
            frame.putBytes(end + 4, bytes);
            end += 4 + bytes.length;
        }
        final byte[] result = new byte[(end + 7) / 8 * 8];
        frame.putInt(0, result.length, ByteOrder.LITTLE_ENDIAN);
        frame.getBytes(0, result, 0, end);
        frames.add(index, result);
        alter(index, "timeUs", timeUs);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (type.field((String) namesAndValues[i]) != null) {
                alter(index, (String) namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return this;
    }

    private static Object valueOf(final String name, final Object otherwise, final Object... namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i].equals(name)) {
                return namesAndValues[i + 1];
            }
        }
        return otherwise;
    }

    /** Another log with the same records, to be altered on its own. */
    public LogSketch copy() {
        final LogSketch copy = new LogSketch();
        frames.forEach(frame -> copy.frames.add(frame.clone()));
        return copy;
    }

    /** Adds a record that a real log holds. */
    public void addFrame(final DirectBuffer buffer, final int offset, final int length) {
        final byte[] frame = new byte[length];
        buffer.getBytes(offset, frame);
        frames.add(frame);
    }

    /** The line of the log's header. */
    public HeaderLine line() {
        if (line == null) {
            line = HeaderLine.of(new UnsafeBuffer(frames.get(all("LogHeader").get(0))), 0);
        }
        return line;
    }

    /** Indexes of all records of a type. */
    public List<Integer> all(final String typeName) {
        final int code = TABLE.type(typeName).code();
        final List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            if ((frames.get(i)[RecordHandler.HEADER_OFFSET + 2] & 0xFF) == code) {
                indexes.add(i);
            }
        }
        return indexes;
    }

    /** Index of the n-th record (from 0) of a type for which a field has a value. */
    public int find(final String typeName, final String field, final long value, final int n) {
        int left = n;
        for (int i = 0; i < frames.size(); i++) {
            if (type(i).name().equals(typeName)
                    && type(i).field(field).longValue(new UnsafeBuffer(frames.get(i)), 0) == value
                    && left-- == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("no " + typeName + " with " + field + " " + value + " number " + n);
    }

    public EventType type(final int index) {
        return TABLE.type(frames.get(index)[RecordHandler.HEADER_OFFSET + 2] & 0xFF);
    }

    public long value(final int index, final String field) {
        return type(index).field(field).longValue(new UnsafeBuffer(frames.get(index)), 0);
    }

    public int size() {
        return frames.size();
    }

    public LogSketch alter(final int index, final String fieldName, final Object value) {
        final EventField field = type(index).field(fieldName);
        final UnsafeBuffer frame = new UnsafeBuffer(frames.get(index));
        final int at = RecordHandler.BLOCK_OFFSET + field.offset();
        if (field.encoding() == EventField.Encoding.DOUBLE) {
            frame.putDouble(at, ((Number) value).doubleValue(), ByteOrder.LITTLE_ENDIAN);
            return this;
        }
        final long number = value instanceof String name
                ? field.values().entrySet().stream()
                        .filter(entry -> entry.getValue().equals(name))
                        .mapToInt(Map.Entry::getKey)
                        .findFirst()
                        .orElseThrow()
                : ((Number) value).longValue();
        switch (field.encoding().sizeBytes()) {
            case 1 -> frame.putByte(at, (byte) number);
            case 2 -> frame.putShort(at, (short) number, ByteOrder.LITTLE_ENDIAN);
            case 4 -> frame.putInt(at, (int) number, ByteOrder.LITTLE_ENDIAN);
            default -> frame.putLong(at, number, ByteOrder.LITTLE_ENDIAN);
        }
        return this;
    }

    /** Overwrites one byte of a frame. */
    public LogSketch poke(final int index, final int offset, final int value) {
        frames.get(index)[offset] = (byte) value;
        return this;
    }

    public LogSketch drop(final int index) {
        frames.remove(index);
        return this;
    }

    public LogSketch twice(final int index) {
        frames.add(index + 1, frames.get(index).clone());
        return this;
    }

    /** Leaves eight bytes out of the stream before a record. */
    public LogSketch holeBefore(final int index) {
        holeBefore = index;
        return this;
    }

    /** Hands all records to a reader. */
    public void replay(final RecordHandler handler) {
        long position = 0;
        for (int i = 0; i < frames.size(); i++) {
            position += i == holeBefore ? 8 : 0;
            final byte[] frame = frames.get(i);
            // At an offset of its own, so that nobody takes the frame's start for the buffer's.
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[frame.length + 16]);
            buffer.putBytes(16, frame);
            final int code = buffer.getShort(16 + RecordHandler.HEADER_OFFSET + 2, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
            handler.onRecord(buffer, 16, frame.length, code, position);
            position += frame.length;
        }
    }
}
