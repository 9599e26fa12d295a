/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.stream;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.fabtwin.gateway.wire.frame.MessageHeaderEncoder;
import org.fabtwin.gateway.wire.frame.Start;
import org.fabtwin.gateway.wire.frame.SubscribeEncoder;

/** The first frame of a raw TCP client. */
final class RawSubscribe {
    private RawSubscribe() {}

    /** @param start as in stream.xml: 0 earliest, 1 latest, 2 position. */
    static byte[] frame(String filter, int start, int epoch, long position) {
        final byte[] frame = new byte[256];
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        final SubscribeEncoder subscribe = new SubscribeEncoder();
        subscribe
                .wrapAndApplyHeader(buffer, 4, new MessageHeaderEncoder())
                .position(position)
                .epoch(epoch)
                .schemaVersion(1)
                .start(Start.get((short) start));
        final byte[] conditions = filter.getBytes(StandardCharsets.UTF_8);
        subscribe.putFilter(conditions, 0, conditions.length);
        subscribe.putToken(new byte[0], 0, 0);
        buffer.putInt(0, subscribe.limit(), ByteOrder.LITTLE_ENDIAN);
        return Arrays.copyOf(frame, subscribe.limit());
    }
}
