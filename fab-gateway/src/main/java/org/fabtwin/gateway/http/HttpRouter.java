/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.http;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fabtwin.gateway.security.AccessControl;
import org.fabtwin.gateway.security.AccessDenied;
import org.fabtwin.gateway.security.Role;

/**
 * Finds the resource for a method and a path; a path that ends with {@code /*} stands for all below it. Every resource says
 * which role its caller needs, so none is open by oversight. Filled before the server starts, then immutable; any event loop.
 */
@ChannelHandler.Sharable
public final class HttpRouter extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final AccessControl access;
    private final Map<String, Map<HttpMethod, Route>> exact = new TreeMap<>();
    private final Map<String, Map<HttpMethod, Route>> below = new LinkedHashMap<>();

    /** A resource and the role that its caller needs; null: none. */
    private record Route(Role role, Resource resource) {}

    public HttpRouter(AccessControl access) {
        this.access = access;
    }

    /** Adds a resource for callers of a role; it finds them with {@code Caller.of(channel)}. */
    public HttpRouter add(HttpMethod method, String path, Role role, Resource resource) {
        return add(method, path, new Route(role, resource));
    }

    /** Adds a resource that answers anybody, also without a token. */
    public HttpRouter addOpen(HttpMethod method, String path, Resource resource) {
        return add(method, path, new Route(null, resource));
    }

    private HttpRouter add(HttpMethod method, String path, Route route) {
        if (path.endsWith("/*")) {
            below.computeIfAbsent(path.substring(0, path.length() - 1), p -> new TreeMap<>())
                    .put(method, route);
        } else {
            exact.computeIfAbsent(path, p -> new TreeMap<>()).put(method, route);
        }
        return this;
    }

    /** Method and path of each resource, such as {@code GET /v1/state/tools/*}. */
    public Set<String> routes() {
        final Set<String> routes = new TreeSet<>();
        exact.forEach((path, methods) -> methods.keySet().forEach(method -> routes.add(method + " " + path)));
        below.forEach((path, methods) -> methods.keySet().forEach(method -> routes.add(method + " " + path + "*")));
        return routes;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext channel, FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            refuseUnreadable(channel, request);
            return;
        }
        if (request.protocolVersion().majorVersion() != 1) {
            Responses.error(
                    channel, request, HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, "the request is not HTTP/1.1");
            channel.close();
            return;
        }
        try {
            final QueryStringDecoder target = new QueryStringDecoder(request.uri());
            final Map<HttpMethod, Route> methods = methodsAt(target.path());
            if (methods == null) {
                Responses.error(channel, request, HttpResponseStatus.NOT_FOUND, "there is nothing at " + target.path());
                return;
            }
            final Route route = methods.get(request.method());
            if (route == null) {
                Responses.error(
                        channel,
                        request,
                        HttpResponseStatus.METHOD_NOT_ALLOWED,
                        target.path() + " takes " + methods.keySet() + ", not " + request.method());
                return;
            }
            access.admit(channel.channel(), request, target, route.role());
            route.resource().answer(channel, request, target);
        } catch (AccessDenied e) {
            Responses.denied(channel, request, statusOf(e.reason()), e.getMessage());
        } catch (IllegalArgumentException e) {
            Responses.error(channel, request, HttpResponseStatus.BAD_REQUEST, e.getMessage());
        }
    }

    private static void refuseUnreadable(ChannelHandlerContext channel, FullHttpRequest request) {
        final Throwable cause = request.decoderResult().cause();
        if (cause instanceof TooLongHttpLineException) {
            Responses.error(
                    channel,
                    request,
                    HttpResponseStatus.REQUEST_URI_TOO_LONG,
                    "the first line is longer than " + HttpConnections.MOST_LINE_BYTES + " bytes");
        } else if (cause instanceof TooLongHttpHeaderException) {
            Responses.error(
                    channel,
                    request,
                    HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                    "the header is longer than " + HttpConnections.MOST_HEADER_BYTES + " bytes");
        } else {
            Responses.error(channel, request, HttpResponseStatus.BAD_REQUEST, "the request is not HTTP/1.1");
        }
        channel.close();
    }

    private static HttpResponseStatus statusOf(AccessDenied.Reason reason) {
        return switch (reason) {
            case ROLE, ORIGIN -> HttpResponseStatus.FORBIDDEN;
            case RATE -> HttpResponseStatus.TOO_MANY_REQUESTS;
            case IN_URL -> HttpResponseStatus.BAD_REQUEST;
            default -> HttpResponseStatus.UNAUTHORIZED;
        };
    }

    private Map<HttpMethod, Route> methodsAt(String path) {
        final Map<HttpMethod, Route> found = exact.get(path);
        if (found != null) {
            return found;
        }
        for (final Map.Entry<String, Map<HttpMethod, Route>> entry : below.entrySet()) {
            if (path.startsWith(entry.getKey())
                    && path.length() > entry.getKey().length()) {
                return entry.getValue();
            }
        }
        return null;
    }
}
