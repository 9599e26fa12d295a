/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.check;

import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.IntArrayList;
import org.fabtwin.core.event.CarrierMergedDecoder;
import org.fabtwin.core.event.CarrierQueuedDecoder;
import org.fabtwin.core.event.CarrierSplitDecoder;
import org.fabtwin.core.event.HoldReason;
import org.fabtwin.core.event.LotCompletedDecoder;
import org.fabtwin.core.event.LotHeldDecoder;
import org.fabtwin.core.event.LotReleasedDecoder;
import org.fabtwin.core.event.ReworkStartedDecoder;
import org.fabtwin.core.event.TrackOutDecoder;
import org.fabtwin.core.event.TransportStartedDecoder;
import org.fabtwin.core.event.WafersScrappedDecoder;
import org.fabtwin.sim.event.HeaderLine;
import org.fabtwin.sim.event.IdTable;

/**
 * Carriers do the steps of their product in the order of its route: forward, passing over sampled steps only; back only
 * after ReworkStarted; a lot is completed at the end of its route.
 */
final class RouteCheck extends LogCheck {
    private static final class Carrier {
        int lot;
        /** The step that comes next if nothing is passed over; negative after the last. */
        int next;
        /** The step that it is on the way to, waits for or is in; -1 between two steps. */
        int current = -1;
        /** Beside {@link #next}: where a rework loop of the product starts; -1 when none is due. */
        int loop = -1;
        /** Where the rework loop leads back to. */
        int afterLoop = -1;
        /** Of wafers that were split off for rework: the step at whose end they join the others again; -1 for others. */
        int mergeStep = -1;
        /** Wafers that were split off before a step may not be among those drawn for it. */
        boolean maySkip;
    }

    private final HeaderLine line;
    private final Int2ObjectHashMap<Carrier> carriers = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<IntArrayList> carriersOfLot = new Int2ObjectHashMap<>();
    private final LotReleasedDecoder released = new LotReleasedDecoder();
    private final LotCompletedDecoder completed = new LotCompletedDecoder();
    private final TransportStartedDecoder transport = new TransportStartedDecoder();
    private final CarrierQueuedDecoder queued = new CarrierQueuedDecoder();
    private final LotHeldDecoder held = new LotHeldDecoder();
    private final TrackOutDecoder trackOut = new TrackOutDecoder();
    private final ReworkStartedDecoder rework = new ReworkStartedDecoder();
    private final CarrierSplitDecoder split = new CarrierSplitDecoder();
    private final CarrierMergedDecoder merged = new CarrierMergedDecoder();
    private final WafersScrappedDecoder scrapped = new WafersScrappedDecoder();

    RouteCheck(final HeaderLine line) {
        super("route", "carriers do the steps of their route in order");
        this.line = line;
    }

    @Override
    protected void check(final DirectBuffer buffer, final int offset, final int length, final int templateId) {
        switch (templateId) {
            case LotReleasedDecoder.TEMPLATE_ID -> onReleased(wrap(released, buffer, offset));
            case LotCompletedDecoder.TEMPLATE_ID -> onCompleted(wrap(completed, buffer, offset));
            case TransportStartedDecoder.TEMPLATE_ID -> {
                final TransportStartedDecoder record = wrap(transport, buffer, offset);
                onHeaded(record.carrier(), record.step());
            }
            case CarrierQueuedDecoder.TEMPLATE_ID -> {
                final CarrierQueuedDecoder record = wrap(queued, buffer, offset);
                onHeaded(record.carrier(), record.step());
            }
            case LotHeldDecoder.TEMPLATE_ID -> {
                if (isRestoring()) {
                    onRestoredHold(wrap(held, buffer, offset));
                }
            }
            case TrackOutDecoder.TEMPLATE_ID -> onTrackOut(wrap(trackOut, buffer, offset));
            case ReworkStartedDecoder.TEMPLATE_ID -> onRework(wrap(rework, buffer, offset));
            case CarrierSplitDecoder.TEMPLATE_ID -> onSplit(wrap(split, buffer, offset));
            case CarrierMergedDecoder.TEMPLATE_ID ->
                carriers.remove(wrap(merged, buffer, offset).carrier());
            case WafersScrappedDecoder.TEMPLATE_ID ->
                carriers.remove(wrap(scrapped, buffer, offset).carrier());
            default -> {}
        }
    }

    private Carrier add(final int serial, final int lot) {
        final Carrier carrier = new Carrier();
        carrier.lot = lot;
        carriers.put(serial, carrier);
        carriersOfLot.computeIfAbsent(lot, unused -> new IntArrayList()).addInt(serial);
        return carrier;
    }

    private void onReleased(final LotReleasedDecoder record) {
        final HeaderLine.Step first = line.step(record.firstStep());
        if (first == null || first.product() != record.product()) {
            find("lot " + record.lot() + " of product " + line.name(IdTable.PRODUCT, record.product()) + " starts at "
                    + stepName(record.firstStep()) + ", which is not on its route");
        }
        if (!carriers.containsKey(record.carrier())) {
            add(record.carrier(), record.lot()).next = record.firstStep();
        }
    }

    private void onHeaded(final int serial, final int step) {
        final Carrier carrier = carriers.get(serial);
        if (carrier == null || carrier.current == step) {
            return;
        }
        if (carrier.maySkip && isReachable(carrier, carrier.current, step)) {
            carrier.current = step;
            return;
        }
        if (carrier.current >= 0) {
            find("carrier " + serial + " goes to " + stepName(step) + " without having done "
                    + stepName(carrier.current));
        } else if (!isReachable(carrier, carrier.next, step) && !isReachable(carrier, carrier.loop, step)) {
            find("carrier " + serial + " goes to " + stepName(step) + ", the route wants " + stepName(carrier.next));
        } else if (carrier.mergeStep >= 0 && isBehind(carrier.mergeStep, step)) {
            find("carrier " + serial + " was split off at " + stepName(carrier.mergeStep) + " and goes on to "
                    + stepName(step) + " without joining the others");
            carrier.mergeStep = -1;
        }
        carrier.current = step;
        carrier.loop = -1;
    }

    /** Whether a carrier that is due at {@code from} may come to {@code step}: forward, past sampled steps only. */
    private boolean isReachable(final Carrier carrier, final int from, final int step) {
        int at = from;
        boolean hasReturned = false;
        while (at != step) {
            HeaderLine.Step passed = line.step(at);
            if (passed == null || !passed.isSampled()) {
                return false;
            }
            at = passed.next();
            if (at < 0 && passed.isRework() && !hasReturned) {
                hasReturned = true;
                at = carrier.afterLoop;
            }
        }
        return at >= 0;
    }

    private boolean isBehind(final int step, final int later) {
        return later > step && !line.step(later).isRework();
    }

    private void onTrackOut(final TrackOutDecoder record) {
        final Carrier carrier = carriers.get(record.carrier());
        final HeaderLine.Step done = line.step(record.step());
        if (carrier != null && done != null) {
            carrier.next = done.isRework() && done.next() < 0 ? carrier.afterLoop : done.next();
            carrier.current = -1;
            carrier.loop = -1;
            carrier.maySkip = false;
        }
    }

    /** A snapshot has it on hold: before its step, or after it where it waits for wafers or for the time to pass. */
    private void onRestoredHold(final LotHeldDecoder record) {
        final Carrier carrier = carriers.get(record.carrier());
        final HeaderLine.Step step = line.step(record.step());
        if (carrier != null && step != null) {
            final boolean isAfter = record.reason() == HoldReason.MERGE || record.reason() == HoldReason.ENGINEERING;
            final int following = step.isRework() && step.next() < 0 ? carrier.afterLoop : step.next();
            carrier.next = isAfter ? following : record.step();
            carrier.current = -1;
            carrier.loop = -1;
        }
    }

    private void onRework(final ReworkStartedDecoder record) {
        final Carrier carrier = carriers.get(record.carrier());
        final HeaderLine.Step asked = line.step(record.step());
        final HeaderLine.Step target = line.step(record.toStep());
        if (asked == null
                || target == null
                || asked.product() != target.product()
                || target.isRework()
                || record.toStep() > record.step()) {
            find("carrier " + record.carrier() + " goes for rework from " + stepName(record.step()) + " to "
                    + stepName(record.toStep()) + ", which is not back");
        }
        if (carrier != null) {
            carrier.next = record.toStep();
            carrier.current = -1;
            carrier.afterLoop = record.toStep();
            carrier.loop = target == null ? -1 : line.firstReworkStep(target.product());
        }
    }

    private void onSplit(final CarrierSplitDecoder record) {
        final Carrier parent = carriers.get(record.parent());
        if (parent != null && !carriers.containsKey(record.carrier())) {
            final Carrier child = add(record.carrier(), record.lot());
            child.next = parent.next;
            child.afterLoop = parent.afterLoop;
            child.mergeStep = record.returns() == 0 ? parent.mergeStep : record.step();
            if (record.returns() == 0) {
                child.current = parent.current;
                child.loop = parent.loop;
                child.maySkip = parent.current >= 0;
            }
        }
    }

    private void onCompleted(final LotCompletedDecoder record) {
        final IntArrayList serials = carriersOfLot.remove(record.lot());
        for (int i = 0; serials != null && i < serials.size(); i++) {
            final Carrier carrier = carriers.remove(serials.getInt(i));
            if (carrier != null && !isEndReachable(carrier)) {
                find("lot " + record.lot() + " was completed while carrier " + serials.getInt(i) + " was at "
                        + stepName(carrier.current >= 0 ? carrier.current : carrier.next));
            }
        }
    }

    private boolean isEndReachable(final Carrier carrier) {
        int at = carrier.maySkip ? carrier.current : carrier.next;
        for (HeaderLine.Step left = line.step(at); left != null; left = line.step(at)) {
            if (!left.isSampled()) {
                return false;
            }
            at = left.next();
        }
        return carrier.maySkip || carrier.current < 0;
    }

    private String stepName(final int step) {
        return step < 0 ? "its end" : line.name(IdTable.STEP, step);
    }
}
