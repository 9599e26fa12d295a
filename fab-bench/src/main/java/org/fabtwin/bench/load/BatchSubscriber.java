/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import org.HdrHistogram.Histogram;
import org.fabtwin.gateway.wire.SbeRecords;

/** Batches of the gateway: raw, or in WebSocket messages of one batch or notice each. */
final class BatchSubscriber extends Subscriber {
    private static final int CONTROL = 0x08;
    private static final int OPCODE = 0x0F;
    private static final int PING = 0x09;
    private static final int TEMPLATE_AT = 6;
    private static final int EVENTS_AT = 16;
    private static final int BYTES_AT = 20;
    private static final int BATCH_TEMPLATE = 1;
    /** Of an entry: position, length, SBE header, subject, then the time. */
    private static final int TIME_AT = 8 + 16;

    private static final int ENTRY_BYTES = 8 + 40;

    private final boolean isWebSocket;
    private final ByteBuffer head = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer dueUs = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    private int headBytes;
    private long skip;
    private long eventsAfterSkip;
    private int inEntry;

    BatchSubscriber(SocketChannel socket, ByteChannel wire, boolean isWebSocket) {
        super(socket, wire);
        this.isWebSocket = isWebSocket;
    }

    @Override
    long consume(ByteBuffer buffer, Histogram latencies, long nowNs) {
        long count = 0;
        while (buffer.hasRemaining()) {
            if (skip > 0) {
                final int taken = (int) Math.min(skip, buffer.remaining());
                if (latencies != null) {
                    readTimes(buffer, taken, latencies, nowNs);
                } else {
                    buffer.position(buffer.position() + taken);
                }
                skip -= taken;
                if (skip == 0) {
                    count += eventsAfterSkip;
                    eventsAfterSkip = 0;
                }
            } else {
                head.put(headBytes++, buffer.get());
                takeHead();
            }
        }
        return count;
    }

    /** Looks whether the head of a message is whole. */
    private void takeHead() {
        if (isWebSocket && headBytes >= 2 && (head.get(0) & CONTROL) != 0) {
            takeControl();
            return;
        }
        final int frameAt = isWebSocket ? webSocketHead() : 0;
        if (frameAt < 0 || headBytes < frameAt + 8) {
            return;
        }
        final int length = head.getInt(frameAt);
        final int whole = frameAt + length;
        if (headBytes < whole) {
            return;
        }
        if (head.getShort(frameAt + TEMPLATE_AT) == BATCH_TEMPLATE) {
            if (length != SbeRecords.FRAME_BYTES) {
                throw new IllegalStateException("a batch frame of " + length + " bytes");
            }
            eventsAfterSkip = head.getInt(frameAt + EVENTS_AT);
            skip = head.getLong(frameAt + BYTES_AT);
            inEntry = 0;
        }
        headBytes = 0;
    }

    /** A ping wants an answer; the server's are empty. */
    private void takeControl() {
        if (headBytes < 2 + head.get(1)) {
            return;
        }
        if ((head.get(0) & OPCODE) == PING) {
            try {
                answerPing();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        headBytes = 0;
    }

    /** Bytes of the WebSocket header; -1 when it is not whole. */
    private int webSocketHead() {
        if (headBytes < 2) {
            return -1;
        }
        final int length = head.get(1) & 0x7F;
        final int bytes = length < 126 ? 2 : length == 126 ? 4 : 10;
        return headBytes < bytes ? -1 : bytes;
    }

    private void readTimes(ByteBuffer buffer, int bytes, Histogram latencies, long nowNs) {
        for (int i = 0; i < bytes; i++) {
            final byte value = buffer.get();
            if (inEntry >= TIME_AT && inEntry < TIME_AT + 8) {
                dueUs.put(inEntry - TIME_AT, value);
            }
            if (++inEntry == ENTRY_BYTES) {
                inEntry = 0;
                record(latencies, dueUs.getLong(0), nowNs);
            }
        }
    }
}
