/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import java.nio.ByteOrder;
import java.nio.file.Path;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.PaddingEncoder;
import org.fabtwin.core.event.RunInfoEncoder;

/**
 * Names and layout of everything that a log writes.
 *
 * <pre>
 *   stream   |  segment 0             |  segment 1             |  segment 2 ...      position = offset in the stream
 *            |rec|rec|rec|...|padding |rec|rec|...     |padding |rec|...             no record straddles a segment
 *
 *   log.meta                    mapped: tail, kept position, state        {@link LogMeta}
 *   log.header                  first two records (RunInfo, LogHeader), kept when the oldest file goes
 *   ring-000 ... ring-007       segment n lies in ring file n mod count
 *   log-00000000000000000000.seg    bytes of segment 0 of the stream, as they were in the ring
 *   log-00000000000000000000.idx    its sparse index                      {@link SegmentIndex}
 *   commands.journal            {@link Journal}
 *   snapshot-00000000000000000000.snap   state of the twin when the log ended at that position, written by whoever runs it
 *   epoch-0/                    an earlier epoch, closed: the same files but for the ring
 * </pre>
 */
public final class LogFormat {
    /** Version of the layout of the files; that of the records is the SBE schema's. */
    public static final int VERSION = 1;
    /** Size of a segment: part of the format, since it decides where padding goes. */
    public static final int SEGMENT_BYTES = 64 << 20;
    /** Smallest segment, for tests. */
    public static final int MIN_SEGMENT_BYTES = 4096;
    /** Frames start and end at multiples of this. */
    public static final int ALIGNMENT = 8;
    /** RunInfo fills a frame of this size whatever its texts, so that positions are the same in every run. */
    public static final int RUN_INFO_FRAME = 1024;

    static final String META = "log.meta";
    static final String LOCK = "log.lock";
    static final String HEADER = "log.header";
    static final String JOURNAL = "commands.journal";
    static final String EPOCH_DIRECTORY = "epoch-";
    static final String RING_PREFIX = "ring-";
    static final String SNAPSHOT_PREFIX = "snapshot-";
    static final String SNAPSHOT_SUFFIX = ".snap";
    static final String KEPT_PREFIX = "log-";
    static final String KEPT_SUFFIX = ".seg";
    static final String INDEX_SUFFIX = ".idx";
    private static final int DIGITS = 20;

    static {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new IllegalStateException("the log needs a little-endian machine, not " + ByteOrder.nativeOrder());
        }
    }

    private LogFormat() {}

    /** Bytes of the frame of a message with this many bytes of block and variable data. */
    public static int frameLength(int encodedLength) {
        return BitUtil.align(RecordHandler.BLOCK_OFFSET + encodedLength, ALIGNMENT);
    }

    /** Length of the frame at an offset. */
    public static int frameLength(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset);
    }

    /** Template id of the frame at an offset. */
    public static int templateId(DirectBuffer buffer, int offset) {
        return buffer.getShort(offset + RecordHandler.HEADER_OFFSET + 2) & 0xFFFF;
    }

    /** Simulated time of the frame at an offset, which must not be a padding. */
    public static long timeUs(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + RecordHandler.TIME_OFFSET);
    }

    /** Whether the bytes of such records belong to the log's hash. */
    public static boolean isHashed(int templateId) {
        return templateId != PaddingEncoder.TEMPLATE_ID && templateId != RunInfoEncoder.TEMPLATE_ID;
    }

    /** First 8 bytes of a frame: its length, the block's length, the template id. */
    static long frameWord(int frameLength, int blockLength, int templateId) {
        return frameLength | (long) blockLength << 32 | (long) templateId << 48;
    }

    /** First 8 bytes of each frame of a record that is a block and nothing more. */
    public static long wordOf(int blockLength, int templateId) {
        return frameWord(frameLength(blockLength), blockLength, templateId);
    }

    /** The frame's length, from its first 8 bytes. */
    public static int lengthOf(long frameWord) {
        return (int) frameWord;
    }

    /** The template id, from a frame's first 8 bytes. */
    public static int templateOf(long frameWord) {
        return (int) (frameWord >>> 48);
    }

    /**
     * Refuses what is no frame: without length, longer than {@code room}, or, of all but paddings, too short for its time or its block.
     *
     * @throws IllegalStateException names the position.
     */
    public static void checkFrame(long frameWord, int room, long position) {
        int length = lengthOf(frameWord);
        int blockLength = (int) (frameWord >>> 32) & 0xFFFF;
        int least = templateOf(frameWord) == PaddingEncoder.TEMPLATE_ID
                ? ALIGNMENT
                : Math.max(RecordHandler.TIME_OFFSET + Long.BYTES, RecordHandler.BLOCK_OFFSET + blockLength);
        if (length < least || length > room) {
            throw new IllegalStateException("no record at " + position);
        }
    }

    /** Second 8 bytes of a frame: schema id and version, then the subject. */
    static long schemaWord(int subject) {
        return SCHEMA_WORD | (long) subject << 32;
    }

    private static final long SCHEMA_WORD = PaddingEncoder.SCHEMA_ID | (long) PaddingEncoder.SCHEMA_VERSION << 16;

    static Path ringFile(Path directory, int slot) {
        return directory.resolve(RING_PREFIX + (1000 + slot + "").substring(1));
    }

    static Path keptFile(Path directory, long startPosition) {
        return directory.resolve(KEPT_PREFIX + digits(startPosition) + KEPT_SUFFIX);
    }

    static Path indexFile(Path directory, long startPosition) {
        return directory.resolve(KEPT_PREFIX + digits(startPosition) + INDEX_SUFFIX);
    }

    /** File of the snapshot that was taken when the log ended at a position. */
    public static Path snapshotFile(Path directory, long position) {
        return directory.resolve(SNAPSHOT_PREFIX + digits(position) + SNAPSHOT_SUFFIX);
    }

    private static String digits(long position) {
        String text = Long.toString(position);
        return "0".repeat(DIGITS - text.length()) + text;
    }

    /** Position in the name of a snapshot's file; -1 if the name isn't one. */
    public static long snapshotPosition(String fileName) {
        return position(fileName, SNAPSHOT_PREFIX, SNAPSHOT_SUFFIX);
    }

    /** Start position in the name of a kept file; -1 if the name isn't one. */
    static long startPosition(String fileName) {
        return position(fileName, KEPT_PREFIX, KEPT_SUFFIX);
    }

    private static long position(String fileName, String prefix, String suffix) {
        if (fileName.length() != prefix.length() + DIGITS + suffix.length()
                || !fileName.startsWith(prefix)
                || !fileName.endsWith(suffix)) {
            return -1;
        }
        long value = 0;
        for (int i = prefix.length(); i < prefix.length() + DIGITS; i++) {
            int digit = fileName.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
