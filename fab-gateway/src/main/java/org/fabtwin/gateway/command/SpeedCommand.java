/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.fabtwin.gateway.live.LiveTwin;
import org.fabtwin.gateway.live.Speed;

/**
 * {@code {"do": "speed", "value": 3600}}: changes the pace. It looks like a command and is none: wall time is no input of the line,
 * so it leaves no record in the journal or the log. Any thread.
 */
final class SpeedCommand {
    /** What {@code do} says. */
    static final String KIND = "speed";

    private final LiveTwin twin;

    SpeedCommand(LiveTwin twin) {
        this.twin = twin;
    }

    static boolean isOne(JsonNode command) {
        return command.path("do").asText().equals(KIND);
    }

    CompletableFuture<CommandAnswer> set(JsonNode command) {
        final String unknown = unknownField(command);
        if (unknown != null) {
            return refused(unknown + ": a change of speed has do and value alone; it takes effect at once");
        }
        final double speed = Speed.parse(command.path("value").asText());
        if (Double.isNaN(speed)) {
            return refused("value: found '" + command.path("value").asText() + "', expected " + Speed.EXPECTED);
        }
        twin.setSpeed(speed);
        return twin.ask(run -> {
            final ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.put("result", "APPLIED");
            if (speed == Double.POSITIVE_INFINITY) {
                body.put("speed", Speed.MAX);
            } else {
                body.put("speed", speed);
            }
            body.put("epoch", run.epoch()).put("position", run.position()).put("timeUs", run.nowUs());
            return new CommandAnswer(HttpResponseStatus.OK, body);
        });
    }

    private static String unknownField(JsonNode command) {
        for (final var field : command.properties()) {
            if (!Set.of("do", "value").contains(field.getKey())
                    && !field.getValue().isNull()) {
                return field.getKey();
            }
        }
        return null;
    }

    private static CompletableFuture<CommandAnswer> refused(String why) {
        return CompletableFuture.completedFuture(CommandAnswer.refused(HttpResponseStatus.BAD_REQUEST, why));
    }
}
