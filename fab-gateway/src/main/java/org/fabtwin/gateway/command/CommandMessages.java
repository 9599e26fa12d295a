/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.fabtwin.gateway.http.ClientMessages;
import org.fabtwin.gateway.security.Caller;

/**
 * Commands on a WebSocket: {@code {"command": {...}, "id": "a-1"}}. The answer is a text message of type
 * {@code org.fabtwin.command.answered}; with binary streams too. Stateless; any event loop.
 */
public final class CommandMessages implements ClientMessages {
    private static final Set<String> KEYS = Set.of("command", "id");

    private final CommandDesk desk;

    public CommandMessages(CommandDesk desk) {
        this.desk = desk;
    }

    @Override
    public void onText(ChannelHandlerContext channel, String text) {
        String id = null;
        try {
            final JsonNode message = CommandJson.parse(text);
            id = message.path("id").asText(null);
            for (final var field : message.properties()) {
                if (!KEYS.contains(field.getKey())) {
                    throw new IllegalArgumentException(
                            "expected a message with command and id, found '" + field.getKey() + "'");
                }
            }
            if (!message.path("command").isObject()) {
                throw new IllegalArgumentException(
                        "command: expected an object such as {\"do\": \"toolDown\", \"target\": \"CCP-01\"}");
            }
            submit(channel, message.path("command"), id);
        } catch (IllegalArgumentException e) {
            send(channel, id, CommandAnswer.refused(HttpResponseStatus.BAD_REQUEST, e.getMessage()));
        }
    }

    private void submit(ChannelHandlerContext channel, JsonNode command, String id) {
        final String key = id == null ? UUID.randomUUID().toString() : id;
        final CompletableFuture<CommandAnswer> outcome =
                desk.submit(Caller.of(channel.channel()), command, key, id != null);
        if (!outcome.isDone()) {
            final var patience = channel.executor()
                    .schedule(
                            () -> send(channel, id, CommandAnswer.waiting(key)),
                            CommandResource.ANSWER_WITHIN_MS,
                            TimeUnit.MILLISECONDS);
            outcome.whenCompleteAsync((answer, failure) -> patience.cancel(false), channel.executor());
        }
        outcome.whenCompleteAsync((answer, failure) -> send(channel, id, answer), channel.executor());
    }

    private static void send(ChannelHandlerContext channel, String id, CommandAnswer answer) {
        if (!channel.channel().isActive()) {
            return;
        }
        final ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("specversion", "1.0")
                .put(
                        "id",
                        (id == null ? UUID.randomUUID().toString() : id) + "/"
                                + answer.status().code())
                .put("source", "/fabtwin/gateway")
                .put("type", "org.fabtwin.command.answered")
                .put("datacontenttype", "application/json");
        final ObjectNode data = message.putObject("data");
        data.put("id", id).put("status", answer.status().code());
        data.setAll(answer.body());
        channel.writeAndFlush(new TextWebSocketFrame(message.toString()), channel.voidPromise());
    }
}
