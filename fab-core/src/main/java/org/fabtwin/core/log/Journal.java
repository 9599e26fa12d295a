/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;
import org.fabtwin.core.event.CommandAppliedDecoder;
import org.fabtwin.core.event.CommandAppliedEncoder;

/**
 * The commands of a run, in the order in which they take effect. Single-threaded: the twin's thread only.
 *
 * <pre>
 *   file:   int64 magic | entry 0 | entry 1 | ...
 *   entry:  frame of a CommandApplied, 48 bytes (its result is 0: not known yet) | int32 CRC32C | int32 entry number
 * </pre>
 *
 * <p>The checksum covers the frame and the entry number. An entry that was torn when the machine or the process died is
 * dropped on opening: its command was never acknowledged. Damage before a sound entry is an error.
 */
public final class Journal implements AutoCloseable {
    static final int FRAME_BYTES = LogFormat.frameLength(CommandAppliedEncoder.BLOCK_LENGTH);
    static final int ENTRY_BYTES = FRAME_BYTES + 8;
    static final int FIRST_ENTRY = 8;
    private static final long MAGIC = 0x314e524a42414601L;
    private static final long FRAME_WORD =
            LogFormat.frameWord(FRAME_BYTES, CommandAppliedEncoder.BLOCK_LENGTH, CommandAppliedEncoder.TEMPLATE_ID);
    private static final int CRC_OFFSET = FRAME_BYTES;
    private static final int NUMBER_OFFSET = FRAME_BYTES + 4;

    private final Path file;
    private final FileChannel channel;
    private final Durability durability;
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(ENTRY_BYTES);
    private final ByteBuffer numberBytes = ByteBuffer.allocate(Integer.BYTES);
    private final UnsafeBuffer entry = new UnsafeBuffer(bytes);
    private final CRC32C crc = new CRC32C();
    private int entries;
    private IOException failure;

    private Journal(Path file, FileChannel channel, Durability durability) {
        this.file = file;
        this.channel = channel;
        this.durability = durability;
    }

    /**
     * Opens the journal of a log's directory, or starts it; drops a torn last entry.
     *
     * @throws IOException if the file is damaged elsewhere, or is no journal.
     */
    public static Journal open(Path directory, Durability durability) throws IOException {
        Path file = directory.resolve(LogFormat.JOURNAL);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            Journal journal = new Journal(file, channel, durability);
            journal.startOrCheck();
            return journal;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void startOrCheck() throws IOException {
        long size = channel.size();
        if (size < FIRST_ENTRY) {
            entry.putLong(0, MAGIC);
            writeFully(FIRST_ENTRY, 0);
            channel.truncate(FIRST_ENTRY);
            sync();
            return;
        }
        readFully(FIRST_ENTRY, 0);
        if (entry.getLong(0) != MAGIC) {
            throw new IOException(file + " is no journal: it starts with " + Long.toHexString(entry.getLong(0)));
        }
        int whole = (int) ((size - FIRST_ENTRY) / ENTRY_BYTES);
        while (entries < whole && readEntry(entries)) {
            entries++;
        }
        for (int later = entries + 1; later < whole; later++) {
            if (readEntry(later)) {
                throw new IOException(file + " is damaged: entry " + entries + " is not sound, entry " + later + " is");
            }
        }
        if (size > positionOf(entries)) {
            channel.truncate(positionOf(entries));
            sync();
        }
    }

    /**
     * Appends a command; it is as durable as the journal is when this returns.
     *
     * @return false if the disk is full: nothing was appended, see {@link #failure}.
     */
    public boolean append(int sequence, long timeUs, int kind, int subject, int count, double value) {
        entry.setMemory(0, ENTRY_BYTES, (byte) 0);
        entry.putLong(0, FRAME_WORD);
        entry.putLong(Long.BYTES, LogFormat.schemaWord(sequence));
        entry.putLong(RecordHandler.TIME_OFFSET, timeUs);
        entry.putInt(at(CommandAppliedEncoder.subjectEncodingOffset()), subject);
        entry.putInt(at(CommandAppliedEncoder.countEncodingOffset()), count);
        entry.putDouble(at(CommandAppliedEncoder.valueEncodingOffset()), value);
        entry.putByte(at(CommandAppliedEncoder.kindEncodingOffset()), (byte) kind);
        entry.putInt(CRC_OFFSET, checksum(entries));
        entry.putInt(NUMBER_OFFSET, entries);
        try {
            writeFully(ENTRY_BYTES, positionOf(entries));
            sync();
        } catch (IOException e) {
            failure = e;
            truncate();
            return false;
        }
        entries++;
        return true;
    }

    private void truncate() {
        try {
            channel.truncate(positionOf(entries));
        } catch (IOException e) {
            failure.addSuppressed(e);
            throw new UncheckedIOException("the journal " + file + " is in an unknown state", failure);
        }
    }

    /** Hands out all entries, from the first. */
    public void forEach(JournalHandler handler) {
        try {
            for (int number = 0; number < entries; number++) {
                readSound(number);
                handler.onCommand(
                        entry.getInt(RecordHandler.BLOCK_OFFSET),
                        entry.getLong(RecordHandler.TIME_OFFSET),
                        entry.getByte(at(CommandAppliedDecoder.kindEncodingOffset())) & 0xFF,
                        entry.getInt(at(CommandAppliedDecoder.subjectEncodingOffset())),
                        entry.getInt(at(CommandAppliedDecoder.countEncodingOffset())),
                        entry.getDouble(at(CommandAppliedDecoder.valueEncodingOffset())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readSound(int number) throws IOException {
        if (!readEntry(number)) {
            throw new IOException(file + " is damaged: entry " + number + " was sound when it was opened");
        }
    }

    /**
     * Whether an entry is this command at this time.
     *
     * @param number of the entry, below {@link #entries}.
     */
    public boolean isEntry(int number, long timeUs, int kind, int subject, int count, double value) {
        try {
            readSound(number);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entry.getLong(RecordHandler.TIME_OFFSET) == timeUs
                && (entry.getByte(at(CommandAppliedDecoder.kindEncodingOffset())) & 0xFF) == kind
                && entry.getInt(at(CommandAppliedDecoder.subjectEncodingOffset())) == subject
                && entry.getInt(at(CommandAppliedDecoder.countEncodingOffset())) == count
                && Double.compare(entry.getDouble(at(CommandAppliedDecoder.valueEncodingOffset())), value) == 0;
    }

    private static int at(int fieldOffset) {
        return RecordHandler.BLOCK_OFFSET + fieldOffset;
    }

    private static long positionOf(int number) {
        return FIRST_ENTRY + (long) ENTRY_BYTES * number;
    }

    private boolean readEntry(int number) throws IOException {
        readFully(ENTRY_BYTES, positionOf(number));
        return entry.getLong(0) == FRAME_WORD
                && entry.getInt(NUMBER_OFFSET) == number
                && entry.getInt(CRC_OFFSET) == checksum(number);
    }

    private int checksum(int number) {
        crc.reset();
        bytes.clear().limit(FRAME_BYTES);
        crc.update(bytes);
        numberBytes.clear();
        numberBytes.putInt(number).flip();
        crc.update(numberBytes);
        return (int) crc.getValue();
    }

    private void writeFully(int length, long position) throws IOException {
        bytes.clear().limit(length);
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    private void readFully(int length, long position) throws IOException {
        bytes.clear().limit(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new IOException(file + " ends before " + (position + length));
            }
        }
    }

    private void sync() throws IOException {
        if (durability != Durability.NONE) {
            channel.force(false);
        }
    }

    /** Entries in the journal. */
    public int entries() {
        return entries;
    }

    /** Why the last append failed; null if none has. */
    public IOException failure() {
        return failure;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
