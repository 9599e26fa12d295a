/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.nio.ByteOrder;
import org.fabtwin.gateway.security.ConnectionLimits;
import org.fabtwin.gateway.security.Entrance;
import org.fabtwin.gateway.security.PeerWatch;
import org.fabtwin.gateway.security.StallGuard;
import org.fabtwin.gateway.subscription.StreamHub;

/** The pipeline of a raw connection: frames of stream.xml, the client's Subscribe first. Made once; any event loop. */
public final class TcpConnections extends ChannelInitializer<Channel> {
    static final int MOST_FRAME_BYTES = 16 << 10;

    private final StreamHub hub;
    private final Entrance entrance;

    public TcpConnections(StreamHub hub, Entrance entrance) {
        this.hub = hub;
        this.entrance = entrance;
    }

    @Override
    protected void initChannel(Channel channel) {
        if (!entrance.enter(channel, "tcp")) {
            channel.close();
            return;
        }
        final ConnectionLimits limits = entrance.connections().limits();
        final ChannelPipeline pipeline = channel.pipeline();
        // The length counts itself.
        pipeline.addLast(
                "frames",
                new LengthFieldBasedFrameDecoder(ByteOrder.LITTLE_ENDIAN, MOST_FRAME_BYTES, 0, 4, -4, 0, true));
        pipeline.addLast("stall", new StallGuard(limits.stalledMs(), entrance.evictions()));
        pipeline.addLast("watch", new PeerWatch(entrance.lostPeers()));
        pipeline.addLast("subscribe", new TcpStreamHandler(hub, entrance));
    }
}
