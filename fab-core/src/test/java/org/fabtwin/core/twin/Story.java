/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.twin;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.fabtwin.core.event.BatchStartedDecoder;
import org.fabtwin.core.event.CarrierMergedDecoder;
import org.fabtwin.core.event.CarrierSplitDecoder;
import org.fabtwin.core.event.ChamberStateChangedDecoder;
import org.fabtwin.core.event.LotCompletedDecoder;
import org.fabtwin.core.event.LotHeldDecoder;
import org.fabtwin.core.event.LotHoldReleasedDecoder;
import org.fabtwin.core.event.QueueTimeCancelledDecoder;
import org.fabtwin.core.event.QueueTimeEndedDecoder;
import org.fabtwin.core.event.QueueTimeStartedDecoder;
import org.fabtwin.core.event.ReticleMovedDecoder;
import org.fabtwin.core.event.ReworkStartedDecoder;
import org.fabtwin.core.event.SetupChangedDecoder;
import org.fabtwin.core.event.ToolStateChangedDecoder;
import org.fabtwin.core.event.TrackInDecoder;
import org.fabtwin.core.event.TrackOutDecoder;
import org.fabtwin.core.event.WaferProcessedDecoder;
import org.fabtwin.core.event.WaferStartedDecoder;
import org.fabtwin.core.event.WafersScrappedDecoder;
import org.fabtwin.core.line.Line;

/**
 * A log told in words, one line an event, so that a test can hold it against a timeline made by hand: "12'30 c0 etch in ETCH-01" is
 * carrier 0 starting step etch at minute 12 and 30 seconds.
 */
public final class Story {
    private final Line line;
    private final RecordedRun run;

    /** What has happened in a run so far. */
    public static Story of(RecordedRun run) {
        return new Story(run);
    }

    private Story(RecordedRun run) {
        this.run = run;
        this.line = run.twin().line();
    }

    /** All of {@code minutes} of a line. */
    public static Story of(LineFixture fixture, double minutes) throws java.io.IOException {
        return of(fixture.compile(), minutes);
    }

    public static Story of(Line line, double minutes, Command... commands) throws java.io.IOException {
        try (RecordedRun run = RecordedRun.start(line, 1, 0)) {
            for (Command command : commands) {
                run.twin().inbox().offer(command);
            }
            return new Story(run.runTo(minutes));
        }
    }

    /** Starts and ends of carriers at tools. */
    public List<String> tracks() {
        return tell(TrackInDecoder.TEMPLATE_ID, TrackOutDecoder.TEMPLATE_ID);
    }

    public List<String> trackIns() {
        return tell(TrackInDecoder.TEMPLATE_ID);
    }

    public List<String> trackOuts() {
        return tell(TrackOutDecoder.TEMPLATE_ID);
    }

    public List<String> toolStates() {
        return tell(ToolStateChangedDecoder.TEMPLATE_ID);
    }

    public List<String> chamberStates() {
        return tell(ChamberStateChangedDecoder.TEMPLATE_ID);
    }

    public List<String> wafers() {
        return tell(WaferStartedDecoder.TEMPLATE_ID, WaferProcessedDecoder.TEMPLATE_ID);
    }

    public List<String> setups() {
        return tell(SetupChangedDecoder.TEMPLATE_ID, ReticleMovedDecoder.TEMPLATE_ID);
    }

    public List<String> batches() {
        return tell(BatchStartedDecoder.TEMPLATE_ID, TrackInDecoder.TEMPLATE_ID);
    }

    public List<String> windows() {
        return tell(
                QueueTimeStartedDecoder.TEMPLATE_ID,
                QueueTimeEndedDecoder.TEMPLATE_ID,
                QueueTimeCancelledDecoder.TEMPLATE_ID);
    }

    /** What befalls carriers beside tracks: holds, rework, splits, merges, scrap, completion. */
    public List<String> fates() {
        return tell(
                LotHeldDecoder.TEMPLATE_ID,
                LotHoldReleasedDecoder.TEMPLATE_ID,
                ReworkStartedDecoder.TEMPLATE_ID,
                CarrierSplitDecoder.TEMPLATE_ID,
                CarrierMergedDecoder.TEMPLATE_ID,
                WafersScrappedDecoder.TEMPLATE_ID,
                LotCompletedDecoder.TEMPLATE_ID);
    }

    /** Minutes of tool capacity that each track-out says its carrier used. */
    public List<Double> busyMinutes() {
        List<Double> minutes = new ArrayList<>();
        for (RecordedRun.Event event : run.events(TrackOutDecoder.TEMPLATE_ID)) {
            TrackOutDecoder out = new TrackOutDecoder();
            out.wrap(bytes(event.block()), 0, TrackOutDecoder.BLOCK_LENGTH, 1);
            minutes.add(out.busyUs() / 60e6);
        }
        return minutes;
    }

    private List<String> tell(int... templateIds) {
        List<String> lines = new ArrayList<>();
        for (RecordedRun.Event event : run.events()) {
            for (int templateId : templateIds) {
                if (event.templateId() == templateId) {
                    lines.add(time(event.timeUs()) + " " + text(event));
                }
            }
        }
        return lines;
    }

    /** Minutes, and seconds after an apostrophe where there are any. */
    public static String time(long us) {
        long minutes = us / 60_000_000;
        long rest = us % 60_000_000;
        String seconds =
                java.math.BigDecimal.valueOf(rest, 6).stripTrailingZeros().toPlainString();
        return rest == 0 ? Long.toString(minutes) : minutes + "'" + seconds;
    }

    private String text(RecordedRun.Event event) {
        UnsafeBuffer b = bytes(event.block());
        switch (event.templateId()) {
            case TrackInDecoder.TEMPLATE_ID:
                TrackInDecoder in = new TrackInDecoder();
                in.wrap(b, 0, TrackInDecoder.BLOCK_LENGTH, 1);
                return "c" + in.carrier() + " " + step(in.step()) + " in " + tool(in.tool());
            case TrackOutDecoder.TEMPLATE_ID:
                TrackOutDecoder out = new TrackOutDecoder();
                out.wrap(b, 0, TrackOutDecoder.BLOCK_LENGTH, 1);
                return "c" + out.carrier() + " " + step(out.step()) + " out " + tool(out.tool())
                        + (out.interruptedUs() > 0 ? " interrupted " + time(out.interruptedUs()) : "");
            case ToolStateChangedDecoder.TEMPLATE_ID:
                ToolStateChangedDecoder state = new ToolStateChangedDecoder();
                state.wrap(b, 0, ToolStateChangedDecoder.BLOCK_LENGTH, 1);
                return tool(state.tool()) + " " + state.to() + " " + state.cause();
            case ChamberStateChangedDecoder.TEMPLATE_ID:
                ChamberStateChangedDecoder chamber = new ChamberStateChangedDecoder();
                chamber.wrap(b, 0, ChamberStateChangedDecoder.BLOCK_LENGTH, 1);
                return chamber(chamber.chamber()) + " " + chamber.to() + " " + chamber.cause();
            case WaferStartedDecoder.TEMPLATE_ID:
                WaferStartedDecoder started = new WaferStartedDecoder();
                started.wrap(b, 0, WaferStartedDecoder.BLOCK_LENGTH, 1);
                return "w" + started.wafer() + " starts " + chamber(started.chamber());
            case WaferProcessedDecoder.TEMPLATE_ID:
                return "w" + event.subject() + " ends";
            case SetupChangedDecoder.TEMPLATE_ID:
                SetupChangedDecoder setup = new SetupChangedDecoder();
                setup.wrap(b, 0, SetupChangedDecoder.BLOCK_LENGTH, 1);
                return tool(setup.tool()) + " " + setup(setup.fromSetup()) + ">" + setup(setup.toSetup()) + " "
                        + time(setup.durationUs());
            case ReticleMovedDecoder.TEMPLATE_ID:
                ReticleMovedDecoder moved = new ReticleMovedDecoder();
                moved.wrap(b, 0, ReticleMovedDecoder.BLOCK_LENGTH, 1);
                String from = moved.fromTool() < 0 ? "-" : tool(moved.fromTool());
                return tool(moved.tool()) + " gets " + setup(moved.reticle()) + " from " + from + " in "
                        + time(moved.durationUs());
            case BatchStartedDecoder.TEMPLATE_ID:
                BatchStartedDecoder batch = new BatchStartedDecoder();
                batch.wrap(b, 0, BatchStartedDecoder.BLOCK_LENGTH, 1);
                return tool(batch.tool()) + " batch of " + batch.carriers() + " with " + batch.wafers();
            default:
                return fate(event, b);
        }
    }

    private String fate(RecordedRun.Event event, UnsafeBuffer b) {
        switch (event.templateId()) {
            case LotHeldDecoder.TEMPLATE_ID:
                LotHeldDecoder held = new LotHeldDecoder();
                held.wrap(b, 0, LotHeldDecoder.BLOCK_LENGTH, 1);
                return "c" + held.carrier() + " held " + held.reason();
            case LotHoldReleasedDecoder.TEMPLATE_ID:
                LotHoldReleasedDecoder freed = new LotHoldReleasedDecoder();
                freed.wrap(b, 0, LotHoldReleasedDecoder.BLOCK_LENGTH, 1);
                return "c" + freed.carrier() + " freed " + freed.reason();
            case ReworkStartedDecoder.TEMPLATE_ID:
                ReworkStartedDecoder rework = new ReworkStartedDecoder();
                rework.wrap(b, 0, ReworkStartedDecoder.BLOCK_LENGTH, 1);
                return "c" + rework.carrier() + " rework " + step(rework.step()) + ">" + step(rework.toStep()) + " of "
                        + rework.wafers();
            case CarrierSplitDecoder.TEMPLATE_ID:
                CarrierSplitDecoder split = new CarrierSplitDecoder();
                split.wrap(b, 0, CarrierSplitDecoder.BLOCK_LENGTH, 1);
                return "c" + split.carrier() + " split from c" + split.parent() + " with " + split.wafers();
            case CarrierMergedDecoder.TEMPLATE_ID:
                CarrierMergedDecoder merged = new CarrierMergedDecoder();
                merged.wrap(b, 0, CarrierMergedDecoder.BLOCK_LENGTH, 1);
                return "c" + merged.carrier() + " merged into c" + merged.parent() + " with " + merged.wafers();
            case WafersScrappedDecoder.TEMPLATE_ID:
                WafersScrappedDecoder scrapped = new WafersScrappedDecoder();
                scrapped.wrap(b, 0, WafersScrappedDecoder.BLOCK_LENGTH, 1);
                return "c" + scrapped.carrier() + " scrapped " + scrapped.cause() + " of " + scrapped.wafers();
            case LotCompletedDecoder.TEMPLATE_ID:
                LotCompletedDecoder done = new LotCompletedDecoder();
                done.wrap(b, 0, LotCompletedDecoder.BLOCK_LENGTH, 1);
                return "lot" + done.lot() + " done " + done.wafers() + " scrapped " + done.scrapped();
            case QueueTimeStartedDecoder.TEMPLATE_ID:
                QueueTimeStartedDecoder opened = new QueueTimeStartedDecoder();
                opened.wrap(b, 0, QueueTimeStartedDecoder.BLOCK_LENGTH, 1);
                return "c" + opened.carrier() + " window " + opened.window() + " opens";
            case QueueTimeEndedDecoder.TEMPLATE_ID:
                QueueTimeEndedDecoder ended = new QueueTimeEndedDecoder();
                ended.wrap(b, 0, QueueTimeEndedDecoder.BLOCK_LENGTH, 1);
                return "c" + ended.carrier() + " window " + ended.window() + " ends after " + time(ended.elapsedUs())
                        + (ended.breached() == 1 ? " breached" : "");
            case QueueTimeCancelledDecoder.TEMPLATE_ID:
                QueueTimeCancelledDecoder cancelled = new QueueTimeCancelledDecoder();
                cancelled.wrap(b, 0, QueueTimeCancelledDecoder.BLOCK_LENGTH, 1);
                return "c" + cancelled.carrier() + " window " + cancelled.window() + " cancelled";
            default:
                throw new IllegalArgumentException("event of type " + event.templateId());
        }
    }

    private String step(int id) {
        return line.steps().name(id);
    }

    private String tool(int id) {
        return line.toolGroups().toolName(id);
    }

    private String chamber(int id) {
        return line.toolGroups().chamberName(id);
    }

    private String setup(int id) {
        return id < 0 ? "none" : line.setups().name(id);
    }

    /** The fields of a record, for its decoder. */
    public static UnsafeBuffer bytes(String hexadecimal) {
        byte[] bytes = new byte[hexadecimal.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(hexadecimal.substring(2 * i, 2 * i + 2), 16);
        }
        return new UnsafeBuffer(bytes);
    }
}
