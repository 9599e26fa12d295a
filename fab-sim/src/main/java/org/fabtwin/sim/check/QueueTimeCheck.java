/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.check;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.LongArrayList;
import org.fabtwin.core.event.CarrierMergedDecoder;
import org.fabtwin.core.event.CarrierQueuedDecoder;
import org.fabtwin.core.event.CarrierSplitDecoder;
import org.fabtwin.core.event.HoldReason;
import org.fabtwin.core.event.LotCompletedDecoder;
import org.fabtwin.core.event.LotHeldDecoder;
import org.fabtwin.core.event.LotHoldReleasedDecoder;
import org.fabtwin.core.event.LotReleasedDecoder;
import org.fabtwin.core.event.ParameterChangedDecoder;
import org.fabtwin.core.event.QueueTimeCancelledDecoder;
import org.fabtwin.core.event.QueueTimeEndedDecoder;
import org.fabtwin.core.event.QueueTimeStartedDecoder;
import org.fabtwin.core.event.ReworkStartedDecoder;
import org.fabtwin.core.event.TrackInDecoder;
import org.fabtwin.core.event.TrackOutDecoder;
import org.fabtwin.core.event.WafersScrappedDecoder;
import org.fabtwin.sim.event.HeaderLine;
import org.fabtwin.sim.event.IdTable;

/**
 * Queue-time windows: opened once at the end of their first step, ended once before the start of their last or, where it is
 * skipped, the next (or cancelled when the wafers go back, join others or leave); elapsed time, limit and verdict are right.
 */
final class QueueTimeCheck extends LogCheck {
    /** Opening of a window that a snapshot brought. */
    private static final long UNKNOWN_US = Long.MAX_VALUE;

    private static final class Carrier {
        int lot;
        int queuedFor = -1;
        int lastDone = -1;
        /** Step whose window has to be open, or to have been, at the end of this instant; -1 = none. */
        int opens = -1;
        /** Step whose windows have to be closed at the end of this instant; -1 = none. */
        int closes = -1;
        /** Windows and their starts. */
        final IntArrayList open = new IntArrayList();

        final LongArrayList openedUs = new LongArrayList();
        int lastOpened = -1;
        /** 1: joins the carrier that it left after the step; 0: travels alone. */
        int returns;
        /** Whether {@link #lastDone} was done, the log does not say: a snapshot had it on hold there. */
        boolean isDoneUnsure;

        boolean isTouched;
    }

    private final HeaderLine line;
    private final int[] windowFrom;
    private final Int2ObjectHashMap<Carrier> carriers = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<IntArrayList> carriersOfLot = new Int2ObjectHashMap<>();
    private final IntArrayList touched = new IntArrayList();
    private boolean areLimitsChanged;
    private final LotReleasedDecoder released = new LotReleasedDecoder();
    private final LotCompletedDecoder completed = new LotCompletedDecoder();
    private final LotHeldDecoder held = new LotHeldDecoder();
    private final LotHoldReleasedDecoder holdReleased = new LotHoldReleasedDecoder();
    private final CarrierQueuedDecoder queued = new CarrierQueuedDecoder();
    private final TrackInDecoder trackIn = new TrackInDecoder();
    private final TrackOutDecoder trackOut = new TrackOutDecoder();
    private final ReworkStartedDecoder rework = new ReworkStartedDecoder();
    private final CarrierSplitDecoder split = new CarrierSplitDecoder();
    private final CarrierMergedDecoder merged = new CarrierMergedDecoder();
    private final WafersScrappedDecoder scrapped = new WafersScrappedDecoder();
    private final QueueTimeStartedDecoder started = new QueueTimeStartedDecoder();
    private final QueueTimeEndedDecoder ended = new QueueTimeEndedDecoder();
    private final QueueTimeCancelledDecoder cancelled = new QueueTimeCancelledDecoder();

    QueueTimeCheck(final HeaderLine line) {
        super("queueTime", "queue-time windows open and close once, and breaches are reported rightly");
        this.line = line;
        windowFrom = new int[line.stepCount()];
        Arrays.fill(windowFrom, -1);
        for (int window = 0; window < line.windowCount(); window++) {
            windowFrom[line.window(window).from()] = window;
        }
    }

    @Override
    protected void check(final DirectBuffer buffer, final int offset, final int length, final int templateId) {
        switch (templateId) {
            case LotReleasedDecoder.TEMPLATE_ID -> {
                final LotReleasedDecoder record = wrap(released, buffer, offset);
                carrier(record.carrier(), record.lot());
            }
            case CarrierQueuedDecoder.TEMPLATE_ID -> {
                final CarrierQueuedDecoder record = wrap(queued, buffer, offset);
                carrier(record.carrier(), record.lot()).queuedFor = record.step();
            }
            case TrackInDecoder.TEMPLATE_ID -> {
                final TrackInDecoder record = wrap(trackIn, buffer, offset);
                final Carrier carrier = touch(record.carrier(), record.lot());
                carrier.closes = record.step();
                carrier.queuedFor = -1;
            }
            case TrackOutDecoder.TEMPLATE_ID -> {
                final TrackOutDecoder record = wrap(trackOut, buffer, offset);
                final Carrier carrier = touch(record.carrier(), record.lot());
                carrier.opens = record.step();
                carrier.lastDone = record.step();
                carrier.isDoneUnsure = false;
                carrier.lastOpened = -1;
            }
            case LotHeldDecoder.TEMPLATE_ID -> {
                final LotHeldDecoder record = wrap(held, buffer, offset);
                if (isRestoring()) {
                    final Carrier carrier = carrier(record.carrier(), record.lot());
                    carrier.lastDone = record.step();
                    carrier.isDoneUnsure = carrier.returns == 0;
                }
            }
            case LotHoldReleasedDecoder.TEMPLATE_ID -> {
                final LotHoldReleasedDecoder record = wrap(holdReleased, buffer, offset);
                // The wafers that waited for others of their lot leave the step now.
                if (record.reason() == HoldReason.MERGE) {
                    final Carrier carrier = touch(record.carrier(), record.lot());
                    carrier.opens = carrier.isDoneUnsure ? -1 : carrier.lastDone;
                }
            }
            case ReworkStartedDecoder.TEMPLATE_ID -> {
                final ReworkStartedDecoder record = wrap(rework, buffer, offset);
                touch(record.carrier(), record.lot()).opens = -1;
            }
            case CarrierSplitDecoder.TEMPLATE_ID -> {
                final CarrierSplitDecoder record = wrap(split, buffer, offset);
                final Carrier parent = touch(record.parent(), record.lot());
                final Carrier child = carrier(record.carrier(), record.lot());
                parent.opens = -1;
                child.lastDone = record.step();
                child.returns = record.returns();
                if (record.returns() == 0) {
                    // Before the step or after it: the carrier that they left knows.
                    child.lastDone = parent.lastDone < 0 ? record.step() : parent.lastDone;
                    child.isDoneUnsure = parent.isDoneUnsure || parent.lastDone < 0;
                    child.lastOpened = parent.lastOpened;
                    child.open.addAll(parent.open);
                    child.openedUs.addAll(parent.openedUs);
                }
            }
            case CarrierMergedDecoder.TEMPLATE_ID -> {
                final CarrierMergedDecoder record = wrap(merged, buffer, offset);
                join(carriers.get(record.carrier()), carrier(record.parent(), record.lot()));
                end(record.carrier(), "joined carrier " + record.parent());
            }
            case WafersScrappedDecoder.TEMPLATE_ID -> {
                final WafersScrappedDecoder record = wrap(scrapped, buffer, offset);
                end(record.carrier(), "was scrapped");
            }
            case LotCompletedDecoder.TEMPLATE_ID -> onCompleted(wrap(completed, buffer, offset));
            case ParameterChangedDecoder.TEMPLATE_ID -> areLimitsChanged = true;
            case QueueTimeStartedDecoder.TEMPLATE_ID -> onStarted(wrap(started, buffer, offset));
            case QueueTimeEndedDecoder.TEMPLATE_ID -> onEnded(wrap(ended, buffer, offset));
            case QueueTimeCancelledDecoder.TEMPLATE_ID -> onCancelled(wrap(cancelled, buffer, offset));
            default -> {}
        }
    }

    /** Windows of wafers that travelled alone go on where they join, from when the first of both opened. */
    private static void join(final Carrier gone, final Carrier joined) {
        if (gone == null || gone.returns != 0) {
            return;
        }
        for (int i = 0; i < gone.open.size(); i++) {
            final int there = joined.open.indexOf(gone.open.getInt(i));
            final long openedUs = gone.openedUs.getLong(i);
            if (there < 0) {
                joined.open.addInt(gone.open.getInt(i));
                joined.openedUs.addLong(openedUs);
            } else {
                final long otherUs = joined.openedUs.getLong(there);
                final boolean isUnknown = openedUs == UNKNOWN_US || otherUs == UNKNOWN_US;
                joined.openedUs.setLong(there, isUnknown ? UNKNOWN_US : Math.min(openedUs, otherUs));
            }
        }
        gone.open.clear();
        gone.openedUs.clear();
    }

    private Carrier carrier(final int serial, final int lot) {
        Carrier carrier = carriers.get(serial);
        if (carrier == null) {
            carrier = new Carrier();
            carrier.lot = lot;
            carriers.put(serial, carrier);
            carriersOfLot.computeIfAbsent(lot, unused -> new IntArrayList()).addInt(serial);
        }
        return carrier;
    }

    private Carrier touch(final int serial, final int lot) {
        final Carrier carrier = carrier(serial, lot);
        if (!carrier.isTouched) {
            carrier.isTouched = true;
            touched.addInt(serial);
        }
        return carrier;
    }

    private void onStarted(final QueueTimeStartedDecoder record) {
        final Carrier carrier = carrier(record.carrier(), record.lot());
        final HeaderLine.Window window = line.window(record.window());
        if (carrier.open.containsInt(record.window())) {
            find("the window " + windowName(record.window()) + " of carrier " + record.carrier() + " opened twice");
            return;
        }
        if (window != null && carrier.lastDone != window.from()) {
            find("the window " + windowName(record.window()) + " of carrier " + record.carrier() + " opened after "
                    + (carrier.lastDone < 0 ? "no step" : line.name(IdTable.STEP, carrier.lastDone)));
        }
        carrier.open.addInt(record.window());
        carrier.openedUs.addLong(isRestoring() ? UNKNOWN_US : record.timeUs());
        carrier.lastOpened = record.window();
    }

    private void onEnded(final QueueTimeEndedDecoder record) {
        final Carrier carrier = carrier(record.carrier(), record.lot());
        final HeaderLine.Window window = line.window(record.window());
        final String what = "the window " + windowName(record.window()) + " of carrier " + record.carrier();
        final long openedUs = close(carrier, record.window());
        if (openedUs == Long.MIN_VALUE) {
            find(what + " ended without being open");
            return;
        }
        if (openedUs != UNKNOWN_US && record.elapsedUs() != record.timeUs() - openedUs) {
            find(what + " was open for " + (record.timeUs() - openedUs) + " us, it says " + record.elapsedUs());
        }
        if (record.breached() != (record.elapsedUs() > record.limitUs() ? 1 : 0)) {
            find(what + " has elapsed " + record.elapsedUs() + " us, limit " + record.limitUs() + " us and breached "
                    + record.breached());
        }
        if (window != null && !areLimitsChanged && record.limitUs() != window.limitUs()) {
            find(what + " has limit " + record.limitUs() + " us, the line says " + window.limitUs());
        }
        if (window != null && carrier.queuedFor < window.to()) {
            find(what + " ended where the carrier did not wait for its last step or a later one");
        }
    }

    private void onCancelled(final QueueTimeCancelledDecoder record) {
        if (close(carrier(record.carrier(), record.lot()), record.window()) == Long.MIN_VALUE) {
            find("the window " + windowName(record.window()) + " of carrier " + record.carrier()
                    + " was cancelled without being open");
        }
    }

    /** Start of the window, {@link Long#MIN_VALUE} when it was not open. */
    private static long close(final Carrier carrier, final int window) {
        final int index = carrier.open.indexOf(window);
        if (index < 0) {
            return Long.MIN_VALUE;
        }
        carrier.open.removeAt(index);
        return carrier.openedUs.removeAt(index);
    }

    private void onCompleted(final LotCompletedDecoder record) {
        final IntArrayList serials = carriersOfLot.remove(record.lot());
        for (int i = 0; serials != null && i < serials.size(); i++) {
            end(serials.getInt(i), "completed its route");
        }
    }

    private void end(final int serial, final String how) {
        final Carrier carrier = carriers.remove(serial);
        for (int i = 0; carrier != null && i < carrier.open.size(); i++) {
            find("carrier " + serial + " " + how + " with the window " + windowName(carrier.open.getInt(i)) + " open");
        }
    }

    @Override
    protected void onInstantEnd() {
        for (int i = 0; i < touched.size(); i++) {
            final int serial = touched.getInt(i);
            final Carrier carrier = carriers.get(serial);
            if (carrier != null) {
                checkInstant(serial, carrier);
            }
        }
        touched.clear();
    }

    private void checkInstant(final int serial, final Carrier carrier) {
        carrier.isTouched = false;
        final int window = carrier.opens >= 0 && carrier.opens < windowFrom.length ? windowFrom[carrier.opens] : -1;
        if (window >= 0 && carrier.lastOpened != window) {
            find("carrier " + serial + " ended " + line.name(IdTable.STEP, carrier.opens)
                    + " and its queue-time window did not open");
        }
        for (int i = carrier.open.size() - 1; carrier.closes >= 0 && i >= 0; i--) {
            final HeaderLine.Window open = line.window(carrier.open.getInt(i));
            if (open != null && open.to() <= carrier.closes) {
                find("carrier " + serial + " started " + line.name(IdTable.STEP, carrier.closes) + " and the window "
                        + windowName(carrier.open.getInt(i)) + " did not end");
                close(carrier, carrier.open.getInt(i));
            }
        }
        carrier.opens = -1;
        carrier.closes = -1;
    }

    private String windowName(final int window) {
        return line.name(IdTable.WINDOW, window);
    }
}
