/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.wire;

import io.netty.buffer.ByteBuf;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.fabtwin.gateway.wire.frame.BatchEncoder;
import org.fabtwin.gateway.wire.frame.MessageHeaderEncoder;

/** Events as the log has them: a Batch frame, then each record after its position. */
public final class SbeRecords implements RecordEncoder {
    /** Bytes of a Batch frame. */
    public static final int FRAME_BYTES = 4 + MessageHeaderEncoder.ENCODED_LENGTH + BatchEncoder.BLOCK_LENGTH;

    private final int epoch;
    private final BatchEncoder frame = new BatchEncoder();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final UnsafeBuffer memory = new UnsafeBuffer(0, 0);
    private ByteBuf out;
    private long from;
    private int start;
    private int at;
    private int capacity;
    private int events;

    public SbeRecords(int epoch) {
        this.epoch = epoch;
    }

    @Override
    public void begin(ByteBuf buffer, long firstPosition) {
        out = buffer;
        from = firstPosition;
        events = 0;
        start = out.writerIndex();
        at = start + FRAME_BYTES;
        wrap();
        ensure(FRAME_BYTES);
    }

    private void wrap() {
        if (out.hasMemoryAddress()) {
            memory.wrap(out.memoryAddress(), out.capacity());
        } else {
            memory.wrap(out.nioBuffer(0, out.capacity()));
        }
        capacity = out.capacity();
    }

    /** Makes room for so many bytes after the first {@code at}. */
    private void ensure(int bytes) {
        if (at + bytes > capacity) {
            // What lies below the writer's index is kept when the buffer grows.
            out.writerIndex(Math.min(at, capacity));
            out.ensureWritable(bytes);
            wrap();
        }
    }

    @Override
    public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        ensure(8 + length);
        memory.putLong(at, position, ByteOrder.LITTLE_ENDIAN);
        memory.putBytes(at + 8, buffer, offset, length);
        at += 8 + length;
        events++;
    }

    @Override
    public void end(long to) {
        if (events == 0) {
            out.writerIndex(start);
        } else {
            memory.putInt(start, FRAME_BYTES, ByteOrder.LITTLE_ENDIAN);
            frame.wrapAndApplyHeader(memory, start + 4, header)
                    .epoch(epoch)
                    .events(events)
                    .bytes(at - start - FRAME_BYTES)
                    .from(from)
                    .to(to);
            out.writerIndex(at);
        }
        memory.wrap(0, 0);
        out = null;
    }

    @Override
    public int events() {
        return events;
    }
}
