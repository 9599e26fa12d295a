/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.fabtwin.sim.event.LogSketch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Logs of real runs with one random record dropped, doubled or altered. The seed is in the message of a failure. */
class MutatedLogTest {
    private static final long SEED = Long.getLong("fab.seed", System.nanoTime());
    private static final int TRIES = Integer.getInteger("fab.tries", 3);

    private static LogSketch pilot;
    private static LogSketch minifab;
    private static int pilotHash;

    /** What happens to the record with an index. */
    @FunctionalInterface
    interface Mutation {
        void apply(LogSketch log, int index);
    }

    record Fault(String check, String scenario, String type, String name, Mutation mutation) {
        @Override
        public String toString() {
            return check + ": " + type + " " + name + " in " + scenario;
        }
    }

    @BeforeAll
    static void run() throws IOException {
        pilot = new LogSketch();
        pilotHash = RunLog.run(
                "line2nm-pilot",
                List.of(),
                2,
                1,
                (buffer, offset, length, code, at) -> pilot.addFrame(buffer, offset, length));
        minifab = new LogSketch();
        RunLog.run(
                "minifab",
                List.of(),
                15,
                1,
                (buffer, offset, length, code, at) -> minifab.addFrame(buffer, offset, length));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void shouldFailTheCheckOfTheFault(final Fault fault) {
        final LogSketch clean = fault.scenario.equals("minifab") ? minifab : pilot;
        final List<Integer> indexes = clean.all(fault.type);
        final Random random = new Random(SEED);
        for (int i = 0; i < TRIES; i++) {
            final LogSketch log = clean.copy();
            // What the first half of the log does wrong has time to show.
            final int index = indexes.get(random.nextInt((indexes.size() + 1) / 2));
            fault.mutation.apply(log, index);
            final Checks checks = new Checks();
            log.replay(checks);
            if (fault.name.equals("bit flipped")) {
                checks.end(pilotHash);
            } else {
                checks.end();
            }

            assertThat(checks.checks().stream()
                            .filter(check -> !check.isPassed())
                            .map(LogCheck::name))
                    .as("seed %d, try %d, record %d", SEED, i, index)
                    .contains(fault.check);
        }
    }

    static Stream<Fault> faults() {
        return Stream.of(
                        dropped("conservation", "LotReleased", "CarrierSplit", "CarrierMerged"),
                        dropped("carrierLife", "CarrierQueued", "TrackIn", "TrackOut", "LotHeld", "LotHoldReleased"),
                        dropped("route", "ReworkStarted"),
                        dropped("waferPlace", "WaferStarted", "WaferProcessed"),
                        dropped("equipmentStates", "ToolStateChanged", "ChamberStateChanged"),
                        dropped("queueTime", "QueueTimeStarted", "QueueTimeEnded"),
                        doubled("conservation", "LotReleased", "CarrierSplit", "CarrierMerged"),
                        doubled("carrierLife", "CarrierQueued", "TrackIn", "TrackOut", "TransportStarted", "LotHeld"),
                        doubled("waferPlace", "WaferStarted", "WaferProcessed"),
                        doubled("equipmentStates", "ToolStateChanged", "ChamberStateChanged"),
                        doubled("queueTime", "QueueTimeStarted", "QueueTimeEnded"),
                        altered(),
                        capacity())
                .flatMap(stream -> stream);
    }

    private static Stream<Fault> dropped(final String check, final String... types) {
        return Stream.of(types).map(type -> new Fault(check, "pilot", type, "dropped", LogSketch::drop));
    }

    private static Stream<Fault> doubled(final String check, final String... types) {
        return Stream.of(types).map(type -> new Fault(check, "pilot", type, "doubled", LogSketch::twice));
    }

    private static Stream<Fault> altered() {
        return Stream.of(
                new Fault(
                        "records",
                        "pilot",
                        "TrackOut",
                        "earlier",
                        (log, index) -> log.alter(index, "timeUs", log.value(index, "timeUs") - 86_400_000_000L)),
                new Fault(
                        "records",
                        "pilot",
                        "WaferStarted",
                        "at no step",
                        (log, index) -> log.alter(index, "step", 1_000_000)),
                new Fault(
                        "records",
                        "pilot",
                        "WaferStarted",
                        "bit flipped",
                        (log, index) -> log.alter(index, "visit", log.value(index, "visit") ^ 1)),
                new Fault(
                        "conservation",
                        "minifab",
                        "LotCompleted",
                        "with a wafer less",
                        (log, index) -> log.alter(index, "wafers", log.value(index, "wafers") - 1)),
                new Fault("conservation", "minifab", "LotCompleted", "dropped", LogSketch::drop),
                new Fault("conservation", "minifab", "LotCompleted", "doubled", LogSketch::twice),
                new Fault(
                        "conservation",
                        "pilot",
                        "CarrierMerged",
                        "with a wafer more",
                        (log, index) -> log.alter(index, "wafers", log.value(index, "wafers") + 1)),
                new Fault(
                        "carrierLife",
                        "pilot",
                        "TrackOut",
                        "with a wafer less",
                        (log, index) -> log.alter(index, "wafers", log.value(index, "wafers") - 1)),
                new Fault(
                        "route",
                        "pilot",
                        "LotReleased",
                        "at a later step",
                        (log, index) -> log.alter(index, "firstStep", log.value(index, "firstStep") + 1)),
                new Fault(
                        "waferPlace",
                        "pilot",
                        "WaferProcessed",
                        "of another step",
                        (log, index) -> log.alter(index, "step", log.value(index, "step") + 1)),
                new Fault(
                        "equipmentStates",
                        "pilot",
                        "ToolStateChanged",
                        "from elsewhere",
                        (log, index) -> log.alter(index, "from", (log.value(index, "from") + 1) % 6)),
                new Fault(
                        "queueTime",
                        "pilot",
                        "QueueTimeEnded",
                        "with another verdict",
                        (log, index) -> log.alter(index, "breached", 1 - log.value(index, "breached"))),
                new Fault(
                        "queueTime",
                        "pilot",
                        "QueueTimeEnded",
                        "elapsed longer",
                        (log, index) -> log.alter(index, "elapsedUs", log.value(index, "elapsedUs") + 1)),
                new Fault(
                        "queueTime",
                        "pilot",
                        "QueueTimeEnded",
                        "with another limit",
                        (log, index) -> log.alter(index, "limitUs", log.value(index, "limitUs") * 2)));
    }

    private static Stream<Fault> capacity() {
        return Stream.of(
                new Fault("capacity", "minifab", "BatchStarted", "dropped", LogSketch::drop),
                new Fault(
                        "capacity",
                        "minifab",
                        "BatchStarted",
                        "doubled and full",
                        (log, index) -> log.insert(
                                index + 1 + (int) log.value(index, "carriers"),
                                "BatchStarted",
                                log.value(index, "timeUs"),
                                "tool",
                                log.value(index, "tool"),
                                "carriers",
                                1)),
                new Fault(
                        "capacity",
                        "minifab",
                        "BatchStarted",
                        "with a carrier more",
                        (log, index) -> log.alter(index, "carriers", log.value(index, "carriers") + 1)),
                new Fault(
                        "capacity",
                        "minifab",
                        "TrackOut",
                        "after another carrier came",
                        (log, index) -> log.insert(
                                index,
                                "TrackIn",
                                // Just before this one leaves: of a single tool or of a batch tool.
                                log.value(index, "timeUs") - 1,
                                "tool",
                                log.value(index, "tool"),
                                "carrier",
                                1_000_000)),
                new Fault(
                        "capacity",
                        "pilot",
                        "WaferProcessed",
                        "after another wafer came",
                        MutatedLogTest::enterFullChamber),
                new Fault(
                        "capacity",
                        "pilot",
                        "ToolStateChanged",
                        "with a start while down",
                        MutatedLogTest::startWhileDown));
    }

    private static void enterFullChamber(final LogSketch log, final int from) {
        int index = from;
        // Chambers of clusters are those that are not named like their tool.
        while (!log.type(index).name().equals("WaferProcessed") || !isInCluster(log, index)) {
            index++;
        }
        log.insert(
                index,
                "WaferStarted",
                log.value(index, "timeUs") - 1,
                "wafer",
                1_000_000,
                "lot",
                log.value(index, "lot"),
                "step",
                log.value(index, "step"),
                "chamber",
                log.value(index, "chamber"));
    }

    private static boolean isInCluster(final LogSketch log, final int index) {
        final var line = log.line();
        return line.toolGroupOf(line.toolOfChamber((int) log.value(index, "chamber")))
                .kind()
                .equals("cluster");
    }

    private static void startWhileDown(final LogSketch log, final int from) {
        int index = from;
        while (!log.type(index).name().equals("ToolStateChanged")
                || log.value(index, "to") < 3
                || log.value(index, "cause") == 2) {
            index++;
        }
        log.insert(
                index + 1,
                "TrackIn",
                log.value(index, "timeUs") + 1,
                "tool",
                log.value(index, "tool"),
                "carrier",
                1_000_000);
    }
}
