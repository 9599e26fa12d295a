/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.http;

import io.netty.channel.ChannelHandlerContext;

/** Takes what a client says on the WebSocket of its stream. Called on the channel's event loop. */
@FunctionalInterface
public interface ClientMessages {
    /** One text message; answers are written to the channel, now or later, on its loop. */
    void onText(ChannelHandlerContext channel, String text);
}
