/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.HdrHistogram.Histogram;

/** Messages of one length, as nats and redis send them; a line that begins with P is the server's PING. */
final class BrokerSubscriber extends Subscriber {
    private static final byte[] PONG = "PONG\r\n".getBytes(StandardCharsets.US_ASCII);

    private final int messageBytes;
    private final int timeAt;
    private long skip;
    private boolean isInLine;
    private int inMessage;
    private final ByteBuffer dueUs = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);

    /** @param timeAt offset of the due time in a message. */
    BrokerSubscriber(SocketChannel socket, int messageBytes, int timeAt) {
        super(socket);
        this.messageBytes = messageBytes;
        this.timeAt = timeAt;
    }

    @Override
    long consume(ByteBuffer buffer, Histogram latencies, long nowNs) throws IOException {
        if (latencies != null) {
            return consumeByByte(buffer, latencies, nowNs);
        }
        long count = 0;
        int at = 0;
        final int limit = buffer.limit();
        while (at < limit) {
            if (skip > 0) {
                final int taken = (int) Math.min(skip, limit - at);
                skip -= taken;
                at += taken;
                count += skip == 0 ? 1 : 0;
            } else if (isInLine || buffer.get(at) == 'P') {
                isInLine = buffer.get(at) != '\n';
                at++;
                if (!isInLine) {
                    socket().write(ByteBuffer.wrap(PONG));
                }
            } else {
                skip = messageBytes;
            }
        }
        return count;
    }

    private long consumeByByte(ByteBuffer buffer, Histogram latencies, long nowNs) throws IOException {
        long count = 0;
        while (buffer.hasRemaining()) {
            final byte value = buffer.get();
            if (inMessage == 0 && (isInLine || value == 'P')) {
                isInLine = value != '\n';
                if (!isInLine) {
                    socket().write(ByteBuffer.wrap(PONG));
                }
                continue;
            }
            if (inMessage >= timeAt && inMessage < timeAt + 8) {
                dueUs.put(inMessage - timeAt, value);
            }
            if (++inMessage == messageBytes) {
                inMessage = 0;
                count++;
                record(latencies, dueUs.getLong(0), nowNs);
            }
        }
        return count;
    }
}
