/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.document;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.gateway.http.HttpRouter;
import org.fabtwin.gateway.http.Resource;
import org.fabtwin.gateway.http.Responses;
import org.fabtwin.gateway.security.Role;
import org.fabtwin.gateway.wire.StreamNotice;
import org.fabtwin.sim.cli.BuildInfo;

/** The documents for programs: made once, served as they are. Stateless. */
public final class DocumentRoutes {
    private DocumentRoutes() {}

    /** Adds the paths of the documents. */
    public static void addTo(HttpRouter router) {
        final String version = new BuildInfo().version();
        router.add(
                HttpMethod.GET,
                "/v1/openapi.json",
                Role.OBSERVE,
                text("application/json", new OpenApiDocument(version).document().toString()));
        router.add(
                HttpMethod.GET,
                "/v1/asyncapi.json",
                Role.OBSERVE,
                text("application/json", AsyncApiDocument.render(version).toString()));
        router.add(
                HttpMethod.GET,
                "/v1/schema/events.xml",
                Role.OBSERVE,
                text("application/xml", resource(RecordHandler.class, "/org/fabtwin/core/event/events.xml")));
        router.add(
                HttpMethod.GET,
                "/v1/schema/stream.xml",
                Role.OBSERVE,
                text("application/xml", resource(StreamNotice.class, "/org/fabtwin/gateway/wire/stream.xml")));
    }

    private static Resource text(String mediaType, String text) {
        return (channel, request, target) -> Responses.text(channel, request, HttpResponseStatus.OK, mediaType, text);
    }

    private static String resource(Class<?> beside, String path) {
        try (InputStream in = beside.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
