/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.peers;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.openjdk.jmh.util.ListStatistics;

/**
 * Times any outside simulator's command beside ours, turn by turn, as processes: start-up counts on both sides. The model is that of the
 * benchmarks ({@code customers}: M/M/4 at 80 % load, two million customers, mean wait; {@code fab}: {@link ReentrantFab}, 300,000 lots, mean
 * cycle time; minutes). The last number that the command prints is its answer.
 */
public final class PeerCommand {
    /** The models by name. */
    public enum Model {
        CUSTOMERS,
        FAB;

        PeerModel on(Library library) {
            return this == CUSTOMERS
                    ? PeerCustomersBenchmark.model(library, PeerCustomersBenchmark.CUSTOMERS)
                    : PeerFabBenchmark.model(library, PeerFabBenchmark.LOTS);
        }

        double expected() {
            return this == CUSTOMERS
                    ? Answers.erlangWait(PeerCustomersBenchmark.SERVERS, PeerCustomersBenchmark.LOAD)
                    : ReentrantFab.CYCLE_TIME_MINUTES;
        }
    }

    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]+(?:\\.[0-9]*)?(?:[eE][-+]?[0-9]+)?");
    private static final double TOLERANCE = 0.06;

    private final Model model;
    private final String command;
    private final List<String> jvm;

    /**
     * @param command run by {@code sh -c}.
     * @param jvm command of a JVM with the flags and the class path of this one.
     */
    public PeerCommand(Model model, String command, List<String> jvm) {
        this.model = model;
        this.command = command;
        this.jvm = List.copyOf(jvm);
    }

    /** A run of a process. */
    private record Run(double seconds, double answer) {}

    /**
     * Runs both in turn.
     *
     * @return what was measured, with the medians and their ratio.
     * @throws IOException if the command fails, or prints no number.
     */
    public ObjectNode run(int rounds, Consumer<String> remarks) throws IOException {
        final ObjectNode result = JsonMapper.builder().build().createObjectNode();
        result.put("model", model.name().toLowerCase(Locale.ROOT)).put("peerCommand", command);
        final double[] peer = new double[rounds];
        final double[] calendar = new double[rounds];
        final double[] twin = new double[rounds];
        double answer = Double.NaN;
        final var runs = result.putArray("runs");
        for (int round = 0; round < rounds; round++) {
            final Run outside = time(List.of("sh", "-c", command));
            calendar[round] = time(ours(Library.EVENT_CALENDAR)).seconds();
            twin[round] = time(ours(Library.TWIN)).seconds();
            peer[round] = outside.seconds();
            answer = outside.answer();
            runs.addObject()
                    .put("peerSeconds", peer[round])
                    .put("eventCalendarSeconds", calendar[round])
                    .put("twinSeconds", twin[round])
                    .put("peerAnswer", answer);
            remarks.accept(runs.get(round).toString());
        }
        result.put("peerMedianSeconds", median(peer))
                .put("eventCalendarMedianSeconds", median(calendar))
                .put("twinMedianSeconds", median(twin))
                .put("peerOverEventCalendar", median(peer) / median(calendar))
                .put("peerOverTwin", median(peer) / median(twin))
                .put("peerAnswer", answer)
                .put("expectedAnswer", model.expected())
                .put("answersAgree", Math.abs(answer / model.expected() - 1) <= TOLERANCE);
        return result;
    }

    private List<String> ours(Library library) {
        final List<String> words = new ArrayList<>(jvm);
        words.addAll(List.of(PeerCommand.class.getName(), model.name(), library.name()));
        return words;
    }

    private static Run time(List<String> words) throws IOException {
        final long start = System.nanoTime();
        final Process process = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        final String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            final int exit = process.waitFor();
            final double seconds = (System.nanoTime() - start) / 1e9;
            if (exit != 0) {
                throw new IOException("exit code " + exit + " of " + words.get(words.size() - 1));
            }
            return new Run(seconds, lastNumber(printed, words));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a peer ran", e);
        }
    }

    private static double lastNumber(String printed, List<String> words) throws IOException {
        return NUMBER.matcher(printed)
                .results()
                .map(MatchResult::group)
                .reduce((first, last) -> last)
                .map(Double::parseDouble)
                .orElseThrow(() -> new IOException("no number in what was printed by " + words.get(words.size() - 1)
                        + ": its answer was expected there, in minutes"));
    }

    private static double median(double[] values) {
        return new ListStatistics(values).getPercentile(50);
    }

    /** The process of ours: model and library; prints the answer. */
    public static void main(String[] args) {
        System.out.println(Model.valueOf(args[0]).on(Library.valueOf(args[1])).run());
    }
}
