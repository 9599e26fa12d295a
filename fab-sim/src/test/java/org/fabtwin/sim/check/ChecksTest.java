/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.fabtwin.sim.event.LogSketch;
import org.fabtwin.sim.event.TinyLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ChecksTest {
    /** What is done to the clean log, and the one check that has to see it. */
    record Fault(String check, String name, Consumer<LogSketch> plant) {
        @Override
        public String toString() {
            return check + ": " + name;
        }
    }

    @Test
    void shouldPassCleanLog() {
        final Checks checks = check(TinyRun.log());

        assertThat(findings(checks)).isEmpty();
        assertThat(checks.checks()).hasSize(13).allMatch(LogCheck::isPassed);
        assertThat(checks.endUs()).isEqualTo(110);
    }

    @Test
    void shouldFailCapacityWhenSingleToolHoldsTwoCarriers() {
        assertThat(failed(check(TinyRun.log(TinyLine.json("single"))))).containsExactly("capacity");
        assertThat(failed(check(TinyRun.log(TinyLine.json("two-slot-cascade")))))
                .isEmpty();
    }

    @Test
    void shouldFailQualificationWhenAWaferIsInAChamberThatIsLeftOut() {
        final String etch = "\"toolGroup\":1,";
        final String json = TinyLine.json("cluster");
        assertThat(failed(check(TinyRun.log(json.replace(etch, etch + "\"chambersLeftOut\":[0,3],")))))
                .isEmpty();
        assertThat(failed(check(TinyRun.log(json.replace(etch, etch + "\"chambersLeftOut\":[2],")))))
                .containsExactly("qualification");
    }

    @Test
    void shouldBoundFindingsAndCountAll() {
        final LogSketch log = TinyRun.log();
        for (int i = 0; i < 100; i++) {
            log.twice(log.find("LotReleased", "lot", 2, 0));
        }

        final LogCheck conservation = check(log).checks().get(1);

        assertThat(conservation.findings()).hasSize(LogCheck.MOST_FINDINGS);
        assertThat(conservation.findingCount()).isEqualTo(100);
    }

    @Test
    void shouldNameRecordAndTimeOfFinding() {
        final LogSketch log = TinyRun.log();
        log.twice(log.find("TrackIn", "carrier", 0, 0));

        final List<Finding> findings = findings(check(log));

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.check()).isEqualTo("carrierLife");
            assertThat(finding.message()).isEqualTo("TrackIn of carrier 0 while it was in SGL-01");
            assertThat(finding.timeUs()).isEqualTo(10);
            assertThat(finding.position()).isPositive();
        });
    }

    /** A log that began with a working line: lots that left before may be heard of, but none younger than one released later. */
    @ParameterizedTest
    @CsvSource({"0, true", "1, false", "7, false"})
    void shouldFailConservationWhenALotOfThePastIsYoungerThanANewOne(final int heardOf, final boolean passes) {
        final LogSketch log = TinyRun.log();
        final int first = log.find("LotReleased", "lot", 0, 0);
        log.insert(first, "StateBegins", 0);
        log.insert(first + 1, "StateEnds", 0);
        log.insert(first + 2, "ChartSignalled", 0, "chart", -1, "lot", heardOf - 1, "rule", "BEYOND_LIMIT");

        final List<String> said = findings(check(log)).stream()
                .filter(finding -> finding.check().equals("conservation"))
                .map(Finding::message)
                .toList();

        if (passes) {
            assertThat(said).noneMatch(text -> text.contains("would be younger"));
        } else {
            assertThat(said)
                    .contains("lot 0 was released after news of lot " + (heardOf - 1)
                            + ", which would be younger and is in no record");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void shouldFailExactlyTheCheckOfThePlantedFault(final Fault fault) {
        final LogSketch log = TinyRun.log();
        fault.plant.accept(log);

        final Checks checks = check(log);

        assertThat(failed(checks)).as("%s", findings(checks)).containsExactly(fault.check);
    }

    static Stream<Fault> faults() {
        return Stream.of(
                        recordFaults(),
                        conservationFaults(),
                        lifeAndRouteFaults(),
                        waferAndCapacityFaults(),
                        stateFaults(),
                        queueTimeFaults())
                .flatMap(stream -> stream);
    }

    private static Stream<Fault> recordFaults() {
        return Stream.of(
                new Fault("records", "no header", log -> log.drop(1)),
                new Fault("records", "second header", log -> log.twice(1)),
                new Fault(
                        "records",
                        "time goes back",
                        log -> log.alter(log.find("ParameterChanged", "parameter", 0, 0), "timeUs", 93)),
                new Fault("records", "bytes missing", log -> log.holeBefore(10)),
                new Fault(
                        "records",
                        "wrong length",
                        log -> log.poke(log.find("ParameterChanged", "parameter", 0, 0), 0, 33)),
                new Fault(
                        "records",
                        "unknown event",
                        log -> log.poke(log.find("ParameterChanged", "parameter", 0, 0), 6, 200)),
                new Fault(
                        "records",
                        "unknown code",
                        log -> log.alter(log.find("CommandApplied", "sequence", 1, 0), "kind", 99)),
                new Fault(
                        "records",
                        "id outside the line",
                        log -> log.alter(log.find("ParameterChanged", "parameter", 0, 0), "parameter", 1)));
    }

    private static Stream<Fault> conservationFaults() {
        return Stream.of(
                new Fault("conservation", "lot never released", log -> log.drop(log.find("LotReleased", "lot", 1, 0))),
                new Fault("conservation", "lot released twice", log -> log.twice(log.find("LotReleased", "lot", 1, 0))),
                new Fault(
                        "conservation",
                        "lost wafer",
                        log -> log.alter(log.find("LotCompleted", "lot", 0, 0), "wafers", 1)),
                new Fault(
                        "conservation",
                        "scrap not counted",
                        log -> log.alter(log.find("LotCompleted", "lot", 2, 0), "scrapped", 1)),
                new Fault(
                        "conservation",
                        "scrapped more than there was",
                        log -> log.alter(log.find("WafersScrapped", "lot", 2, 0), "wafers", 3)),
                new Fault(
                        "conservation",
                        "split off all",
                        log -> log.alter(log.find("CarrierSplit", "lot", 0, 0), "wafers", 2)),
                new Fault(
                        "conservation",
                        "merge gains a wafer",
                        log -> log.alter(log.find("CarrierMerged", "lot", 0, 0), "wafers", 2)),
                new Fault(
                        "conservation",
                        "completion not reported",
                        log -> log.drop(log.find("LotCompleted", "lot", 1, 0))),
                new Fault("conservation", "completed twice", log -> log.twice(log.find("LotCompleted", "lot", 1, 0))),
                new Fault(
                        "conservation",
                        "wrong release time",
                        log -> log.alter(log.find("LotCompleted", "lot", 1, 0), "releasedUs", 11)),
                new Fault(
                        "conservation",
                        "carrier of another lot",
                        log -> log.alter(log.find("TransportStarted", "carrier", 1, 0), "lot", 0)),
                new Fault("conservation", "wafer of another lot", log -> log.alter(
                                log.find("WaferStarted", "wafer", 3, 0), "wafer", 30)
                        .alter(log.find("WaferProcessed", "wafer", 3, 0), "wafer", 30)),
                new Fault(
                        "conservation",
                        "event after the end",
                        log -> log.add("TransportStarted", 111, "lot", 2, "carrier", 3, "step", 1, "wafers", 2)));
    }

    private static Stream<Fault> lifeAndRouteFaults() {
        return Stream.of(
                new Fault("carrierLife", "tracked in twice", log -> log.twice(log.find("TrackIn", "carrier", 0, 0))),
                new Fault("carrierLife", "never queued", log -> log.drop(log.find("CarrierQueued", "carrier", 0, 0))),
                new Fault("carrierLife", "queued twice", log -> log.twice(log.find("CarrierQueued", "carrier", 1, 0))),
                new Fault("carrierLife", "left twice", log -> log.twice(log.find("TransportStarted", "carrier", 1, 0))),
                new Fault(
                        "carrierLife",
                        "fewer wafers out than in",
                        log -> log.alter(log.find("TrackOut", "carrier", 0, 0), "wafers", 1)),
                new Fault(
                        "carrierLife",
                        "other visit",
                        log -> log.alter(log.find("TrackOut", "carrier", 0, 0), "visit", 3)),
                new Fault(
                        "carrierLife",
                        "interrupted for longer than inside",
                        log -> log.alter(log.find("TrackOut", "carrier", 0, 0), "interruptedUs", 21)),
                new Fault(
                        "carrierLife",
                        "started while held",
                        log -> log.drop(log.find("LotHoldReleased", "carrier", 0, 0))),
                new Fault(
                        "carrierLife", "hold that never began", log -> log.drop(log.find("LotHeld", "carrier", 0, 0))),
                new Fault(
                        "carrierLife",
                        "queue of another tool group",
                        log -> log.alter(log.find("CarrierQueued", "carrier", 3, 0), "toolGroup", 1)),
                new Fault("route", "back without rework", log -> log.drop(log.find("ReworkStarted", "carrier", 2, 0))),
                new Fault(
                        "route",
                        "step left out",
                        log -> log.alter(log.find("ReworkStarted", "carrier", 2, 0), "toStep", 0)),
                new Fault(
                        "route",
                        "starts elsewhere",
                        log -> log.alter(log.find("LotReleased", "lot", 1, 0), "firstStep", 1)),
                new Fault("route", "completed before the end", log -> log.drop(log.find("WafersScrapped", "lot", 2, 0))
                        .drop(log.find("CarrierQueued", "carrier", 3, 0))
                        .alter(log.find("LotCompleted", "lot", 2, 0), "wafers", 2)
                        .alter(log.find("LotCompleted", "lot", 2, 0), "scrapped", 0)));
    }

    private static Stream<Fault> waferAndCapacityFaults() {
        return Stream.of(
                new Fault(
                        "waferPlace",
                        "in two chambers",
                        log -> log.insert(
                                log.find("WaferProcessed", "wafer", 1, 0),
                                "WaferStarted",
                                52,
                                "wafer",
                                1,
                                "lot",
                                0,
                                "step",
                                1,
                                "chamber",
                                2)),
                new Fault(
                        "waferPlace",
                        "never left the chamber",
                        log -> log.drop(log.find("WaferProcessed", "wafer", 3, 0))),
                new Fault("waferPlace", "left twice", log -> log.twice(log.find("WaferProcessed", "wafer", 3, 0))),
                new Fault(
                        "waferPlace",
                        "left by another chamber",
                        log -> log.alter(log.find("WaferProcessed", "wafer", 3, 0), "chamber", 1)),
                new Fault(
                        "waferPlace", "not processed at all", log -> log.drop(log.find("WaferProcessed", "wafer", 3, 0))
                                .drop(log.find("WaferStarted", "wafer", 3, 0))),
                new Fault("waferPlace", "in another tool than its carrier", log -> log.alter(
                                log.find("WaferStarted", "wafer", 3, 0), "chamber", 3)
                        .alter(log.find("WaferProcessed", "wafer", 3, 0), "chamber", 3)),
                new Fault("capacity", "two wafers in a chamber", log -> log.alter(
                                log.find("WaferStarted", "wafer", 3, 0), "chamber", 1)
                        .alter(log.find("WaferProcessed", "wafer", 3, 0), "chamber", 1)),
                new Fault(
                        "capacity",
                        "batch larger than announced",
                        log -> log.alter(log.find("BatchStarted", "tool", 3, 0), "carriers", 1)),
                new Fault(
                        "capacity",
                        "batch smaller than announced",
                        log -> log.alter(log.find("BatchStarted", "tool", 3, 0), "carriers", 3)),
                new Fault(
                        "capacity",
                        "batch with other wafers",
                        log -> log.alter(log.find("BatchStarted", "tool", 3, 0), "wafers", 5)),
                new Fault("capacity", "batch not announced", log -> log.drop(log.find("BatchStarted", "tool", 3, 0))),
                new Fault(
                        "capacity",
                        "batch started in a full tool",
                        log -> log.insert(
                                log.find("ToolStateChanged", "timeUs", 92, 0),
                                "BatchStarted",
                                91,
                                "tool",
                                3,
                                "carriers",
                                0)),
                new Fault("capacity", "start at a tool that is down", ChecksTest::startWhileDown),
                new Fault("capacity", "start in a chamber that is down", log -> log.insert(
                                log.find("WaferStarted", "wafer", 3, 0),
                                "ChamberStateChanged",
                                56,
                                "chamber",
                                2,
                                "to",
                                "UNSCHEDULED_DOWN",
                                "cause",
                                "BREAKDOWN",
                                "item",
                                0)
                        .insert(
                                log.find("WaferProcessed", "wafer", 2, 0),
                                "ChamberStateChanged",
                                62,
                                "chamber",
                                2,
                                "from",
                                "UNSCHEDULED_DOWN",
                                "cause",
                                "WORK",
                                "item",
                                -1)));
    }

    private static void startWhileDown(final LogSketch log) {
        log.alter(log.find("ToolStateChanged", "tool", 2, 0), "timeUs", 57)
                .alter(log.find("ToolStateChanged", "tool", 2, 0), "from", "SCHEDULED_DOWN");
        log.insert(
                log.find("WaferProcessed", "wafer", 1, 0),
                "ToolStateChanged",
                52,
                "tool",
                2,
                "from",
                "STANDBY",
                "to",
                "SCHEDULED_DOWN",
                "cause",
                "MAINTENANCE",
                "item",
                -1);
        // The change that was at 55 goes behind the wafer that started at 55.
        final int moved = log.find("ToolStateChanged", "timeUs", 57, 0);
        log.drop(moved);
        log.insert(
                log.find("WaferStarted", "wafer", 3, 0),
                "ToolStateChanged",
                57,
                "tool",
                2,
                "from",
                "SCHEDULED_DOWN",
                "to",
                "PRODUCTIVE",
                "cause",
                "WORK",
                "item",
                -1);
    }

    private static Stream<Fault> stateFaults() {
        return Stream.of(
                new Fault(
                        "equipmentStates",
                        "change missing",
                        log -> log.drop(log.find("ToolStateChanged", "timeUs", 20, 0))),
                new Fault(
                        "equipmentStates",
                        "change twice",
                        log -> log.twice(log.find("ToolStateChanged", "timeUs", 92, 0))),
                new Fault(
                        "equipmentStates",
                        "gap between states",
                        log -> log.alter(log.find("ToolStateChanged", "timeUs", 98, 0), "from", "UNSCHEDULED_DOWN")),
                new Fault(
                        "equipmentStates",
                        "wrong cause",
                        log -> log.alter(log.find("ToolStateChanged", "timeUs", 20, 0), "cause", "MAINTENANCE")),
                new Fault("equipmentStates", "standby with work inside", log -> log.drop(
                                log.find("ToolStateChanged", "timeUs", 90, 0))
                        .drop(log.find("ToolStateChanged", "timeUs", 100, 0))),
                new Fault(
                        "equipmentStates",
                        "productive without work",
                        log -> log.alter(log.find("ToolStateChanged", "timeUs", 98, 0), "to", "PRODUCTIVE")),
                new Fault(
                        "equipmentStates",
                        "chamber productive below its detail",
                        log -> log.insert(
                                log.find("WaferStarted", "wafer", 3, 0),
                                "ChamberStateChanged",
                                58,
                                "chamber",
                                2,
                                "to",
                                "PRODUCTIVE",
                                "cause",
                                "WORK",
                                "item",
                                -1)));
    }

    private static Stream<Fault> queueTimeFaults() {
        return Stream.of(
                new Fault(
                        "queueTime",
                        "breach not flagged",
                        log -> log.alter(log.find("QueueTimeEnded", "carrier", 0, 0), "breached", 0)),
                new Fault(
                        "queueTime",
                        "breach flagged wrongly",
                        log -> log.alter(log.find("QueueTimeEnded", "carrier", 1, 0), "breached", 1)),
                new Fault(
                        "queueTime",
                        "breach reported twice",
                        log -> log.twice(log.find("QueueTimeEnded", "carrier", 0, 0))),
                new Fault(
                        "queueTime", "end not reported", log -> log.drop(log.find("QueueTimeEnded", "carrier", 0, 0))),
                new Fault(
                        "queueTime",
                        "wrong elapsed time",
                        log -> log.alter(log.find("QueueTimeEnded", "carrier", 0, 0), "elapsedUs", 36)),
                new Fault(
                        "queueTime",
                        "wrong limit",
                        log -> log.alter(log.find("QueueTimeEnded", "carrier", 1, 0), "limitUs", 31)),
                new Fault(
                        "queueTime",
                        "start not reported",
                        log -> log.drop(log.find("QueueTimeStarted", "carrier", 1, 0))),
                new Fault("queueTime", "opened twice", log -> log.twice(log.find("QueueTimeStarted", "carrier", 1, 0))),
                new Fault("queueTime", "left open", log -> log.drop(log.find("QueueTimeCancelled", "carrier", 2, 0))),
                new Fault(
                        "queueTime",
                        "cancelled twice",
                        log -> log.twice(log.find("QueueTimeCancelled", "carrier", 2, 0))));
    }

    private static Checks check(final LogSketch log) {
        final Checks checks = new Checks();
        log.replay(checks);
        checks.end();
        return checks;
    }

    private static List<String> failed(final Checks checks) {
        return checks.checks().stream()
                .filter(check -> !check.isPassed())
                .map(LogCheck::name)
                .toList();
    }

    private static List<Finding> findings(final Checks checks) {
        return checks.checks().stream()
                .flatMap(check -> check.findings().stream())
                .toList();
    }
}
