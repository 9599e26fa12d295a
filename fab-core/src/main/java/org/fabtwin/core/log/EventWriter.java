/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import static org.agrona.UnsafeApi.putByte;
import static org.agrona.UnsafeApi.putDouble;
import static org.agrona.UnsafeApi.putInt;
import static org.agrona.UnsafeApi.putLong;
import static org.agrona.UnsafeApi.putShort;

import org.fabtwin.core.event.BatchStartedEncoder;
import org.fabtwin.core.event.CarrierMergedEncoder;
import org.fabtwin.core.event.CarrierQueuedEncoder;
import org.fabtwin.core.event.CarrierSplitEncoder;
import org.fabtwin.core.event.ChamberStateChangedEncoder;
import org.fabtwin.core.event.CommandAppliedEncoder;
import org.fabtwin.core.event.DiesLostEncoder;
import org.fabtwin.core.event.ExcursionEndedEncoder;
import org.fabtwin.core.event.ExcursionStartedEncoder;
import org.fabtwin.core.event.LockStateChangedEncoder;
import org.fabtwin.core.event.LotCompletedEncoder;
import org.fabtwin.core.event.LotHeldEncoder;
import org.fabtwin.core.event.LotHoldReleasedEncoder;
import org.fabtwin.core.event.LotReleasedEncoder;
import org.fabtwin.core.event.ParameterChangedEncoder;
import org.fabtwin.core.event.QueueTimeCancelledEncoder;
import org.fabtwin.core.event.QueueTimeEndedEncoder;
import org.fabtwin.core.event.QueueTimeStartedEncoder;
import org.fabtwin.core.event.ReticleMovedEncoder;
import org.fabtwin.core.event.ReworkStartedEncoder;
import org.fabtwin.core.event.SetupChangedEncoder;
import org.fabtwin.core.event.StateBeginsEncoder;
import org.fabtwin.core.event.StateEndsEncoder;
import org.fabtwin.core.event.ToolStateChangedEncoder;
import org.fabtwin.core.event.TrackInEncoder;
import org.fabtwin.core.event.TrackOutEncoder;
import org.fabtwin.core.event.TransportStartedEncoder;
import org.fabtwin.core.event.WaferPickedEncoder;
import org.fabtwin.core.event.WaferPlacedEncoder;
import org.fabtwin.core.event.WaferProcessedEncoder;
import org.fabtwin.core.event.WaferStartedEncoder;
import org.fabtwin.core.event.WaferTestedEncoder;
import org.fabtwin.core.event.WafersScrappedEncoder;
import org.fabtwin.core.state.IntColumn;

/**
 * Encodes the events into the log, in place: one method a message of events.xml, with the time, the subject and the
 * other fields in the table's order. Single-threaded: the twin's thread only. Allocates nothing.
 *
 * <p>Enumerated fields are their codes ({@code E10State.PRODUCTIVE.value()}), as the state's columns hold them. Counts
 * are unsigned 16 bits. A log starts with {@link LogMetadata#writeTo}.
 *
 * <p>Fields are stored at addresses, with no check of bounds for each: the claim has checked the frame's room once, and a
 * frame's length follows from the same table as its fields' offsets.
 */
public final class EventWriter {
    private static final int LOT_RELEASED = LogFormat.frameLength(LotReleasedEncoder.BLOCK_LENGTH);
    private static final long LOT_RELEASED_WORD =
            LogFormat.frameWord(LOT_RELEASED, LotReleasedEncoder.BLOCK_LENGTH, LotReleasedEncoder.TEMPLATE_ID);
    private static final int LOT_COMPLETED = LogFormat.frameLength(LotCompletedEncoder.BLOCK_LENGTH);
    private static final long LOT_COMPLETED_WORD =
            LogFormat.frameWord(LOT_COMPLETED, LotCompletedEncoder.BLOCK_LENGTH, LotCompletedEncoder.TEMPLATE_ID);
    private static final int LOT_HELD = LogFormat.frameLength(LotHeldEncoder.BLOCK_LENGTH);
    private static final long LOT_HELD_WORD =
            LogFormat.frameWord(LOT_HELD, LotHeldEncoder.BLOCK_LENGTH, LotHeldEncoder.TEMPLATE_ID);
    private static final int LOT_HOLD_RELEASED = LogFormat.frameLength(LotHoldReleasedEncoder.BLOCK_LENGTH);
    private static final long LOT_HOLD_RELEASED_WORD = LogFormat.frameWord(
            LOT_HOLD_RELEASED, LotHoldReleasedEncoder.BLOCK_LENGTH, LotHoldReleasedEncoder.TEMPLATE_ID);
    private static final int WAFERS_SCRAPPED = LogFormat.frameLength(WafersScrappedEncoder.BLOCK_LENGTH);
    private static final long WAFERS_SCRAPPED_WORD =
            LogFormat.frameWord(WAFERS_SCRAPPED, WafersScrappedEncoder.BLOCK_LENGTH, WafersScrappedEncoder.TEMPLATE_ID);
    private static final int CARRIER_SPLIT = LogFormat.frameLength(CarrierSplitEncoder.BLOCK_LENGTH);
    private static final long CARRIER_SPLIT_WORD =
            LogFormat.frameWord(CARRIER_SPLIT, CarrierSplitEncoder.BLOCK_LENGTH, CarrierSplitEncoder.TEMPLATE_ID);
    private static final int CARRIER_MERGED = LogFormat.frameLength(CarrierMergedEncoder.BLOCK_LENGTH);
    private static final long CARRIER_MERGED_WORD =
            LogFormat.frameWord(CARRIER_MERGED, CarrierMergedEncoder.BLOCK_LENGTH, CarrierMergedEncoder.TEMPLATE_ID);
    private static final int TRANSPORT_STARTED = LogFormat.frameLength(TransportStartedEncoder.BLOCK_LENGTH);
    private static final long TRANSPORT_STARTED_WORD = LogFormat.frameWord(
            TRANSPORT_STARTED, TransportStartedEncoder.BLOCK_LENGTH, TransportStartedEncoder.TEMPLATE_ID);
    private static final int CARRIER_QUEUED = LogFormat.frameLength(CarrierQueuedEncoder.BLOCK_LENGTH);
    private static final long CARRIER_QUEUED_WORD =
            LogFormat.frameWord(CARRIER_QUEUED, CarrierQueuedEncoder.BLOCK_LENGTH, CarrierQueuedEncoder.TEMPLATE_ID);
    private static final int TRACK_IN = LogFormat.frameLength(TrackInEncoder.BLOCK_LENGTH);
    private static final long TRACK_IN_WORD =
            LogFormat.frameWord(TRACK_IN, TrackInEncoder.BLOCK_LENGTH, TrackInEncoder.TEMPLATE_ID);
    private static final int TRACK_OUT = LogFormat.frameLength(TrackOutEncoder.BLOCK_LENGTH);
    private static final long TRACK_OUT_WORD =
            LogFormat.frameWord(TRACK_OUT, TrackOutEncoder.BLOCK_LENGTH, TrackOutEncoder.TEMPLATE_ID);
    private static final int REWORK_STARTED = LogFormat.frameLength(ReworkStartedEncoder.BLOCK_LENGTH);
    private static final long REWORK_STARTED_WORD =
            LogFormat.frameWord(REWORK_STARTED, ReworkStartedEncoder.BLOCK_LENGTH, ReworkStartedEncoder.TEMPLATE_ID);
    private static final int STATE_BEGINS = LogFormat.frameLength(StateBeginsEncoder.BLOCK_LENGTH);
    private static final long STATE_BEGINS_WORD =
            LogFormat.frameWord(STATE_BEGINS, StateBeginsEncoder.BLOCK_LENGTH, StateBeginsEncoder.TEMPLATE_ID);
    private static final int STATE_ENDS = LogFormat.frameLength(StateEndsEncoder.BLOCK_LENGTH);
    private static final long STATE_ENDS_WORD =
            LogFormat.frameWord(STATE_ENDS, StateEndsEncoder.BLOCK_LENGTH, StateEndsEncoder.TEMPLATE_ID);
    private static final int BATCH_STARTED = LogFormat.frameLength(BatchStartedEncoder.BLOCK_LENGTH);
    private static final long BATCH_STARTED_WORD =
            LogFormat.frameWord(BATCH_STARTED, BatchStartedEncoder.BLOCK_LENGTH, BatchStartedEncoder.TEMPLATE_ID);
    private static final int WAFER_STARTED = LogFormat.frameLength(WaferStartedEncoder.BLOCK_LENGTH);
    private static final long WAFER_STARTED_WORD =
            LogFormat.frameWord(WAFER_STARTED, WaferStartedEncoder.BLOCK_LENGTH, WaferStartedEncoder.TEMPLATE_ID);
    private static final int WAFER_PROCESSED = LogFormat.frameLength(WaferProcessedEncoder.BLOCK_LENGTH);
    private static final long WAFER_PROCESSED_WORD =
            LogFormat.frameWord(WAFER_PROCESSED, WaferProcessedEncoder.BLOCK_LENGTH, WaferProcessedEncoder.TEMPLATE_ID);
    private static final int WAFER_PICKED = LogFormat.frameLength(WaferPickedEncoder.BLOCK_LENGTH);
    private static final long WAFER_PICKED_WORD =
            LogFormat.frameWord(WAFER_PICKED, WaferPickedEncoder.BLOCK_LENGTH, WaferPickedEncoder.TEMPLATE_ID);
    private static final int WAFER_PLACED = LogFormat.frameLength(WaferPlacedEncoder.BLOCK_LENGTH);
    private static final long WAFER_PLACED_WORD =
            LogFormat.frameWord(WAFER_PLACED, WaferPlacedEncoder.BLOCK_LENGTH, WaferPlacedEncoder.TEMPLATE_ID);
    private static final int LOCK_STATE_CHANGED = LogFormat.frameLength(LockStateChangedEncoder.BLOCK_LENGTH);
    private static final long LOCK_STATE_CHANGED_WORD = LogFormat.frameWord(
            LOCK_STATE_CHANGED, LockStateChangedEncoder.BLOCK_LENGTH, LockStateChangedEncoder.TEMPLATE_ID);
    private static final int TOOL_STATE_CHANGED = LogFormat.frameLength(ToolStateChangedEncoder.BLOCK_LENGTH);
    private static final long TOOL_STATE_CHANGED_WORD = LogFormat.frameWord(
            TOOL_STATE_CHANGED, ToolStateChangedEncoder.BLOCK_LENGTH, ToolStateChangedEncoder.TEMPLATE_ID);
    private static final int CHAMBER_STATE_CHANGED = LogFormat.frameLength(ChamberStateChangedEncoder.BLOCK_LENGTH);
    private static final long CHAMBER_STATE_CHANGED_WORD = LogFormat.frameWord(
            CHAMBER_STATE_CHANGED, ChamberStateChangedEncoder.BLOCK_LENGTH, ChamberStateChangedEncoder.TEMPLATE_ID);
    private static final int SETUP_CHANGED = LogFormat.frameLength(SetupChangedEncoder.BLOCK_LENGTH);
    private static final long SETUP_CHANGED_WORD =
            LogFormat.frameWord(SETUP_CHANGED, SetupChangedEncoder.BLOCK_LENGTH, SetupChangedEncoder.TEMPLATE_ID);
    private static final int RETICLE_MOVED = LogFormat.frameLength(ReticleMovedEncoder.BLOCK_LENGTH);
    private static final long RETICLE_MOVED_WORD =
            LogFormat.frameWord(RETICLE_MOVED, ReticleMovedEncoder.BLOCK_LENGTH, ReticleMovedEncoder.TEMPLATE_ID);
    private static final int QUEUE_TIME_STARTED = LogFormat.frameLength(QueueTimeStartedEncoder.BLOCK_LENGTH);
    private static final long QUEUE_TIME_STARTED_WORD = LogFormat.frameWord(
            QUEUE_TIME_STARTED, QueueTimeStartedEncoder.BLOCK_LENGTH, QueueTimeStartedEncoder.TEMPLATE_ID);
    private static final int QUEUE_TIME_ENDED = LogFormat.frameLength(QueueTimeEndedEncoder.BLOCK_LENGTH);
    private static final long QUEUE_TIME_ENDED_WORD = LogFormat.frameWord(
            QUEUE_TIME_ENDED, QueueTimeEndedEncoder.BLOCK_LENGTH, QueueTimeEndedEncoder.TEMPLATE_ID);
    private static final int QUEUE_TIME_CANCELLED = LogFormat.frameLength(QueueTimeCancelledEncoder.BLOCK_LENGTH);
    private static final long QUEUE_TIME_CANCELLED_WORD = LogFormat.frameWord(
            QUEUE_TIME_CANCELLED, QueueTimeCancelledEncoder.BLOCK_LENGTH, QueueTimeCancelledEncoder.TEMPLATE_ID);
    private static final int COMMAND_APPLIED = LogFormat.frameLength(CommandAppliedEncoder.BLOCK_LENGTH);
    private static final long COMMAND_APPLIED_WORD =
            LogFormat.frameWord(COMMAND_APPLIED, CommandAppliedEncoder.BLOCK_LENGTH, CommandAppliedEncoder.TEMPLATE_ID);
    private static final int PARAMETER_CHANGED = LogFormat.frameLength(ParameterChangedEncoder.BLOCK_LENGTH);
    private static final long PARAMETER_CHANGED_WORD = LogFormat.frameWord(
            PARAMETER_CHANGED, ParameterChangedEncoder.BLOCK_LENGTH, ParameterChangedEncoder.TEMPLATE_ID);
    private static final int DIES_LOST = LogFormat.frameLength(DiesLostEncoder.BLOCK_LENGTH);
    private static final long DIES_LOST_WORD =
            LogFormat.frameWord(DIES_LOST, DiesLostEncoder.BLOCK_LENGTH, DiesLostEncoder.TEMPLATE_ID);
    private static final int EXCURSION_STARTED = LogFormat.frameLength(ExcursionStartedEncoder.BLOCK_LENGTH);
    private static final long EXCURSION_STARTED_WORD = LogFormat.frameWord(
            EXCURSION_STARTED, ExcursionStartedEncoder.BLOCK_LENGTH, ExcursionStartedEncoder.TEMPLATE_ID);
    private static final int EXCURSION_ENDED = LogFormat.frameLength(ExcursionEndedEncoder.BLOCK_LENGTH);
    private static final long EXCURSION_ENDED_WORD =
            LogFormat.frameWord(EXCURSION_ENDED, ExcursionEndedEncoder.BLOCK_LENGTH, ExcursionEndedEncoder.TEMPLATE_ID);

    final EventLog log;

    /** Writes to this log. */
    public EventWriter(EventLog log) {
        this.log = log;
    }

    /** Records written to the log, its first two included. */
    public long records() {
        return log.records();
    }

    /** Claims a frame and writes what all messages share; returns the block's address. */
    long begin(int frameLength, long frameWord, int subject, long timeUs) {
        long frame = log.claimAddress(frameLength);
        // Zero the last word first: the block may end within it, and the ring's old bytes must not reach the hash.
        putLong(frame + frameLength - Long.BYTES, 0);
        putLong(frame, frameWord);
        putLong(frame + Long.BYTES, LogFormat.schemaWord(subject));
        putLong(frame + RecordHandler.TIME_OFFSET, timeUs);
        return frame + RecordHandler.BLOCK_OFFSET;
    }

    /** The records up to {@link #stateEnds} tell what a snapshot brought. */
    public void stateBegins(long timeUs, int lots) {
        begin(STATE_BEGINS, STATE_BEGINS_WORD, lots, timeUs);
        log.commit(STATE_BEGINS);
    }

    /** All that a snapshot brought has been told. */
    public void stateEnds(long timeUs, int lots) {
        begin(STATE_ENDS, STATE_ENDS_WORD, lots, timeUs);
        log.commit(STATE_ENDS);
    }

    /** A lot entered the line. */
    public void lotReleased(
            long timeUs,
            int lot,
            int product,
            int lotClass,
            int priority,
            long dueUs,
            int firstStep,
            int carrier,
            int firstWafer,
            int wafers,
            int initial) {
        long block = begin(LOT_RELEASED, LOT_RELEASED_WORD, lot, timeUs);
        putShort(block + LotReleasedEncoder.productEncodingOffset(), (short) product);
        putShort(block + LotReleasedEncoder.lotClassEncodingOffset(), (short) lotClass);
        putInt(block + LotReleasedEncoder.priorityEncodingOffset(), priority);
        putLong(block + LotReleasedEncoder.dueUsEncodingOffset(), dueUs);
        putInt(block + LotReleasedEncoder.firstStepEncodingOffset(), firstStep);
        putInt(block + LotReleasedEncoder.carrierEncodingOffset(), carrier);
        putInt(block + LotReleasedEncoder.firstWaferEncodingOffset(), firstWafer);
        putShort(block + LotReleasedEncoder.wafersEncodingOffset(), (short) wafers);
        putShort(block + LotReleasedEncoder.initialEncodingOffset(), (short) initial);
        log.commit(LOT_RELEASED);
    }

    /** The last wafers of a lot left its route. */
    public void lotCompleted(
            long timeUs, int lot, int product, int lotClass, int wafers, int scrapped, long releasedUs, long dueUs) {
        long block = begin(LOT_COMPLETED, LOT_COMPLETED_WORD, lot, timeUs);
        putShort(block + LotCompletedEncoder.productEncodingOffset(), (short) product);
        putShort(block + LotCompletedEncoder.lotClassEncodingOffset(), (short) lotClass);
        putShort(block + LotCompletedEncoder.wafersEncodingOffset(), (short) wafers);
        putShort(block + LotCompletedEncoder.scrappedEncodingOffset(), (short) scrapped);
        putLong(block + LotCompletedEncoder.releasedUsEncodingOffset(), releasedUs);
        putLong(block + LotCompletedEncoder.dueUsEncodingOffset(), dueUs);
        log.commit(LOT_COMPLETED);
    }

    /** A carrier of the lot was put on hold. */
    public void lotHeld(long timeUs, int lot, int carrier, int step, int reason) {
        long block = begin(LOT_HELD, LOT_HELD_WORD, lot, timeUs);
        putInt(block + LotHeldEncoder.carrierEncodingOffset(), carrier);
        putInt(block + LotHeldEncoder.stepEncodingOffset(), step);
        putByte(block + LotHeldEncoder.reasonEncodingOffset(), (byte) reason);
        log.commit(LOT_HELD);
    }

    /** The hold ended. */
    public void lotHoldReleased(long timeUs, int lot, int carrier, int step, int reason) {
        long block = begin(LOT_HOLD_RELEASED, LOT_HOLD_RELEASED_WORD, lot, timeUs);
        putInt(block + LotHoldReleasedEncoder.carrierEncodingOffset(), carrier);
        putInt(block + LotHoldReleasedEncoder.stepEncodingOffset(), step);
        putByte(block + LotHoldReleasedEncoder.reasonEncodingOffset(), (byte) reason);
        log.commit(LOT_HOLD_RELEASED);
    }

    /** Wafers of a carrier were scrapped; the carrier is gone. */
    public void wafersScrapped(long timeUs, int lot, int carrier, int step, int wafers, int cause) {
        long block = begin(WAFERS_SCRAPPED, WAFERS_SCRAPPED_WORD, lot, timeUs);
        putInt(block + WafersScrappedEncoder.carrierEncodingOffset(), carrier);
        putInt(block + WafersScrappedEncoder.stepEncodingOffset(), step);
        putShort(block + WafersScrappedEncoder.wafersEncodingOffset(), (short) wafers);
        putByte(block + WafersScrappedEncoder.causeEncodingOffset(), (byte) cause);
        log.commit(WAFERS_SCRAPPED);
    }

    /** Wafers left a carrier and go on in a new one. */
    public void carrierSplit(long timeUs, int lot, int parent, int carrier, int step, int wafers, int returns) {
        long block = begin(CARRIER_SPLIT, CARRIER_SPLIT_WORD, lot, timeUs);
        putInt(block + CarrierSplitEncoder.parentEncodingOffset(), parent);
        putInt(block + CarrierSplitEncoder.carrierEncodingOffset(), carrier);
        putInt(block + CarrierSplitEncoder.stepEncodingOffset(), step);
        putShort(block + CarrierSplitEncoder.wafersEncodingOffset(), (short) wafers);
        putShort(block + CarrierSplitEncoder.returnsEncodingOffset(), (short) returns);
        log.commit(CARRIER_SPLIT);
    }

    /** The wafers of a carrier joined another of the same lot; the carrier is gone. */
    public void carrierMerged(long timeUs, int lot, int parent, int carrier, int step, int wafers) {
        long block = begin(CARRIER_MERGED, CARRIER_MERGED_WORD, lot, timeUs);
        putInt(block + CarrierMergedEncoder.parentEncodingOffset(), parent);
        putInt(block + CarrierMergedEncoder.carrierEncodingOffset(), carrier);
        putInt(block + CarrierMergedEncoder.stepEncodingOffset(), step);
        putShort(block + CarrierMergedEncoder.wafersEncodingOffset(), (short) wafers);
        log.commit(CARRIER_MERGED);
    }

    /** A carrier left for the tool group of its next step. */
    public void transportStarted(long timeUs, int lot, int carrier, int step, int wafers) {
        long block = begin(TRANSPORT_STARTED, TRANSPORT_STARTED_WORD, lot, timeUs);
        putInt(block + TransportStartedEncoder.carrierEncodingOffset(), carrier);
        putInt(block + TransportStartedEncoder.stepEncodingOffset(), step);
        putShort(block + TransportStartedEncoder.wafersEncodingOffset(), (short) wafers);
        log.commit(TRANSPORT_STARTED);
    }

    /** A carrier joined the queue of a tool group. */
    public void carrierQueued(long timeUs, int lot, int carrier, int step, int toolGroup, int wafers) {
        long block = begin(CARRIER_QUEUED, CARRIER_QUEUED_WORD, lot, timeUs);
        putInt(block + CarrierQueuedEncoder.carrierEncodingOffset(), carrier);
        putInt(block + CarrierQueuedEncoder.stepEncodingOffset(), step);
        putShort(block + CarrierQueuedEncoder.toolGroupEncodingOffset(), (short) toolGroup);
        putShort(block + CarrierQueuedEncoder.wafersEncodingOffset(), (short) wafers);
        log.commit(CARRIER_QUEUED);
    }

    /** A carrier started at a tool. */
    public void trackIn(long timeUs, int lot, int carrier, int step, int tool, int wafers, int visit) {
        long block = begin(TRACK_IN, TRACK_IN_WORD, lot, timeUs);
        putInt(block + TrackInEncoder.carrierEncodingOffset(), carrier);
        putInt(block + TrackInEncoder.stepEncodingOffset(), step);
        putInt(block + TrackInEncoder.toolEncodingOffset(), tool);
        putShort(block + TrackInEncoder.wafersEncodingOffset(), (short) wafers);
        putShort(block + TrackInEncoder.visitEncodingOffset(), (short) visit);
        log.commit(TRACK_IN);
    }

    /** A carrier's last wafer at this step is done. */
    public void trackOut(
            long timeUs,
            int lot,
            int carrier,
            int step,
            int tool,
            int wafers,
            int visit,
            long busyUs,
            long interruptedUs) {
        long block = begin(TRACK_OUT, TRACK_OUT_WORD, lot, timeUs);
        putInt(block + TrackOutEncoder.carrierEncodingOffset(), carrier);
        putInt(block + TrackOutEncoder.stepEncodingOffset(), step);
        putInt(block + TrackOutEncoder.toolEncodingOffset(), tool);
        putShort(block + TrackOutEncoder.wafersEncodingOffset(), (short) wafers);
        putShort(block + TrackOutEncoder.visitEncodingOffset(), (short) visit);
        putLong(block + TrackOutEncoder.busyUsEncodingOffset(), busyUs);
        putLong(block + TrackOutEncoder.interruptedUsEncodingOffset(), interruptedUs);
        log.commit(TRACK_OUT);
    }

    /** A carrier goes back on its route. */
    public void reworkStarted(long timeUs, int lot, int carrier, int step, int toStep, int wafers) {
        long block = begin(REWORK_STARTED, REWORK_STARTED_WORD, lot, timeUs);
        putInt(block + ReworkStartedEncoder.carrierEncodingOffset(), carrier);
        putInt(block + ReworkStartedEncoder.stepEncodingOffset(), step);
        putInt(block + ReworkStartedEncoder.toStepEncodingOffset(), toStep);
        putShort(block + ReworkStartedEncoder.wafersEncodingOffset(), (short) wafers);
        log.commit(REWORK_STARTED);
    }

    /** A batch tool started; the TrackIn records of its carriers follow. */
    public void batchStarted(long timeUs, int tool, int step, int carriers, int wafers) {
        long block = begin(BATCH_STARTED, BATCH_STARTED_WORD, tool, timeUs);
        putInt(block + BatchStartedEncoder.stepEncodingOffset(), step);
        putShort(block + BatchStartedEncoder.carriersEncodingOffset(), (short) carriers);
        putShort(block + BatchStartedEncoder.wafersEncodingOffset(), (short) wafers);
        log.commit(BATCH_STARTED);
    }

    /** A wafer entered a chamber (detail wafer and finer). */
    public void waferStarted(long timeUs, int wafer, int lot, int step, int chamber, int visit) {
        long block = begin(WAFER_STARTED, WAFER_STARTED_WORD, wafer, timeUs);
        putInt(block + WaferStartedEncoder.lotEncodingOffset(), lot);
        putInt(block + WaferStartedEncoder.stepEncodingOffset(), step);
        putInt(block + WaferStartedEncoder.chamberEncodingOffset(), chamber);
        putShort(block + WaferStartedEncoder.visitEncodingOffset(), (short) visit);
        log.commit(WAFER_STARTED);
    }

    /** A wafer left the tool's last process position (detail wafer and finer). */
    public void waferProcessed(long timeUs, int wafer, int lot, int step, int chamber, int visit) {
        long block = begin(WAFER_PROCESSED, WAFER_PROCESSED_WORD, wafer, timeUs);
        putInt(block + WaferProcessedEncoder.lotEncodingOffset(), lot);
        putInt(block + WaferProcessedEncoder.stepEncodingOffset(), step);
        putInt(block + WaferProcessedEncoder.chamberEncodingOffset(), chamber);
        putShort(block + WaferProcessedEncoder.visitEncodingOffset(), (short) visit);
        log.commit(WAFER_PROCESSED);
    }

    /** A robot has taken a wafer (detail robot). */
    public void waferPicked(long timeUs, int wafer, int tool, int robot, int place, int number) {
        long block = begin(WAFER_PICKED, WAFER_PICKED_WORD, wafer, timeUs);
        putInt(block + WaferPickedEncoder.toolEncodingOffset(), tool);
        putByte(block + WaferPickedEncoder.robotEncodingOffset(), (byte) robot);
        putByte(block + WaferPickedEncoder.placeEncodingOffset(), (byte) place);
        putShort(block + WaferPickedEncoder.numberEncodingOffset(), (short) number);
        log.commit(WAFER_PICKED);
    }

    /** A robot has put a wafer down (detail robot). */
    public void waferPlaced(long timeUs, int wafer, int tool, int robot, int place, int number) {
        long block = begin(WAFER_PLACED, WAFER_PLACED_WORD, wafer, timeUs);
        putInt(block + WaferPlacedEncoder.toolEncodingOffset(), tool);
        putByte(block + WaferPlacedEncoder.robotEncodingOffset(), (byte) robot);
        putByte(block + WaferPlacedEncoder.placeEncodingOffset(), (byte) place);
        putShort(block + WaferPlacedEncoder.numberEncodingOffset(), (short) number);
        log.commit(WAFER_PLACED);
    }

    /** A load lock began or ended its way to the other pressure (detail robot). */
    public void lockStateChanged(long timeUs, int tool, int lock, int state) {
        long block = begin(LOCK_STATE_CHANGED, LOCK_STATE_CHANGED_WORD, tool, timeUs);
        putShort(block + LockStateChangedEncoder.loadLockEncodingOffset(), (short) lock);
        putByte(block + LockStateChangedEncoder.stateEncodingOffset(), (byte) state);
        putByte(block + LockStateChangedEncoder.reservedEncodingOffset(), (byte) 0);
        log.commit(LOCK_STATE_CHANGED);
    }

    /** A tool changed its state. */
    public void toolStateChanged(long timeUs, int tool, int from, int to, int cause, int item) {
        long block = begin(TOOL_STATE_CHANGED, TOOL_STATE_CHANGED_WORD, tool, timeUs);
        putByte(block + ToolStateChangedEncoder.fromEncodingOffset(), (byte) from);
        putByte(block + ToolStateChangedEncoder.toEncodingOffset(), (byte) to);
        putByte(block + ToolStateChangedEncoder.causeEncodingOffset(), (byte) cause);
        putByte(block + ToolStateChangedEncoder.reservedEncodingOffset(), (byte) 0);
        putInt(block + ToolStateChangedEncoder.itemEncodingOffset(), item);
        log.commit(TOOL_STATE_CHANGED);
    }

    /** A chamber changed its state; PRODUCTIVE and STANDBY at detail chamber and finer only. */
    public void chamberStateChanged(long timeUs, int chamber, int from, int to, int cause, int item) {
        long block = begin(CHAMBER_STATE_CHANGED, CHAMBER_STATE_CHANGED_WORD, chamber, timeUs);
        putByte(block + ChamberStateChangedEncoder.fromEncodingOffset(), (byte) from);
        putByte(block + ChamberStateChangedEncoder.toEncodingOffset(), (byte) to);
        putByte(block + ChamberStateChangedEncoder.causeEncodingOffset(), (byte) cause);
        putByte(block + ChamberStateChangedEncoder.reservedEncodingOffset(), (byte) 0);
        putInt(block + ChamberStateChangedEncoder.itemEncodingOffset(), item);
        log.commit(CHAMBER_STATE_CHANGED);
    }

    /** A tool began to change its setup. */
    public void setupChanged(long timeUs, int tool, int fromSetup, int toSetup, long durationUs) {
        long block = begin(SETUP_CHANGED, SETUP_CHANGED_WORD, tool, timeUs);
        putInt(block + SetupChangedEncoder.fromSetupEncodingOffset(), fromSetup);
        putInt(block + SetupChangedEncoder.toSetupEncodingOffset(), toSetup);
        putLong(block + SetupChangedEncoder.durationUsEncodingOffset(), durationUs);
        log.commit(SETUP_CHANGED);
    }

    /** A reticle comes to a tool. */
    public void reticleMoved(long timeUs, int tool, int setup, int fromTool, long durationUs, int copy) {
        long block = begin(RETICLE_MOVED, RETICLE_MOVED_WORD, tool, timeUs);
        putInt(block + ReticleMovedEncoder.reticleEncodingOffset(), setup);
        putInt(block + ReticleMovedEncoder.fromToolEncodingOffset(), fromTool);
        putLong(block + ReticleMovedEncoder.durationUsEncodingOffset(), durationUs);
        putShort(block + ReticleMovedEncoder.copyNumberEncodingOffset(), (short) copy);
        log.commit(RETICLE_MOVED);
    }

    /** A queue-time window opened. */
    public void queueTimeStarted(long timeUs, int lot, int carrier, int window) {
        long block = begin(QUEUE_TIME_STARTED, QUEUE_TIME_STARTED_WORD, lot, timeUs);
        putInt(block + QueueTimeStartedEncoder.carrierEncodingOffset(), carrier);
        putInt(block + QueueTimeStartedEncoder.windowEncodingOffset(), window);
        log.commit(QUEUE_TIME_STARTED);
    }

    /** A queue-time window closed. */
    public void queueTimeEnded(
            long timeUs, int lot, int carrier, int window, long elapsedUs, long limitUs, int wafers, int breached) {
        long block = begin(QUEUE_TIME_ENDED, QUEUE_TIME_ENDED_WORD, lot, timeUs);
        putInt(block + QueueTimeEndedEncoder.carrierEncodingOffset(), carrier);
        putInt(block + QueueTimeEndedEncoder.windowEncodingOffset(), window);
        putLong(block + QueueTimeEndedEncoder.elapsedUsEncodingOffset(), elapsedUs);
        putLong(block + QueueTimeEndedEncoder.limitUsEncodingOffset(), limitUs);
        putShort(block + QueueTimeEndedEncoder.wafersEncodingOffset(), (short) wafers);
        putShort(block + QueueTimeEndedEncoder.breachedEncodingOffset(), (short) breached);
        log.commit(QUEUE_TIME_ENDED);
    }

    /** A queue-time window ended without a verdict: the wafers went back, or were scrapped. */
    public void queueTimeCancelled(long timeUs, int lot, int carrier, int window) {
        long block = begin(QUEUE_TIME_CANCELLED, QUEUE_TIME_CANCELLED_WORD, lot, timeUs);
        putInt(block + QueueTimeCancelledEncoder.carrierEncodingOffset(), carrier);
        putInt(block + QueueTimeCancelledEncoder.windowEncodingOffset(), window);
        log.commit(QUEUE_TIME_CANCELLED);
    }

    /** A command took effect; also the record of the journal. */
    public void commandApplied(long timeUs, int sequence, int subject, int count, double value, int kind, int result) {
        long block = begin(COMMAND_APPLIED, COMMAND_APPLIED_WORD, sequence, timeUs);
        putInt(block + CommandAppliedEncoder.subjectEncodingOffset(), subject);
        putInt(block + CommandAppliedEncoder.countEncodingOffset(), count);
        putDouble(block + CommandAppliedEncoder.valueEncodingOffset(), value);
        putByte(block + CommandAppliedEncoder.kindEncodingOffset(), (byte) kind);
        putByte(block + CommandAppliedEncoder.resultEncodingOffset(), (byte) result);
        log.commit(COMMAND_APPLIED);
    }

    /** A parameter has a new value. */
    public void parameterChanged(long timeUs, int parameter, double oldValue, double newValue) {
        long block = begin(PARAMETER_CHANGED, PARAMETER_CHANGED_WORD, parameter, timeUs);
        putDouble(block + ParameterChangedEncoder.oldValueEncodingOffset(), oldValue);
        putDouble(block + ParameterChangedEncoder.newValueEncodingOffset(), newValue);
        log.commit(PARAMETER_CHANGED);
    }

    /** A finished wafer was tested; {@code map} holds a letter for each of its dies. */
    public void waferTested(
            long timeUs,
            int wafer,
            int lot,
            int product,
            int dies,
            int good,
            int harvested,
            int systematic,
            int parametric,
            int random,
            IntColumn map) {
        int length = LogFormat.frameLength(WaferTestedEncoder.BLOCK_LENGTH + Integer.BYTES + dies);
        long word = LogFormat.frameWord(length, WaferTestedEncoder.BLOCK_LENGTH, WaferTestedEncoder.TEMPLATE_ID);
        long block = begin(length, word, wafer, timeUs);
        putInt(block + WaferTestedEncoder.lotEncodingOffset(), lot);
        putShort(block + WaferTestedEncoder.productEncodingOffset(), (short) product);
        putShort(block + WaferTestedEncoder.diesEncodingOffset(), (short) dies);
        putShort(block + WaferTestedEncoder.goodEncodingOffset(), (short) good);
        putShort(block + WaferTestedEncoder.harvestedEncodingOffset(), (short) harvested);
        putShort(block + WaferTestedEncoder.systematicEncodingOffset(), (short) systematic);
        putShort(block + WaferTestedEncoder.parametricEncodingOffset(), (short) parametric);
        putShort(block + WaferTestedEncoder.randomEncodingOffset(), (short) random);
        putInt(block + WaferTestedEncoder.BLOCK_LENGTH, dies);
        long text = block + WaferTestedEncoder.BLOCK_LENGTH + Integer.BYTES;
        for (int die = 0; die < dies; die++) {
            putByte(text + die, (byte) map.get(die));
        }
        log.commit(length);
    }

    /** Dies of a wafer were lost the same way. */
    public void diesLost(long timeUs, int wafer, int step, int chamber, int criticalParameter, int dies, int cause) {
        long block = begin(DIES_LOST, DIES_LOST_WORD, wafer, timeUs);
        putInt(block + DiesLostEncoder.stepEncodingOffset(), step);
        putInt(block + DiesLostEncoder.chamberEncodingOffset(), chamber);
        putInt(block + DiesLostEncoder.criticalParameterEncodingOffset(), criticalParameter);
        putShort(block + DiesLostEncoder.diesEncodingOffset(), (short) dies);
        putByte(block + DiesLostEncoder.causeEncodingOffset(), (byte) cause);
        log.commit(DIES_LOST);
    }

    /** A chamber left its usual state. */
    public void excursionStarted(long timeUs, int chamber, int excursion, double size) {
        long block = begin(EXCURSION_STARTED, EXCURSION_STARTED_WORD, chamber, timeUs);
        putInt(block + ExcursionStartedEncoder.excursionEncodingOffset(), excursion);
        putDouble(block + ExcursionStartedEncoder.sizeEncodingOffset(), size);
        log.commit(EXCURSION_STARTED);
    }

    /** A chamber is back in its usual state. */
    public void excursionEnded(long timeUs, int chamber, int excursion, int wafers) {
        long block = begin(EXCURSION_ENDED, EXCURSION_ENDED_WORD, chamber, timeUs);
        putInt(block + ExcursionEndedEncoder.excursionEncodingOffset(), excursion);
        putShort(block + ExcursionEndedEncoder.wafersEncodingOffset(), (short) wafers);
        log.commit(EXCURSION_ENDED);
    }
}
