/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.check;

import static org.fabtwin.sim.event.TinyLine.BATCH;
import static org.fabtwin.sim.event.TinyLine.CASCADE;
import static org.fabtwin.sim.event.TinyLine.CLUSTER;
import static org.fabtwin.sim.event.TinyLine.SINGLE;

import org.fabtwin.sim.event.LogSketch;
import org.fabtwin.sim.event.TinyLine;

/** What happened in 110 microseconds on the tiny line: two lots, a breakdown, a rework with split and merge, a breach, a scrap. */
public final class TinyRun {
    private final LogSketch log;

    private TinyRun(final LogSketch log) {
        this.log = log;
    }

    public static LogSketch log() {
        return log(TinyLine.json("cluster"));
    }

    public static LogSketch log(final String lineJson) {
        final TinyRun run = new TinyRun(TinyLine.start(lineJson));
        run.firstSteps();
        run.rework();
        run.batchAndEnd();
        return run.log;
    }

    private void firstSteps() {
        release(0, 0, 0, 0);
        transport(0, 0, 0, 0);
        queue(10, 0, 0, 0, SINGLE, 2);
        trackIn(10, 0, 0, 0, SINGLE, 2, 0);
        tool(10, SINGLE, "STANDBY", "PRODUCTIVE", "WORK");
        release(10, 1, 1, 2);
        queue(10, 1, 1, 0, SINGLE, 2);
        tool(20, SINGLE, "PRODUCTIVE", "UNSCHEDULED_DOWN", "BREAKDOWN");
        tool(25, SINGLE, "UNSCHEDULED_DOWN", "PRODUCTIVE", "WORK");
        trackOut(30, 0, 0, 0, SINGLE, 2, 0);
        transport(30, 0, 0, 1);
        trackIn(30, 1, 1, 0, SINGLE, 2, 0);
        queue(40, 0, 0, 1, CLUSTER, 2);
        trackIn(40, 0, 0, 1, CLUSTER, 2, 0);
        tool(40, CLUSTER, "STANDBY", "PRODUCTIVE", "WORK");
        wafer("WaferStarted", 40, 0, 0, 1, 1);
        wafer("WaferStarted", 40, 1, 0, 1, 2);
        trackOut(45, 1, 1, 0, SINGLE, 2, 0);
        tool(45, SINGLE, "PRODUCTIVE", "STANDBY", "WORK");
        queue(45, 1, 1, 1, CLUSTER, 2);
        trackIn(45, 1, 1, 1, CLUSTER, 2, 0);
        wafer("WaferProcessed", 50, 0, 0, 1, 1);
        wafer("WaferStarted", 50, 2, 1, 1, 1);
        wafer("WaferProcessed", 55, 1, 0, 1, 2);
        trackOut(55, 0, 0, 1, CLUSTER, 2, 0);
        window("QueueTimeStarted", 55, 0, 0);
        queue(55, 0, 0, 2, CASCADE, 1);
        trackIn(55, 0, 0, 2, CASCADE, 1, 0);
        tool(55, CASCADE, "STANDBY", "PRODUCTIVE", "WORK");
        wafer("WaferStarted", 55, 0, 0, 2, 3);
        wafer("WaferStarted", 58, 3, 1, 1, 2);
    }

    private void rework() {
        wafer("WaferProcessed", 60, 0, 0, 2, 3);
        trackOut(60, 0, 0, 2, CASCADE, 1, 0);
        log.add("CarrierSplit", 60, "lot", 0, "parent", 0, "carrier", 2, "step", 2, "wafers", 1, "returns", 1);
        log.add("LotHeld", 60, "lot", 0, "carrier", 0, "step", 2, "reason", "MERGE");
        log.add("ReworkStarted", 60, "lot", 0, "carrier", 2, "step", 2, "toStep", 1, "wafers", 1);
        tool(60, CASCADE, "PRODUCTIVE", "STANDBY", "WORK");
        queue(60, 0, 2, 4, SINGLE, 1);
        trackIn(60, 0, 2, 4, SINGLE, 1, 1);
        tool(60, SINGLE, "STANDBY", "PRODUCTIVE", "WORK");
        wafer("WaferProcessed", 65, 2, 1, 1, 1);
        wafer("WaferProcessed", 65, 3, 1, 1, 2);
        trackOut(65, 1, 1, 1, CLUSTER, 2, 0);
        window("QueueTimeStarted", 65, 1, 1);
        tool(65, CLUSTER, "PRODUCTIVE", "STANDBY", "WORK");
        transport(65, 1, 1, 3);
        trackOut(70, 0, 2, 4, SINGLE, 1, 1);
        tool(70, SINGLE, "PRODUCTIVE", "STANDBY", "WORK");
        queue(70, 0, 2, 1, CLUSTER, 1);
        trackIn(70, 0, 2, 1, CLUSTER, 1, 1);
        tool(70, CLUSTER, "STANDBY", "PRODUCTIVE", "WORK");
        wafer("WaferStarted", 70, 0, 0, 1, 1);
        queue(75, 1, 1, 3, BATCH, 2);
        wafer("WaferProcessed", 80, 0, 0, 1, 1);
        trackOut(80, 0, 2, 1, CLUSTER, 1, 1);
        window("QueueTimeStarted", 80, 0, 2);
        tool(80, CLUSTER, "PRODUCTIVE", "STANDBY", "WORK");
        queue(80, 0, 2, 2, CASCADE, 1);
        trackIn(80, 0, 2, 2, CASCADE, 1, 1);
        tool(80, CASCADE, "STANDBY", "PRODUCTIVE", "WORK");
        wafer("WaferStarted", 80, 0, 0, 2, 3);
        wafer("WaferProcessed", 85, 0, 0, 2, 3);
        trackOut(85, 0, 2, 2, CASCADE, 1, 1);
        tool(85, CASCADE, "PRODUCTIVE", "STANDBY", "WORK");
        window("QueueTimeCancelled", 85, 0, 2);
        log.add("CarrierMerged", 85, "lot", 0, "parent", 0, "carrier", 2, "step", 2, "wafers", 1);
        log.add("LotHoldReleased", 85, "lot", 0, "carrier", 0, "step", 2, "reason", "MERGE");
        queue(85, 0, 0, 3, BATCH, 2);
    }

    private void batchAndEnd() {
        log.add("BatchStarted", 90, "tool", BATCH, "step", 3, "carriers", 2, "wafers", 4);
        windowEnd(90, 0, 0, 35, 1);
        trackIn(90, 0, 0, 3, BATCH, 2, 0);
        windowEnd(90, 1, 1, 25, 0);
        trackIn(90, 1, 1, 3, BATCH, 2, 0);
        tool(90, BATCH, "STANDBY", "PRODUCTIVE", "WORK");
        tool(92, CLUSTER, "STANDBY", "SCHEDULED_DOWN", "MAINTENANCE");
        log.add("CommandApplied", 94, "sequence", 1, "subject", 0, "kind", "SET_PARAMETER", "value", 5.5);
        log.add("ParameterChanged", 94, "parameter", 0, "oldValue", 4, "newValue", 5.5);
        tool(98, CLUSTER, "SCHEDULED_DOWN", "STANDBY", "WORK");
        trackOut(100, 0, 0, 3, BATCH, 2, 0);
        complete(100, 0, 2, 0, 0);
        trackOut(100, 1, 1, 3, BATCH, 2, 0);
        complete(100, 1, 2, 0, 10);
        tool(100, BATCH, "PRODUCTIVE", "STANDBY", "WORK");
        release(100, 2, 3, 4);
        queue(100, 2, 3, 0, SINGLE, 2);
        log.add("WafersScrapped", 110, "lot", 2, "carrier", 3, "step", 0, "wafers", 2, "cause", "COMMAND");
        complete(110, 2, 0, 2, 100);
    }

    private void release(final long timeUs, final int lot, final int carrier, final int firstWafer) {
        log.add("LotReleased", timeUs, "lot", lot, "dueUs", Long.MAX_VALUE, "carrier", carrier, "wafers", 2);
        log.alter(log.size() - 1, "firstWafer", firstWafer);
    }

    private void complete(final long timeUs, final int lot, final int wafers, final int scrapped, final long fromUs) {
        log.add("LotCompleted", timeUs, "lot", lot, "wafers", wafers, "scrapped", scrapped, "releasedUs", fromUs);
    }

    private void transport(final long timeUs, final int lot, final int carrier, final int step) {
        log.add("TransportStarted", timeUs, "lot", lot, "carrier", carrier, "step", step, "wafers", 2);
    }

    private void queue(
            final long timeUs, final int lot, final int carrier, final int step, final int group, final int wafers) {
        log.add(
                "CarrierQueued",
                timeUs,
                "lot",
                lot,
                "carrier",
                carrier,
                "step",
                step,
                "toolGroup",
                group,
                "wafers",
                wafers);
    }

    private void trackIn(
            final long timeUs,
            final int lot,
            final int carrier,
            final int step,
            final int tool,
            final int wafers,
            final int visit) {
        log.add(
                "TrackIn", timeUs, "lot", lot, "carrier", carrier, "step", step, "tool", tool, "wafers", wafers,
                "visit", visit);
    }

    private void trackOut(
            final long timeUs,
            final int lot,
            final int carrier,
            final int step,
            final int tool,
            final int wafers,
            final int visit) {
        log.add(
                "TrackOut",
                timeUs,
                "lot",
                lot,
                "carrier",
                carrier,
                "step",
                step,
                "tool",
                tool,
                "wafers",
                wafers,
                "visit",
                visit,
                "busyUs",
                5);
    }

    private void wafer(
            final String type, final long timeUs, final int wafer, final int lot, final int step, final int chamber) {
        log.add(type, timeUs, "wafer", wafer, "lot", lot, "step", step, "chamber", chamber);
    }

    private void tool(final long timeUs, final int tool, final String from, final String to, final String cause) {
        log.add("ToolStateChanged", timeUs, "tool", tool, "from", from, "to", to, "cause", cause, "item", -1);
    }

    private void window(final String type, final long timeUs, final int lot, final int carrier) {
        log.add(type, timeUs, "lot", lot, "carrier", carrier, "window", 0);
    }

    private void windowEnd(
            final long timeUs, final int lot, final int carrier, final long elapsedUs, final int breached) {
        log.add(
                "QueueTimeEnded",
                timeUs,
                "lot",
                lot,
                "carrier",
                carrier,
                "elapsedUs",
                elapsedUs,
                "limitUs",
                30,
                "wafers",
                2,
                "breached",
                breached);
    }
}
