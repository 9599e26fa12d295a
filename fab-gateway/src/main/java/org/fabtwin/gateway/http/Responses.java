/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

/** Short answers. Stateless; the channel's event loop. */
public final class Responses {
    private Responses() {}

    /** Answers with JSON. */
    public static void json(
            ChannelHandlerContext channel, HttpRequest request, HttpResponseStatus status, JsonNode body) {
        text(channel, request, status, "application/json", body.toString());
    }

    /** Answers with an error: {@code {"error": text}}. */
    public static void error(
            ChannelHandlerContext channel, HttpRequest request, HttpResponseStatus status, String text) {
        json(channel, request, status, JsonNodeFactory.instance.objectNode().put("error", text));
    }

    /** Answers with a text of a media type, in UTF-8. */
    public static void text(
            ChannelHandlerContext channel,
            HttpRequest request,
            HttpResponseStatus status,
            String mediaType,
            String text) {
        send(channel, request, response(channel, status, mediaType, text));
    }

    /** As above, with the text's bytes; they become the response's. */
    public static void bytes(
            ChannelHandlerContext channel,
            HttpRequest request,
            HttpResponseStatus status,
            String mediaType,
            ByteBuf bytes) {
        send(channel, request, response(status, mediaType, bytes));
    }

    /** Answers who is not let in; says how to come in. */
    static void denied(ChannelHandlerContext channel, HttpRequest request, HttpResponseStatus status, String text) {
        final FullHttpResponse response = response(
                channel,
                status,
                "application/json",
                JsonNodeFactory.instance.objectNode().put("error", text).toString());
        if (status.equals(HttpResponseStatus.UNAUTHORIZED)) {
            response.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"fabtwin\"");
        } else if (status.equals(HttpResponseStatus.TOO_MANY_REQUESTS)) {
            response.headers().set(HttpHeaderNames.RETRY_AFTER, "60");
        } else if (status.equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
            response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13");
        }
        send(channel, request, response);
    }

    private static FullHttpResponse response(
            ChannelHandlerContext channel, HttpResponseStatus status, String mediaType, String text) {
        return response(status, mediaType, ByteBufUtil.writeUtf8(channel.alloc(), text));
    }

    private static FullHttpResponse response(HttpResponseStatus status, String mediaType, ByteBuf bytes) {
        final FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, bytes);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, mediaType)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set("X-Content-Type-Options", "nosniff")
                .setInt(HttpHeaderNames.CONTENT_LENGTH, bytes.readableBytes());
        return response;
    }

    /** Sends an answer, and closes the connection unless the client keeps it. */
    static void send(ChannelHandlerContext channel, HttpRequest request, FullHttpResponse response) {
        final boolean isKept = HttpUtil.isKeepAlive(request);
        HttpUtil.setKeepAlive(response, isKept);
        final var sent = channel.writeAndFlush(response);
        if (!isKept) {
            sent.addListener(ChannelFutureListener.CLOSE);
        }
    }
}
