/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The keys of commands beside a kept log, so that they outlive the process: one JSON object a line, first
 * {@code {"key", "request"}} before the command is offered, then {@code {"key", "status", "body"}} before it is answered. A command
 * whose second line is missing may or may not have taken effect; it is never done again under its key. Any thread; the
 * file is written by a thread of its own.
 */
final class CommandKeyFile implements AutoCloseable {
    static final String NAME = "command-keys.ndjson";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final OutputStream out;
    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(new DefaultThreadFactory("fab-command-keys", true));

    private CommandKeyFile(Path file, OutputStream out) {
        this.file = file;
        this.out = out;
    }

    /**
     * Opens the file in a log's folder and puts the newest {@code most} keys that it holds into {@code keys}; older ones are dropped from it.
     *
     * @throws IOException if it can't be read or written.
     */
    static CommandKeyFile open(Path directory, int most, CommandKeys keys) throws IOException {
        final Path file = directory.resolve(NAME);
        final Map<String, List<ObjectNode>> known = Files.exists(file) ? read(file) : new LinkedHashMap<>();
        final StringBuilder kept = new StringBuilder();
        known.entrySet().stream().skip(Math.max(0, known.size() - most)).forEach(entry -> {
            entry.getValue().forEach(line -> kept.append(line).append('\n'));
            keys.putIfAbsent(entry.getKey(), entryOf(entry.getValue()));
        });
        final Path fresh = directory.resolve(NAME + ".new");
        Files.writeString(fresh, kept);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new CommandKeyFile(file, Files.newOutputStream(file, StandardOpenOption.APPEND));
    }

    private static Map<String, List<ObjectNode>> read(Path file) throws IOException {
        final Map<String, List<ObjectNode>> lines = new LinkedHashMap<>();
        // A byte that is no UTF-8 belongs to a line that was torn, too.
        for (final String text : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n")) {
            final ObjectNode line = parse(text);
            if (line != null && line.has("key")) {
                final String key = line.get("key").asText();
                if (line.has("request")) {
                    final List<ObjectNode> both = new ArrayList<>();
                    both.add(line);
                    lines.put(key, both);
                } else if (line.has("withdrawn")) {
                    lines.remove(key);
                } else if (lines.containsKey(key)) {
                    lines.get(key).add(line);
                }
            }
        }
        return lines;
    }

    /** Null for a line that was torn when the process was killed. */
    private static ObjectNode parse(String text) {
        try {
            return JSON.readTree(text) instanceof ObjectNode line ? line : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static CommandKeys.Entry entryOf(List<ObjectNode> lines) {
        final String request = lines.get(0).get("request").asText();
        final ObjectNode last = lines.get(lines.size() - 1);
        final CommandAnswer answer = last.get("body") instanceof ObjectNode body
                ? new CommandAnswer(
                        HttpResponseStatus.valueOf(last.get("status").asInt()), body)
                : CommandAnswer.refused(
                        HttpResponseStatus.CONFLICT,
                        "the gateway ended before it knew what became of the command of this key, and does not do it again; "
                                + "its CommandApplied event says whether it took effect");
        return new CommandKeys.Entry(request, CompletableFuture.completedFuture(answer));
    }

    /** Notes that a command will be offered; completed when it stands in the file. */
    CompletableFuture<Void> offered(String key, String request) {
        return append(JsonNodeFactory.instance.objectNode().put("key", key).put("request", request));
    }

    /** Notes what became of it. */
    CompletableFuture<Void> answered(String key, CommandAnswer answer) {
        final ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("key", key).put("status", answer.status().code()).set("body", answer.body());
        return append(line);
    }

    /** Notes that it never came to the line. */
    CompletableFuture<Void> withdrawn(String key) {
        return append(JsonNodeFactory.instance.objectNode().put("key", key).put("withdrawn", true));
    }

    /** Completed when all that was noted before is in the file. */
    CompletableFuture<Void> turn() {
        return CompletableFuture.runAsync(() -> {}, writer);
    }

    private CompletableFuture<Void> append(JsonNode line) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        throw new UncheckedIOException(file + " can't be written: " + e.getMessage(), e);
                    }
                },
                writer);
    }

    @Override
    public void close() {
        writer.shutdown();
        try {
            writer.awaitTermination(5, TimeUnit.SECONDS);
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
