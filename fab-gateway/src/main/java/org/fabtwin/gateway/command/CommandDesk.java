/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.fabtwin.core.log.Durability;
import org.fabtwin.core.twin.Command;
import org.fabtwin.gateway.live.LiveTwin;
import org.fabtwin.gateway.security.Caller;
import org.fabtwin.gateway.security.Role;
import org.fabtwin.sim.run.CommandObject;
import org.fabtwin.sim.scenario.ScenarioException;

/**
 * Takes commands for the line from all protocols, each at most once under its key, and says what became of them. Any thread;
 * answers come on threads that nobody may keep: continue on one's own.
 */
public final class CommandDesk implements AutoCloseable {
    /** Keys that are remembered. */
    static final int MOST_KEYS = 10_000;
    /** Commands that may wait for their time. */
    static final int MOST_WAITING = 4096;
    /** And those of one caller: others have room beside it. */
    static final int MOST_WAITING_OF_CALLER = 1024;

    private static final int MOST_KEY_CHARACTERS = 128;
    private static final String NO_KEY =
            "the key of a command is 1 to " + MOST_KEY_CHARACTERS + " printable ASCII characters";
    /** What changes the pace for everybody. */
    private static final Set<String> ADMINISTRATIVE = Set.of(SpeedCommand.KIND, "pause", "resume");

    private final LiveTwin twin;
    private final SpeedCommand speed;
    private final CommandKeys keys = new CommandKeys(MOST_KEYS);
    /** Of commands that the client gave no key: it can ask for them, and they push no key out. */
    private final CommandKeys unnamed = new CommandKeys(MOST_KEYS);

    private final CommandKeyFile file;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<String, AtomicInteger> waitingOf = new ConcurrentHashMap<>();

    /**
     * A desk for a twin that does not live yet; the keys of a kept log are in its folder. Commands that an earlier process promised and
     * that have not taken effect wait again.
     *
     * @throws IOException if they can't be read or written.
     */
    public CommandDesk(LiveTwin twin) throws IOException {
        this.twin = twin;
        this.speed = new SpeedCommand(twin);
        this.file = twin.plan().log().isKept()
                ? CommandKeyFile.open(
                        twin.directory(),
                        MOST_KEYS,
                        keys,
                        unnamed,
                        twin.plan().log().durability() != Durability.NONE)
                : null;
        if (file != null) {
            takeUp(new PromisedCommands(twin, file.takeNoted()));
        }
    }

    /** What {@code do} of a command may say. */
    public static Set<String> kinds() {
        final Set<String> kinds = new LinkedHashSet<>(CommandObject.kinds());
        kinds.add(SpeedCommand.KIND);
        return kinds;
    }

    private void takeUp(PromisedCommands promised) throws IOException {
        for (final PromisedCommands.Promise promise : promised.promises()) {
            final CommandKeyFile.Noted noted = promise.noted();
            final Command command = promise.command();
            final String key = noted.key();
            final CommandKeys remembered = noted.isNamed() ? keys : unnamed;
            if (promised.isInJournal(command)) {
                final CommandAnswer answer = promised.answer(command);
                if (answer != null) {
                    remembered.replace(
                            key, new CommandKeys.Entry(noted.request(), CompletableFuture.completedFuture(answer)));
                    file.answered(key, answer);
                }
            } else if (command.atUs() > twin.nowUs()) {
                final CommandKeys.Entry entry = new CommandKeys.Entry(noted.request(), new CompletableFuture<>());
                remembered.replace(key, entry);
                waiting.incrementAndGet();
                final AtomicInteger ofCaller = waitingOf(callerOf(key));
                ofCaller.incrementAndGet();
                complete(key, entry, remembered, ofCaller, noted(key, true, offer(command)));
            }
        }
    }

    /**
     * Hands a command over. What one thread submits comes to the line in that order.
     *
     * @param caller who wants it; needs the role of an engineer, of an admin for what everybody's time hangs on.
     * @param name key of the caller: from 1 to 128 printable ASCII characters; the same command under the same key is done once and answered alike.
     * @param isNamed whether the client chose the key.
     */
    public CompletableFuture<CommandAnswer> submit(Caller caller, JsonNode command, String name, boolean isNamed) {
        final Role needed = ADMINISTRATIVE.contains(command.path("do").asText()) ? Role.ADMIN : Role.ENGINEER;
        if (!caller.may(needed)) {
            return refused(
                    HttpResponseStatus.FORBIDDEN,
                    "do: '" + command.path("do").asText() + "' takes the role " + needed.text() + ", and yours is "
                            + caller.role().text());
        }
        if (!isKey(name)) {
            return refused(HttpResponseStatus.BAD_REQUEST, NO_KEY);
        }
        final CommandKeys remembered = isNamed ? keys : unnamed;
        final String key = keyOf(caller, name);
        final String request = command.toString();
        final CommandKeys.Entry entry = new CommandKeys.Entry(request, new CompletableFuture<>());
        // The client may name a command by the key that it was given.
        final CommandKeys.Entry given = isNamed ? unnamed.get(key) : null;
        final CommandKeys.Entry before = given == null ? remembered.putIfAbsent(key, entry) : given;
        if (before != null) {
            return before.request().equals(request)
                    ? before.answer()
                    : refused(
                            HttpResponseStatus.UNPROCESSABLE_ENTITY,
                            "key '" + name + "' was used for another command: " + before.request());
        }
        final AtomicInteger ofCaller = waitingOf(caller.name());
        final boolean isTooMany = waiting.incrementAndGet() > MOST_WAITING;
        if (ofCaller.incrementAndGet() > MOST_WAITING_OF_CALLER || isTooMany) {
            waiting.decrementAndGet();
            ofCaller.decrementAndGet();
            remembered.remove(key, entry);
            return isTooMany
                    ? refused(HttpResponseStatus.SERVICE_UNAVAILABLE, "too many commands are waiting")
                    : refused(
                            HttpResponseStatus.TOO_MANY_REQUESTS,
                            MOST_WAITING_OF_CALLER + " of your commands are waiting; send more when some are answered");
        }
        complete(key, entry, remembered, ofCaller, attempt(command, key, isNamed, request));
        return entry.answer();
    }

    private AtomicInteger waitingOf(String caller) {
        return waitingOf.computeIfAbsent(caller, its -> new AtomicInteger());
    }

    private void complete(
            String key,
            CommandKeys.Entry entry,
            CommandKeys remembered,
            AtomicInteger ofCaller,
            CompletableFuture<CommandAnswer> outcome) {
        outcome.whenComplete((answer, failure) -> {
            waiting.decrementAndGet();
            ofCaller.decrementAndGet();
            final CommandAnswer known = failure == null ? answer : failed(failure);
            if (hasNotHappened(known)) {
                // It may be sent again, corrected or when there is room.
                remembered.remove(key, entry);
            }
            entry.answer().complete(known);
        });
    }

    private CompletableFuture<CommandAnswer> attempt(JsonNode command, String key, boolean isNamed, String request) {
        try {
            return answer(command, key, isNamed, request);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<CommandAnswer> answer(JsonNode command, String key, boolean isNamed, String request) {
        if (SpeedCommand.isOne(command)) {
            return speed.set(command);
        }
        final Command read;
        try {
            read = CommandObject.read(command, twin.plan().line(), Set.of(SpeedCommand.KIND));
        } catch (ScenarioException e) {
            return CompletableFuture.completedFuture(CommandAnswer.unreadable(e));
        }
        if (file == null) {
            return offer(read);
        }
        final boolean isForLater = read.atUs() != Command.NOW && read.atUs() > twin.nowUs();
        if (!isNamed && !isForLater) {
            // Behind those with a key that came before it.
            return file.turn().thenCompose(before -> offer(read));
        }
        // Also without a key of the client's: it will be told that the command waits.
        return file.offered(key, request, isNamed).thenCompose(written -> offered(key, isForLater, read));
    }

    /** Offers what stands in the file. */
    private CompletableFuture<CommandAnswer> offered(String key, boolean isForLater, Command command) {
        final CompletableFuture<CommandAnswer> outcome;
        try {
            outcome = offer(command);
        } catch (RejectedExecutionException e) {
            return struckOut(key, e);
        }
        return noted(key, isForLater, outcome);
    }

    /**
     * Notes what becomes of a command that has been offered.
     *
     * @param isForLater it waits on in the file when the process ends before its time.
     */
    private CompletableFuture<CommandAnswer> noted(
            String key, boolean isForLater, CompletableFuture<CommandAnswer> outcome) {
        return outcome.handle((answer, failure) -> {
                    if (failure == null) {
                        // One that can't be noted has happened all the same.
                        return file.answered(key, answer).handle((written, another) -> answer);
                    }
                    // The next process takes it up: neither is it struck out, nor may its key be used for another.
                    return isForLater && isEnd(failure) && !twin.isAtEnd()
                            ? CompletableFuture.completedFuture(CommandAnswer.waiting(nameOf(key)))
                            : struckOut(key, failure);
                })
                .thenCompose(noted -> noted);
    }

    /** Fails with the failure as soon as no later process will take the command up. */
    private CompletableFuture<CommandAnswer> struckOut(String key, Throwable failure) {
        return file.withdrawn(key)
                .handle((written, another) -> CompletableFuture.<CommandAnswer>failedFuture(failure))
                .thenCompose(failed -> failed);
    }

    private CompletableFuture<CommandAnswer> offer(Command command) {
        return twin.offer(command).thenApply(receipt -> CommandAnswer.of(receipt, twin.epoch()));
    }

    /**
     * What became of the command of a key; null when the key is not known.
     *
     * @throws IllegalArgumentException for what can't be a key.
     */
    public CompletableFuture<CommandAnswer> find(Caller caller, String name) {
        if (!isKey(name)) {
            throw new IllegalArgumentException(NO_KEY);
        }
        final String key = keyOf(caller, name);
        final CommandKeys.Entry kept = keys.get(key);
        final CommandKeys.Entry entry = kept == null ? unnamed.get(key) : kept;
        return entry == null ? null : entry.answer();
    }

    private static String keyOf(Caller caller, String key) {
        return caller.name() + " " + key;
    }

    /** A caller's name may have spaces, a key has none. */
    private static String callerOf(String key) {
        return key.substring(0, Math.max(0, key.lastIndexOf(' ')));
    }

    /** As the caller knows it. */
    private static String nameOf(String key) {
        return key.substring(key.lastIndexOf(' ') + 1);
    }

    private static boolean isKey(String key) {
        return !key.isEmpty()
                && key.length() <= MOST_KEY_CHARACTERS
                && key.chars().allMatch(character -> character > ' ' && character < 127);
    }

    private static boolean hasNotHappened(CommandAnswer answer) {
        return answer.status().equals(HttpResponseStatus.BAD_REQUEST)
                || answer.status().equals(HttpResponseStatus.SERVICE_UNAVAILABLE);
    }

    private static CompletableFuture<CommandAnswer> refused(HttpResponseStatus status, String why) {
        return CompletableFuture.completedFuture(CommandAnswer.refused(status, why));
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Whether a command that the twin had taken did not take effect because the twin has ended. */
    private static boolean isEnd(Throwable failure) {
        return cause(failure) instanceof RejectedExecutionException;
    }

    /** The queue is full, the twin has ended, or the disk is full: the command is not in the journal. */
    private static CommandAnswer failed(Throwable failure) {
        final Throwable cause = cause(failure);
        final boolean isKnown = cause instanceof RejectedExecutionException
                || cause instanceof IOException
                || cause instanceof java.io.UncheckedIOException;
        return CommandAnswer.refused(
                isKnown ? HttpResponseStatus.SERVICE_UNAVAILABLE : HttpResponseStatus.INTERNAL_SERVER_ERROR,
                isKnown ? cause.getMessage() : cause.toString());
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
