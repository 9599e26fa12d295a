/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.http;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the resource for a method and a path; a path that ends with {@code /*} stands for all below it. Filled before the server
 * starts, then immutable; any event loop.
 */
@ChannelHandler.Sharable
public final class HttpRouter extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(HttpRouter.class);

    private final Map<String, Map<HttpMethod, Resource>> exact = new TreeMap<>();
    private final Map<String, Map<HttpMethod, Resource>> below = new LinkedHashMap<>();

    /** Adds a resource. */
    public HttpRouter add(HttpMethod method, String path, Resource resource) {
        if (path.endsWith("/*")) {
            below.computeIfAbsent(path.substring(0, path.length() - 1), p -> new TreeMap<>())
                    .put(method, resource);
        } else {
            exact.computeIfAbsent(path, p -> new TreeMap<>()).put(method, resource);
        }
        return this;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext channel, FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            Responses.error(channel, request, HttpResponseStatus.BAD_REQUEST, "the request is not HTTP/1.1");
            channel.close();
            return;
        }
        try {
            final QueryStringDecoder target = new QueryStringDecoder(request.uri());
            final Map<HttpMethod, Resource> methods = methodsAt(target.path());
            if (methods == null) {
                Responses.error(channel, request, HttpResponseStatus.NOT_FOUND, "there is nothing at " + target.path());
                return;
            }
            final Resource resource = methods.get(request.method());
            if (resource == null) {
                Responses.error(
                        channel,
                        request,
                        HttpResponseStatus.METHOD_NOT_ALLOWED,
                        target.path() + " takes " + methods.keySet() + ", not " + request.method());
                return;
            }
            resource.answer(channel, request, target);
        } catch (IllegalArgumentException e) {
            Responses.error(channel, request, HttpResponseStatus.BAD_REQUEST, e.getMessage());
        }
    }

    private Map<HttpMethod, Resource> methodsAt(String path) {
        final Map<HttpMethod, Resource> found = exact.get(path);
        if (found != null) {
            return found;
        }
        for (final Map.Entry<String, Map<HttpMethod, Resource>> entry : below.entrySet()) {
            if (path.startsWith(entry.getKey())
                    && path.length() > entry.getKey().length()) {
                return entry.getValue();
            }
        }
        return null;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext channel, Throwable cause) {
        if (!(cause instanceof java.io.IOException)) {
            LOG.warn("connection of {} closed: {}", channel.channel().remoteAddress(), cause.toString());
        }
        channel.close();
    }
}
