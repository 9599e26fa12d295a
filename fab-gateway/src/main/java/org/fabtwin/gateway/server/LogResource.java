/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.fabtwin.core.event.LogHeaderDecoder;
import org.fabtwin.core.log.LogMetadata;
import org.fabtwin.gateway.http.Resource;
import org.fabtwin.gateway.http.Responses;
import org.fabtwin.gateway.subscription.LogTailer;

/**
 * {@code GET /v1/log}: what a reader of binary events needs to name what they speak of: epoch, what is kept, schema, and the line as
 * the log's header has it. Immutable; any event loop.
 */
final class LogResource implements Resource {
    private final LogTailer tailer;
    private final LogMetadata metadata;
    /** What ends the answer: the line, written once; it is long, and the same for everybody. */
    private final byte[] line;

    LogResource(LogMetadata metadata, LogTailer tailer) throws IOException {
        this.tailer = tailer;
        this.metadata = metadata;
        this.line =
                (",\"line\":" + new ObjectMapper().readTree(metadata.line()) + "}").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void answer(ChannelHandlerContext channel, FullHttpRequest request, QueryStringDecoder target) {
        final ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("epoch", tailer.epoch())
                .put("earliest", tailer.earliest())
                .put("tail", tailer.tail())
                .put("scenario", metadata.scenarioName())
                .put("seed", metadata.seed());
        body.putObject("schema").put("id", LogHeaderDecoder.SCHEMA_ID).put("version", LogHeaderDecoder.SCHEMA_VERSION);
        final byte[] head = body.toString().getBytes(StandardCharsets.UTF_8);
        Responses.bytes(
                channel,
                request,
                HttpResponseStatus.OK,
                "application/json",
                Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(head, 0, head.length - 1), Unpooled.wrappedBuffer(line)));
    }
}
