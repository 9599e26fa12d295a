/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.load;

import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.HdrHistogram.Histogram;

/** JSON lines in WebSocket messages: an event is a line of the type asked for; a notice is not. */
final class LineSubscriber extends Subscriber {
    private static final byte[] TIME = "\"simtimeus\":\"".getBytes(StandardCharsets.US_ASCII);

    private int matched;
    private long dueUs;
    private boolean isInTime;
    private boolean isEvent;

    LineSubscriber(SocketChannel socket) {
        super(socket);
    }

    @Override
    long consume(ByteBuffer buffer, Histogram latencies, long nowNs) {
        long count = 0;
        while (buffer.hasRemaining()) {
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
