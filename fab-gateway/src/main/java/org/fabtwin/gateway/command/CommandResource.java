/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.fabtwin.gateway.http.Resource;
import org.fabtwin.gateway.http.Responses;
import org.fabtwin.gateway.security.Caller;

/**
 * {@code POST /v1/commands}: a JSON object, answered when the command has taken effect, or after two seconds with 202 and
 * where to ask again. {@code Idempotency-Key} names it. Stateless; any event loop.
 */
public final class CommandResource implements Resource {
    private static final String PATH = "/v1/commands/";

    static final String KEY = "idempotency-key";
    /** A command that has not taken effect by then is answered with 202. */
    static final long ANSWER_WITHIN_MS = 2_000;

    private final CommandDesk desk;

    public CommandResource(CommandDesk desk) {
        this.desk = desk;
    }

    @Override
    public void answer(ChannelHandlerContext channel, FullHttpRequest request, QueryStringDecoder target) {
        final CharSequence type = HttpUtil.getMimeType(request);
        if (type == null || !"application/json".contentEquals(type)) {
            // A page of another site can send other types without being asked, this one not.
            Responses.error(
                    channel,
                    request,
                    HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Type: expected application/json, found "
                            + request.headers().get(HttpHeaderNames.CONTENT_TYPE, "none"));
            return;
        }
        final JsonNode command = CommandJson.parse(request.content().toString(StandardCharsets.UTF_8));
        final String named = request.headers().get(KEY);
        final String key = named == null ? UUID.randomUUID().toString() : named;
        await(channel, request, key, desk.submit(Caller.of(channel.channel()), command, key, named != null));
    }

    /** {@code GET /v1/commands/KEY}: what became of a command. */
    public void find(ChannelHandlerContext channel, FullHttpRequest request, QueryStringDecoder target) {
        // All that is behind the prefix: a key may have slashes.
        final String key = target.path().substring(PATH.length());
        final CompletableFuture<CommandAnswer> answer = desk.find(Caller.of(channel.channel()), key);
        if (answer == null) {
            Responses.error(
                    channel,
                    request,
                    HttpResponseStatus.NOT_FOUND,
                    "no command of the key '" + key + "' is remembered");
        } else {
            final CommandAnswer known = answer.getNow(CommandAnswer.waiting(key));
            Responses.json(channel, request, known.status(), known.body());
        }
    }

    private static void await(
            ChannelHandlerContext channel,
            FullHttpRequest request,
            String key,
            CompletableFuture<CommandAnswer> outcome) {
        if (outcome.isDone()) {
            final CommandAnswer answer = outcome.join();
            Responses.json(channel, request, answer.status(), answer.body());
            return;
        }
        final boolean[] isAnswered = new boolean[1];
        final ScheduledFuture<?> patience = channel.executor()
                .schedule(
                        () -> {
                            isAnswered[0] = true;
                            final CommandAnswer waiting = CommandAnswer.waiting(key);
                            Responses.json(channel, request, waiting.status(), waiting.body());
                        },
                        ANSWER_WITHIN_MS,
                        TimeUnit.MILLISECONDS);
        outcome.whenCompleteAsync(
                (answer, failure) -> {
                    if (!isAnswered[0]) {
                        patience.cancel(false);
                        Responses.json(channel, request, answer.status(), answer.body());
                    }
                },
                channel.executor());
    }
}
