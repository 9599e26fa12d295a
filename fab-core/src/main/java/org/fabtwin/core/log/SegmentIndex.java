/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sparse index of a kept file by simulated time, and the log's hash before and after it. Lies beside the file and is
 * rebuilt when it is missing or damaged.
 *
 * <pre>
 *    0  int32 magic | int32 CRC32C of all that follows
 *    8  int64 start position | int64 end position | int64 records
 *   32  int32 hash at the start | int32 hash at the end | int32 entries | int32 1 if the hashes are known
 *   48  entries: int64 simulated time of a record | int64 its offset in the file
 * </pre>
 *
 * @param start position of the file's first byte.
 * @param end position after its last byte when the index was written.
 * @param records in the file, paddings apart.
 * @param hashKnown false in an index that was rebuilt where the hash before the file was lost.
 * @param startHash hash of the log before the file.
 * @param endHash hash of the log at {@code end}.
 * @param times simulated time of each entry, ascending.
 * @param offsets of the entries in the file.
 */
record SegmentIndex(
        long start,
        long end,
        long records,
        boolean hashKnown,
        int startHash,
        int endHash,
        long[] times,
        int[] offsets) {
    private static final int MAGIC = 0x58444e49;
    private static final int CHECKED_FROM = 8;
    private static final int HEADER_BYTES = 48;
    private static final int ENTRY_BYTES = 16;

    static SegmentIndex of(SegmentScan scan, int startHash, int endHash) {
        return of(scan, true, startHash, endHash);
    }

    private static SegmentIndex of(SegmentScan scan, boolean hashKnown, int startHash, int endHash) {
        return new SegmentIndex(
                scan.start(),
                scan.start() + scan.end(),
                scan.records(),
                hashKnown,
                startHash,
                endHash,
                scan.times(),
                scan.offsets());
    }

    void write(Path directory) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(HEADER_BYTES + ENTRY_BYTES * times.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(MAGIC).putInt(0).putLong(start).putLong(end).putLong(records);
        bytes.putInt(startHash).putInt(endHash).putInt(times.length).putInt(hashKnown ? 1 : 0);
        for (int i = 0; i < times.length; i++) {
            bytes.putLong(times[i]).putLong(offsets[i]);
        }
        bytes.putInt(Integer.BYTES, checksum(bytes));
        Path file = LogFormat.indexFile(directory, start);
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            bytes.flip();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The index of the kept file that starts at a position; null if there is none that is sound. */
    static SegmentIndex read(Path directory, long start) throws IOException {
        Path file = LogFormat.indexFile(directory, start);
        if (!Files.exists(file)) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.limit() < HEADER_BYTES || bytes.getInt(0) != MAGIC || bytes.getLong(8) != start) {
            return null;
        }
        int entries = bytes.getInt(40);
        if (entries < 0 || bytes.limit() != HEADER_BYTES + (long) ENTRY_BYTES * entries) {
            return null;
        }
        bytes.position(bytes.limit());
        if (bytes.getInt(Integer.BYTES) != checksum(bytes)) {
            return null;
        }
        long[] times = new long[entries];
        int[] offsets = new int[entries];
        for (int i = 0; i < entries; i++) {
            times[i] = bytes.getLong(HEADER_BYTES + ENTRY_BYTES * i);
            offsets[i] = (int) bytes.getLong(HEADER_BYTES + ENTRY_BYTES * i + Long.BYTES);
        }
        return new SegmentIndex(
                start,
                bytes.getLong(16),
                bytes.getLong(24),
                bytes.getInt(44) != 0,
                bytes.getInt(32),
                bytes.getInt(36),
                times,
                offsets);
    }

    /** The index of a complete kept file, made from the file if there is none that covers it. */
    static SegmentIndex readOrRebuild(Path directory, long start, int segmentBytes, boolean write) throws IOException {
        SegmentIndex index = read(directory, start);
        if (index != null && index.end == start + segmentBytes) {
            return index;
        }
        SegmentIndex before = start == 0 ? null : read(directory, start - segmentBytes);
        boolean hereKnown = index != null && index.hashKnown;
        boolean beforeKnown = before != null && before.hashKnown && before.end == start;
        LogHash hash = new LogHash();
        hash.resume(hereKnown ? index.startHash : beforeKnown ? before.endHash : LogHash.EMPTY);
        int startHash = hash.value();
        SegmentScan scan = new SegmentScan(segmentBytes);
        scan.startAt(start);
        scanFile(directory, scan, hash);
        SegmentIndex rebuilt = of(scan, start == 0 || hereKnown || beforeKnown, startHash, hash.value());
        if (write && Files.isWritable(directory)) {
            rebuilt.write(directory);
        }
        return rebuilt;
    }

    /** Walks the kept file that starts where the scan does; false at a frame that is none. */
    static boolean scanFile(Path directory, SegmentScan scan, LogHash hash) throws IOException {
        Path file = LogFormat.keptFile(directory, scan.start());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            int length = (int) channel.size();
            MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, length);
            try {
                return scan.walk(new UnsafeBuffer(bytes), length, bytes, hash);
            } finally {
                IoUtil.unmap(bytes);
            }
        }
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), CHECKED_FROM, bytes.position() - CHECKED_FROM);
        return (int) crc.getValue();
    }

    /** Offset of the last entry whose time is below {@code timeUs}; 0 if none is. */
    int offsetBefore(long timeUs) {
        int before = countBefore(times, times.length, timeUs);
        return before == 0 ? 0 : offsets[before - 1];
    }

    /** How many of the first {@code count} times, which ascend, are below {@code timeUs}. */
    static int countBefore(long[] times, int count, long timeUs) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] < timeUs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
