/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The writer's side of the ring: one file a segment (or a piece of {@link RingMemory}), mapped for as long as the log is open. The files are sparse at
 * first; a block is filled with zeros through the channel before anything is written to it through the mapping, so that
 * a full disk is an exception and never a fault.
 */
final class RingFiles implements AutoCloseable {
    private static final int PAGE = 4096;

    private final Path directory;
    private final int segmentBytes;
    private final int shift;
    private final FileChannel[] channels;
    private final ByteBuffer[] mappings;
    private final UnsafeBuffer[] buffers;
    private final ByteBuffer zeros;
    private final boolean pagesStayWritable;

    RingFiles(Path directory, int segmentCount, int segmentBytes, int blockBytes) throws IOException {
        this.directory = directory;
        this.segmentBytes = segmentBytes;
        this.shift = Integer.numberOfTrailingZeros(segmentBytes);
        this.channels = new FileChannel[segmentCount];
        this.mappings = new ByteBuffer[segmentCount];
        this.buffers = new UnsafeBuffer[segmentCount];
        this.zeros = ByteBuffer.allocateDirect(blockBytes);
        this.pagesStayWritable = "tmpfs".equals(Files.getFileStore(directory).type());
        for (int slot = 0; slot < segmentCount; slot++) {
            channels[slot] = FileChannel.open(
                    LogFormat.ringFile(directory, slot),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            mappings[slot] = channels[slot].map(FileChannel.MapMode.READ_WRITE, 0, segmentBytes);
            mappings[slot].order(ByteOrder.LITTLE_ENDIAN);
            buffers[slot] = new UnsafeBuffer(mappings[slot]);
        }
    }

    /** A ring without files. */
    RingFiles(RingMemory memory) {
        this.directory = null;
        this.segmentBytes = memory.segmentBytes();
        this.shift = Integer.numberOfTrailingZeros(segmentBytes);
        this.channels = new FileChannel[0];
        this.mappings = new ByteBuffer[memory.segmentCount()];
        this.buffers = new UnsafeBuffer[mappings.length];
        this.zeros = null;
        this.pagesStayWritable = true;
        for (int slot = 0; slot < mappings.length; slot++) {
            mappings[slot] = memory.segment(slot).duplicate().order(ByteOrder.LITTLE_ENDIAN);
            buffers[slot] = new UnsafeBuffer(mappings[slot], 0, segmentBytes);
        }
    }

    long capacity() {
        return (long) segmentBytes * buffers.length;
    }

    int slotOf(long position) {
        return (int) ((position >>> shift) % buffers.length);
    }

    /** The segment's bytes; callers move position and limit at will, each on its own thread's duplicate. */
    ByteBuffer duplicate(int slot) {
        return mappings[slot].duplicate();
    }

    UnsafeBuffer buffer(int slot) {
        return buffers[slot];
    }

    /** Gives a block its place on the disk: writes zeros through the channel, then touches its pages. */
    void fillWithZeros(long position, int length) throws IOException {
        if (channels.length == 0) {
            return;
        }
        FileChannel channel = channels[slotOf(position)];
        long offset = position & segmentBytes - 1;
        zeros.clear().limit(length);
        while (zeros.hasRemaining()) {
            offset += channel.write(zeros, offset);
        }
        touchPages(position, length);
    }

    /** Whether recycled pages need {@link #touchPages}: a disk's write-back makes them read-only again. */
    boolean needsTouching() {
        return !pagesStayWritable;
    }

    /** Takes the page faults of a block off the writer. Adds zero atomically: readers may still be in the old bytes. */
    void touchPages(long position, int length) {
        UnsafeBuffer buffer = buffers[slotOf(position)];
        int offset = (int) (position & segmentBytes - 1);
        for (int page = offset; page < offset + length; page += PAGE) {
            buffer.getAndAddInt(page, 0);
        }
    }

    void delete() throws IOException {
        for (int slot = 0; slot < channels.length; slot++) {
            Files.deleteIfExists(LogFormat.ringFile(directory, slot));
        }
    }

    @Override
    public void close() {
        try {
            for (int slot = 0; slot < channels.length; slot++) {
                buffers[slot].wrap(0, 0);
                IoUtil.unmap((MappedByteBuffer) mappings[slot]);
                channels[slot].close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
