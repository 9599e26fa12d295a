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
    private static final int INTS = 1;
    private static final int LONGS = 2;
    private static final int DOUBLES = 3;

    private final List<Column> columns = new ArrayList<>();

    /** Makes a column of ints, all {@code initial}. */
    public IntColumn ints(String name, int capacity, int initial) {
        IntColumn column = IntColumn.of(name, capacity, initial);
        columns.add(column);
        return column;
    }

    /** Makes a column of ints that may grow, all {@code initial}. */
    public GrowingInts growingInts(String name, int capacity, int initial) {
        GrowingInts column = new GrowingInts(name, capacity, initial);
        columns.add(column);
        return column;
    }

    /** Makes a column of longs, all {@code initial}. */
    public LongColumn longs(String name, int capacity, long initial) {
        LongColumn column = LongColumn.of(name, capacity, initial);
        columns.add(column);
        return column;
    }

    /** Makes a column of longs that may grow, all {@code initial}. */
    public GrowingLongs growingLongs(String name, int capacity, long initial) {
        GrowingLongs column = new GrowingLongs(name, capacity, initial);
        columns.add(column);
        return column;
    }

    /** Makes a column of doubles, all {@code initial}. */
    public DoubleColumn doubles(String name, int capacity, double initial) {
        DoubleColumn column = DoubleColumn.of(name, capacity, initial);
        columns.add(column);
        return column;
    }

    /** Makes a column of doubles that may grow, all {@code initial}. */
    public GrowingDoubles growingDoubles(String name, int capacity, double initial) {
        GrowingDoubles column = new GrowingDoubles(name, capacity, initial);
        columns.add(column);
        return column;
    }

    public int columnCount() {
        return columns.size();
    }

    /** Bytes of all columns together, without object headers. */
    public long stateBytes() {
        long bytes = 0;
        for (Column column : columns) {
            bytes += (long) (column.array() instanceof int[] ? Integer.BYTES : Long.BYTES) * column.capacity();
        }
        return bytes;
    }

    /** Copies all values of an arena of the same line: what a fork does. Allocates for columns that grow. */
    public void copyFrom(StateArena other) {
        if (other.columns.size() != columns.size()) {
            throw new IllegalArgumentException(
                    "arenas of different lines: " + columns.size() + " and " + other.columns.size() + " columns");
        }
        for (int i = 0; i < columns.size(); i++) {
            Column from = other.columns.get(i);
            Column column = columns.get(i);
            if (column instanceof Record && from.capacity() != column.capacity()) {
                throw new IllegalArgumentException("arenas of different lines: column " + column.name() + " has "
                        + from.capacity() + " and " + column.capacity() + " values");
            }
            replace(column, column instanceof Record ? from.array() : copyOf(from.array()));
        }
    }

    private static Object copyOf(Object values) {
        return values instanceof int[] ints
                ? ints.clone()
                : values instanceof long[] longs ? longs.clone() : ((double[]) values).clone();
    }

    /** Writes the snapshot of all columns. */
    public void writeTo(WritableByteChannel channel) throws IOException {
        Chunk chunk = new Chunk();
        chunk.putInt(channel, MAGIC);
        chunk.putInt(channel, FORMAT_VERSION);
        chunk.putInt(channel, columns.size());
        for (Column column : columns) {
            byte[] name = column.name().getBytes(java.nio.charset.StandardCharsets.UTF_8);
            chunk.putInt(channel, name.length);
            for (byte b : name) {
                chunk.putByte(channel, b);
            }
            chunk.putInt(channel, kind(column));
            chunk.putInt(channel, column.capacity());
            Object values = column.array();
            if (values instanceof int[] ints) {
                for (int value : ints) {
                    chunk.putInt(channel, value);
                }
            } else if (values instanceof long[] longs) {
                for (long value : longs) {
                    chunk.putLong(channel, value);
                }
            } else {
                for (double value : (double[]) values) {
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
        for (Column column : columns) {
            int nameLength = chunk.getInt(channel);
            byte[] expected = column.name().getBytes(java.nio.charset.StandardCharsets.UTF_8);
            expect("length of the name of column " + column.name(), expected.length, nameLength);
            for (byte b : expected) {
                expect("name of column " + column.name(), b, chunk.getByte(channel));
            }
            expect("kind of column " + column.name(), kind(column), chunk.getInt(channel));
            int length = chunk.getInt(channel);
            if (length < 0) {
                throw new IOException("snapshot is damaged: column " + column.name() + " has length " + length);
            }
            readValues(chunk, channel, column, length);
        }
        chunk.finishRead(channel);
    }

    private static void readValues(Chunk chunk, ReadableByteChannel channel, Column column, int length)
            throws IOException {
        if (column instanceof Record) {
            expect("length of column " + column.name(), column.capacity(), length);
        }
        if (kind(column) == INTS) {
            int[] values = new int[length];
            for (int i = 0; i < length; i++) {
                values[i] = chunk.getInt(channel);
            }
            replace(column, values);
        } else if (kind(column) == LONGS) {
            long[] values = new long[length];
            for (int i = 0; i < length; i++) {
                values[i] = chunk.getLong(channel);
            }
            replace(column, values);
        } else {
            double[] values = new double[length];
            for (int i = 0; i < length; i++) {
                values[i] = Double.longBitsToDouble(chunk.getLong(channel));
            }
            replace(column, values);
        }
    }

    private static void expect(String what, long expected, long found) throws IOException {
        if (expected != found) {
            throw new IOException(
                    "snapshot does not fit this line: " + what + " is " + found + ", expected " + expected);
        }
    }

    /** A column of fixed length takes over values, one that grows also their number. */
    private static void replace(Column column, Object values) {
        if (column instanceof GrowingInts ints) {
            ints.replace((int[]) values);
        } else if (column instanceof GrowingLongs longs) {
            longs.replace((long[]) values);
        } else if (column instanceof GrowingDoubles doubles) {
            doubles.replace((double[]) values);
        } else {
            System.arraycopy(values, 0, column.array(), 0, column.capacity());
        }
    }

    private static int kind(Column column) {
        return column.array() instanceof int[] ? INTS : column.array() instanceof long[] ? LONGS : DOUBLES;
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
