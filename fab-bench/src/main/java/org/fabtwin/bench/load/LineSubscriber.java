/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.HdrHistogram.Histogram;

/** JSON lines in WebSocket messages: an event is a line of the type asked for; a notice is not. */
final class LineSubscriber extends Subscriber {
    private static final byte[] TIME = "\"simtimeus\":\"".getBytes(StandardCharsets.US_ASCII);

    private static final int LONGEST_HEAD_BYTES = 10;
    private static final int OPCODE = 0x0F;
    private static final int PING = 0x09;
    private static final int TWO_BYTES_FOLLOW = 126;
    private static final int EIGHT_BYTES_FOLLOW = 127;

    private final ByteBuffer head = ByteBuffer.allocate(LONGEST_HEAD_BYTES);
    private int headBytes;
    private long leftOfMessage;
    private int matched;
    private long dueUs;
    private boolean isInTime;
    private boolean isEvent;

    LineSubscriber(SocketChannel socket, ByteChannel wire) {
        super(socket, wire);
    }

    @Override
    long consume(ByteBuffer buffer, Histogram latencies, long nowNs) throws IOException {
        long count = 0;
        while (buffer.hasRemaining()) {
            if (leftOfMessage == 0) {
                head.put(headBytes++, buffer.get());
                takeHead();
            } else {
                final int taken = (int) Math.min(leftOfMessage, buffer.remaining());
                leftOfMessage -= taken;
                count += scan(buffer, buffer.position() + taken, latencies, nowNs);
            }
        }
        return count;
    }

    /** Looks whether the head of a message is whole. */
    private void takeHead() throws IOException {
        if (headBytes < 2) {
            return;
        }
        final int length = head.get(1);
        final int whole = length == EIGHT_BYTES_FOLLOW ? LONGEST_HEAD_BYTES : length == TWO_BYTES_FOLLOW ? 4 : 2;
        if (headBytes < whole) {
            return;
        }
        leftOfMessage = whole == 2 ? length : whole == 4 ? head.getShort(2) & 0xFFFF : head.getLong(2);
        headBytes = 0;
        if ((head.get(0) & OPCODE) == PING) {
            answerPing();
        }
    }

    private long scan(ByteBuffer buffer, int end, Histogram latencies, long nowNs) {
        long count = 0;
        while (buffer.position() < end) {
            final byte value = buffer.get();
            if (isInTime) {
                if (value >= '0' && value <= '9') {
                    dueUs = dueUs * 10 + value - '0';
                } else {
                    isInTime = false;
                }
            } else if (value == '\n') {
                if (isEvent) {
                    count++;
                    if (latencies != null) {
                        record(latencies, dueUs, nowNs);
                    }
                }
                isEvent = false;
            } else {
                matched = value == TIME[matched] ? matched + 1 : value == TIME[0] ? 1 : 0;
                if (matched == TIME.length) {
                    matched = 0;
                    isInTime = true;
                    isEvent = true;
                    dueUs = 0;
                }
            }
        }
        return count;
    }
}
