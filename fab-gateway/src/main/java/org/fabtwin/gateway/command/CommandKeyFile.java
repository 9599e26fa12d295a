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
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The keys of commands beside a kept log, so that they outlive the process: one JSON object a line, first
 * {@code {"key", "request"}} (and {@code "named": false} where the client chose no key) before the command is offered, then
 * {@code {"key", "status", "body"}} before it is answered. A command
 * whose second line is missing waited for its time, or may or may not have taken effect: see {@link PromisedCommands}. Any
 * thread; the file is written by a thread of its own, and synced before anybody is told that a line stands in it: one sync for
 * all lines that have come meanwhile.
 */
final class CommandKeyFile implements AutoCloseable {
    static final String NAME = "command-keys.ndjson";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final WholeAppends out;
    private List<Noted> noted;
    private final Queue<Line> lines = new ConcurrentLinkedQueue<>();
    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(new DefaultThreadFactory("fab-command-keys", true));

    /** A line that is to be written; text null: nothing, but behind those before it. */
    private record Line(String text, CompletableFuture<Void> isWritten) {}

    /**
     * What an earlier process noted.
     *
     * @param body the answer; null: none was noted.
     * @param isNamed whether the client chose the key.
     */
    record Noted(String key, String request, ObjectNode body, boolean isNamed) {}

    private CommandKeyFile(Path file, WholeAppends out, List<Noted> noted) {
        this.file = file;
        this.out = out;
        this.noted = noted;
    }

    /**
     * Opens the file in a log's folder and puts the newest {@code most} keys of either kind that it holds where they belong; older
     * ones that are answered are dropped from it.
     *
     * @param named keys that clients chose.
     * @param unnamed keys that commands were given.
     * @param isSynced whether lines have to survive a loss of power.
     * @throws IOException if it can't be read or written.
     */
    static CommandKeyFile open(Path directory, int most, CommandKeys named, CommandKeys unnamed, boolean isSynced)
            throws IOException {
        final Path file = directory.resolve(NAME);
        final Map<String, List<ObjectNode>> known = Files.exists(file) ? read(file) : new LinkedHashMap<>();
        final StringBuilder kept = new StringBuilder();
        final List<Noted> noted = new ArrayList<>();
        int namedOver = count(known, true) - most;
        int unnamedOver = count(known, false) - most;
        for (final Map.Entry<String, List<ObjectNode>> entry : known.entrySet()) {
            final List<ObjectNode> both = entry.getValue();
            final ObjectNode body = both.get(both.size() - 1).get("body") instanceof ObjectNode answer ? answer : null;
            final boolean isNamed = isNamed(both);
            if (body != null && (isNamed ? namedOver-- : unnamedOver--) > 0) {
                continue;
            }
            both.forEach(line -> kept.append(line).append('\n'));
            noted.add(new Noted(entry.getKey(), both.get(0).get("request").asText(), body, isNamed));
            (isNamed ? named : unnamed).putIfAbsent(entry.getKey(), entryOf(both));
        }
        final Path fresh = directory.resolve(NAME + ".new");
        Files.writeString(fresh, kept);
        if (isSynced) {
            sync(fresh, StandardOpenOption.WRITE);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (isSynced) {
            sync(directory, StandardOpenOption.READ);
        }
        final FileChannel out = FileChannel.open(file, StandardOpenOption.APPEND);
        final WholeAppends.Sync sync = isSynced ? () -> out.force(false) : () -> {};
        return new CommandKeyFile(file, new WholeAppends(out, sync), List.copyOf(noted));
    }

    private static int count(Map<String, List<ObjectNode>> known, boolean isNamed) {
        return (int)
                known.values().stream().filter(both -> isNamed(both) == isNamed).count();
    }

    private static boolean isNamed(List<ObjectNode> both) {
        return both.get(0).path("named").asBoolean(true);
    }

    private static void sync(Path path, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }

    /** What was in the file when it was opened, oldest first. Once: nobody needs it after the start. */
    List<Noted> takeNoted() {
        final List<Noted> taken = noted;
        noted = List.of();
        return taken;
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

    /**
     * Notes that a command will be offered; completed when it stands in the file.
     *
     * @param isNamed whether the client chose the key.
     */
    CompletableFuture<Void> offered(String key, String request, boolean isNamed) {
        final ObjectNode line =
                JsonNodeFactory.instance.objectNode().put("key", key).put("request", request);
        return append(isNamed ? line : line.put("named", false));
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
        return append(new Line(null, new CompletableFuture<>()));
    }

    private CompletableFuture<Void> append(JsonNode line) {
        return append(new Line(line + "\n", new CompletableFuture<>()));
    }

    private CompletableFuture<Void> append(Line line) {
        lines.add(line);
        writer.execute(this::writeLines);
        return line.isWritten();
    }

    private void writeLines() {
        final List<Line> together = new ArrayList<>();
        for (Line line = lines.poll(); line != null; line = lines.poll()) {
            together.add(line);
        }
        try {
            final StringBuilder text = new StringBuilder();
            together.stream().map(Line::text).filter(Objects::nonNull).forEach(text::append);
            if (!text.isEmpty()) {
                out.append(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            final UncheckedIOException failure =
                    new UncheckedIOException(file + " can't be written: " + e.getMessage(), e);
            together.forEach(line -> line.isWritten().completeExceptionally(failure));
            return;
        }
        together.forEach(line -> line.isWritten().complete(null));
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
