/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CodecException;
import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a connection on which something went wrong. What a peer can bring about is no news; what it should not be able to is
 * counted and logged. One per channel, last in its pipeline.
 */
final class ConnectionEnd extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionEnd.class);

    private final LongAdder failures;

    ConnectionEnd(LongAdder failures) {
        this.failures = failures;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext channel, Throwable cause) {
        // A connection that broke, a handshake that failed, frames that are none.
        if (cause instanceof IOException || cause instanceof CodecException) {
            LOG.debug("connection of {} closed: {}", channel.channel().remoteAddress(), cause.toString());
        } else {
            failures.increment();
            LOG.warn("connection of {} closed", channel.channel().remoteAddress(), cause);
        }
        channel.close();
    }
}
