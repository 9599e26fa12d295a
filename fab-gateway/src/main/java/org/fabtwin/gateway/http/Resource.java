/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;

/** What answers at a path. Called on the channel's event loop; the request is released afterwards. */
@FunctionalInterface
public interface Resource {
    /**
     * Answers now, or later on the channel's event loop.
     *
     * @throws IllegalArgumentException for a bad request; its message goes to the client with status 400.
     */
    void answer(ChannelHandlerContext channel, FullHttpRequest request, QueryStringDecoder target);
}
