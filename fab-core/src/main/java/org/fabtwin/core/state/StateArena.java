/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.state;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Owner of all mutable state of one twin: every column is made here, in the same order for the same line, so a snapshot
 * is a bulk copy and a fork is a copy that goes on. Single-threaded: the twin's thread only.
 *
 * <p>Snapshot form, little endian: magic, format version, column count; per column its name, kind, length and values;
 * CRC32C of all before it.
 */
public final class StateArena {
    private static final int MAGIC = 0x50414e53;
    private static final int FORMAT_VERSION = 1;
    private static final int CHUNK_BYTES = 1 << 16;

    private final List<Object> columns = new ArrayList<>();

    /** Makes a column of ints, all {@code initial}. */
    public IntColumn ints(String name, int capacity, int initial) {
        IntColumn column = new IntColumn(name, capacity, initial);
        columns.add(column);
        return column;
    }

    /** Makes a column of longs, all {@code initial}. */
    public LongColumn longs(String name, int capacity, long initial) {
        LongColumn column = new LongColumn(name, capacity, initial);
        columns.add(column);
        return column;
    }

    /** Makes a column of doubles, all {@code initial}. */
    public DoubleColumn doubles(String name, int capacity, double initial) {
        DoubleColumn column = new DoubleColumn(name, capacity, initial);
        columns.add(column);
        return column;
    }

    public int columnCount() {
        return columns.size();
    }

    /** Bytes of all columns together, without object headers. */
    public long stateBytes() {
        long bytes = 0;
        for (Object column : columns) {
            bytes += column instanceof IntColumn ints ? 4L * ints.capacity() : 8L * length(column);
        }
        return bytes;
    }

    /** Copies all values of an arena of the same line: what a fork does. Allocates where lengths differ. */
    public void copyFrom(StateArena other) {
        if (other.columns.size() != columns.size()) {
            throw new IllegalArgumentException(
                    "arenas of different lines: " + columns.size() + " and " + other.columns.size() + " columns");
        }
        for (int i = 0; i < columns.size(); i++) {
            Object to = columns.get(i);
            Object from = other.columns.get(i);
            if (to instanceof IntColumn ints) {
                ints.replace(((IntColumn) from).array().clone());
            } else if (to instanceof LongColumn longs) {
                longs.replace(((LongColumn) from).array().clone());
            } else {
                ((DoubleColumn) to).replace(((DoubleColumn) from).array().clone());
            }
        }
    }

    /** Writes the snapshot of all columns. */
    public void writeTo(WritableByteChannel channel) throws IOException {
        Chunk chunk = new Chunk();
        chunk.putInt(channel, MAGIC);
        chunk.putInt(channel, FORMAT_VERSION);
        chunk.putInt(channel, columns.size());
        for (Object column : columns) {
            byte[] name = name(column).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            chunk.putInt(channel, name.length);
            for (byte b : name) {
                chunk.putByte(channel, b);
            }
            chunk.putInt(channel, kind(column));
            chunk.putInt(channel, length(column));
            if (column instanceof IntColumn ints) {
                for (int value : ints.array()) {
                    chunk.putInt(channel, value);
                }
            } else if (column instanceof LongColumn longs) {
                for (long value : longs.array()) {
                    chunk.putLong(channel, value);
                }
            } else {
                for (double value : ((DoubleColumn) column).array()) {
                    chunk.putLong(channel, Double.doubleToRawLongBits(value));
                }
            }
        }
        chunk.finishWrite(channel);
    }

    /**
     * Reads a snapshot written by {@link #writeTo} of an arena with the same columns.
     *
     * @throws IOException when the bytes are cut short, damaged or of another line; the arena is then not usable.
     */
    public void readFrom(ReadableByteChannel channel) throws IOException {
        Chunk chunk = new Chunk();
        chunk.startRead();
        expect("magic", MAGIC, chunk.getInt(channel));
        expect("format version", FORMAT_VERSION, chunk.getInt(channel));
        expect("number of columns", columns.size(), chunk.getInt(channel));
        for (Object column : columns) {
            int nameLength = chunk.getInt(channel);
            byte[] expected = name(column).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            expect("length of the name of column " + name(column), expected.length, nameLength);
            for (byte b : expected) {
                expect("name of column " + name(column), b, chunk.getByte(channel));
            }
            expect("kind of column " + name(column), kind(column), chunk.getInt(channel));
            int length = chunk.getInt(channel);
            if (length < 0) {
                throw new IOException("snapshot is damaged: column " + name(column) + " has length " + length);
            }
            readValues(chunk, channel, column, length);
        }
        chunk.finishRead(channel);
    }

    private static void readValues(Chunk chunk, ReadableByteChannel channel, Object column, int length)
            throws IOException {
        if (column instanceof IntColumn ints) {
            int[] values = new int[length];
            for (int i = 0; i < length; i++) {
                values[i] = chunk.getInt(channel);
            }
            ints.replace(values);
        } else if (column instanceof LongColumn longs) {
            long[] values = new long[length];
            for (int i = 0; i < length; i++) {
                values[i] = chunk.getLong(channel);
            }
            longs.replace(values);
        } else {
            double[] values = new double[length];
            for (int i = 0; i < length; i++) {
                values[i] = Double.longBitsToDouble(chunk.getLong(channel));
            }
            ((DoubleColumn) column).replace(values);
        }
    }

    private static void expect(String what, long expected, long found) throws IOException {
        if (expected != found) {
            throw new IOException(
                    "snapshot does not fit this line: " + what + " is " + found + ", expected " + expected);
        }
    }

    private static String name(Object column) {
        return column instanceof IntColumn ints
                ? ints.name()
                : column instanceof LongColumn longs ? longs.name() : ((DoubleColumn) column).name();
    }

    private static int kind(Object column) {
        return column instanceof IntColumn ? 1 : column instanceof LongColumn ? 2 : 3;
    }

    private static int length(Object column) {
        return column instanceof IntColumn ints
                ? ints.capacity()
                : column instanceof LongColumn longs ? longs.capacity() : ((DoubleColumn) column).capacity();
    }

    /** Bytes on their way between columns and a channel, with the checksum of what has passed. */
    private static final class Chunk {
        private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        private final CRC32C checksum = new CRC32C();

        void putByte(WritableByteChannel channel, byte value) throws IOException {
            room(channel, 1);
            buffer.put(value);
        }

        void putInt(WritableByteChannel channel, int value) throws IOException {
            room(channel, 4);
            buffer.putInt(value);
        }

        void putLong(WritableByteChannel channel, long value) throws IOException {
            room(channel, 8);
            buffer.putLong(value);
        }

        void finishWrite(WritableByteChannel channel) throws IOException {
            flush(channel);
            buffer.putInt((int) checksum.getValue());
            flush(channel);
        }

        private void room(WritableByteChannel channel, int bytes) throws IOException {
            if (buffer.remaining() < bytes) {
                flush(channel);
            }
        }

        private void flush(WritableByteChannel channel) throws IOException {
            checksum.update(buffer.array(), 0, buffer.position());
            buffer.flip();
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            buffer.clear();
        }

        void startRead() {
            buffer.flip();
        }

        byte getByte(ReadableByteChannel channel) throws IOException {
            need(channel, 1);
            checksum.update(buffer.array(), buffer.position(), 1);
            return buffer.get();
        }

        int getInt(ReadableByteChannel channel) throws IOException {
            need(channel, 4);
            checksum.update(buffer.array(), buffer.position(), 4);
            return buffer.getInt();
        }

        long getLong(ReadableByteChannel channel) throws IOException {
            need(channel, 8);
            checksum.update(buffer.array(), buffer.position(), 8);
            return buffer.getLong();
        }

        void finishRead(ReadableByteChannel channel) throws IOException {
            int expected = (int) checksum.getValue();
            need(channel, 4);
            int found = buffer.getInt();
            if (found != expected) {
                throw new IOException("snapshot is damaged: checksum " + Integer.toHexString(found) + ", expected "
                        + Integer.toHexString(expected));
            }
        }

        private void need(ReadableByteChannel channel, int bytes) throws IOException {
            while (buffer.remaining() < bytes) {
                buffer.compact();
                int read = channel.read(buffer);
                buffer.flip();
                if (read < 0) {
                    throw new EOFException("snapshot is cut short");
                }
            }
        }
    }
}
