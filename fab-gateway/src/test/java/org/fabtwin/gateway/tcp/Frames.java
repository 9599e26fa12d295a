/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.fabtwin.gateway.wire.StreamPlace;
import org.fabtwin.gateway.wire.frame.MessageHeaderDecoder;
import org.fabtwin.gateway.wire.frame.MessageHeaderEncoder;
import org.fabtwin.gateway.wire.frame.NoticeDecoder;
import org.fabtwin.gateway.wire.frame.Start;
import org.fabtwin.gateway.wire.frame.SubscribeEncoder;

/** Frames as a client writes and reads them. */
public final class Frames {
    private Frames() {}

    /** A Subscribe frame from the earliest event on. */
    public static ByteBuf subscribe(String filter, String token) {
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[256 + filter.length() + token.length()]);
        final SubscribeEncoder subscribe = new SubscribeEncoder();
        subscribe
                .wrapAndApplyHeader(frame, 4, new MessageHeaderEncoder())
                .position(0)
                .epoch(StreamPlace.ANY_EPOCH)
                .schemaVersion(1)
                .start(Start.EARLIEST)
                .filter(filter)
                .token(token);
        frame.putInt(0, subscribe.limit(), ByteOrder.LITTLE_ENDIAN);
        return Unpooled.wrappedBuffer(frame.byteArray(), 0, subscribe.limit());
    }

    /** Template of a frame. */
    public static int template(byte[] frame) {
        return new MessageHeaderDecoder().wrap(new UnsafeBuffer(frame), 4).templateId();
    }

    /** Text of a Notice frame. */
    public static String notice(byte[] frame) {
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        final NoticeDecoder notice = new NoticeDecoder();
        notice.wrapAndApplyHeader(buffer, 4, new MessageHeaderDecoder());
        return notice.kind() + ": " + notice.text();
    }
}
