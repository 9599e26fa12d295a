/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.fabtwin.core.event.CommandResult;
import org.fabtwin.core.twin.CommandReceipt;
import org.fabtwin.sim.scenario.Problem;
import org.fabtwin.sim.scenario.ScenarioException;

/**
 * What a client is told of its command. The body is not changed once it is in here.
 *
 * @param status as of HTTP; on other protocols it stands in the answer.
 */
public record CommandAnswer(HttpResponseStatus status, ObjectNode body) {
    /** The command has taken effect, or has been found to have none. */
    static CommandAnswer of(CommandReceipt receipt, int epoch) {
        final ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("result", receipt.result().name())
                .put("sequence", receipt.sequence())
                .put("epoch", epoch)
                .put("position", receipt.position())
                .put("timeUs", receipt.timeUs());
        if (receipt.result() != CommandResult.APPLIED) {
            body.put("error", words(receipt.result()));
        }
        return new CommandAnswer(status(receipt.result()), body);
    }

    static HttpResponseStatus status(CommandResult result) {
        return switch (result) {
            case APPLIED -> HttpResponseStatus.OK;
            case NO_SUCH_SUBJECT -> HttpResponseStatus.NOT_FOUND;
            case OUT_OF_RANGE -> HttpResponseStatus.UNPROCESSABLE_ENTITY;
            default -> HttpResponseStatus.CONFLICT;
        };
    }

    private static String words(CommandResult result) {
        return switch (result) {
            case NO_SUCH_SUBJECT ->
                "target: it is not in the line (a lot or wafer that has left it, or one that never was); nothing has changed";
            case OUT_OF_RANGE -> "value: beyond what the target allows; nothing has changed";
            case NO_EFFECT -> "the target is in the wanted state already; nothing has changed";
            case LIMIT_REACHED -> "the line can take no more; nothing has changed";
            default -> "nothing has changed";
        };
    }

    /** It is not known yet what becomes of it. */
    static CommandAnswer waiting(String key) {
        final ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("result", "WAITING")
                .put("key", key)
                .put(
                        "text",
                        "the command waits for its time, or for the line to go on; GET /v1/commands/" + key
                                + " tells what has become of it");
        return new CommandAnswer(HttpResponseStatus.ACCEPTED, body);
    }

    /** It was refused before it came to the line. */
    public static CommandAnswer refused(HttpResponseStatus status, String why) {
        return new CommandAnswer(status, JsonNodeFactory.instance.objectNode().put("error", why));
    }

    /** It can't be read; each error names its field. */
    static CommandAnswer unreadable(ScenarioException errors) {
        final ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("error", errors.getMessage());
        final var list = body.putArray("problems");
        for (final Problem problem : errors.problems()) {
            final ObjectNode entry = list.addObject();
            entry.put("field", problem.path()).put("found", problem.found()).put("expected", problem.expected());
            if (!problem.nearest().isEmpty()) {
                entry.put("nearest", problem.nearest());
            }
        }
        return new CommandAnswer(HttpResponseStatus.BAD_REQUEST, body);
    }
}
