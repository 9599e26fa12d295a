/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.fabtwin.gateway.http.Responses;
import org.fabtwin.gateway.live.LiveTwin;
import org.fabtwin.sim.state.Snapshot;
import org.fabtwin.sim.state.StateReader;

/**
 * Asks the twin and answers with what it says: the twin's thread copies, a thread of its own writes the JSON, the event loop
 * sends it. Any event loop.
 */
public final class StateResource implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final LiveTwin twin;
    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(new DefaultThreadFactory("fab-state", true));

    /** The answer as text. */
    private record Answer(HttpResponseStatus status, String json) {}

    /** What a target asks for. */
    @FunctionalInterface
    interface Question<T> {
        /** @throws IllegalArgumentException for a target that asks for nothing. */
        Function<StateReader, T> of(QueryStringDecoder target);
    }

    public StateResource(LiveTwin twin) {
        this.twin = twin;
    }

    LiveTwin twin() {
        return twin;
    }

    /** Answers a request with a snapshot; 404 where the question has no answer. */
    <T> void answer(
            ChannelHandlerContext channel, FullHttpRequest request, QueryStringDecoder target, Question<T> question) {
        final Function<StateReader, T> wanted = question.of(target);
        final CompletableFuture<Snapshot<T>> asked;
        try {
            asked = twin.ask(Snapshot.of(wanted));
        } catch (RejectedExecutionException e) {
            Responses.error(channel, request, HttpResponseStatus.SERVICE_UNAVAILABLE, e.getMessage());
            return;
        }
        send(channel, request, asked.thenApplyAsync(snapshot -> json(target.path(), snapshot), writer));
    }

    private static Answer json(String path, Snapshot<?> snapshot) {
        return snapshot.data() == null
                ? new Answer(HttpResponseStatus.NOT_FOUND, null)
                : new Answer(HttpResponseStatus.OK, text(snapshot));
    }

    static String text(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(
            ChannelHandlerContext channel, FullHttpRequest request, CompletableFuture<Answer> outcome) {
        outcome.whenCompleteAsync(
                (answer, failure) -> {
                    if (failure != null) {
                        final Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                        Responses.error(channel, request, HttpResponseStatus.INTERNAL_SERVER_ERROR, cause.toString());
                    } else if (answer.json() == null) {
                        Responses.error(
                                channel,
                                request,
                                answer.status(),
                                "the line has no " + new QueryStringDecoder(request.uri()).path() + " now");
                    } else {
                        Responses.text(channel, request, answer.status(), "application/json", answer.json());
                    }
                },
                channel.executor());
    }

    @Override
    public void close() {
        writer.shutdown();
        try {
            writer.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
