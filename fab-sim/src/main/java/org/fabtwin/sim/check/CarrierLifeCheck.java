/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.check;

import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.IntArrayList;
import org.agrona.sbe.MessageDecoderFlyweight;
import org.fabtwin.core.event.CarrierMergedDecoder;
import org.fabtwin.core.event.CarrierQueuedDecoder;
import org.fabtwin.core.event.CarrierSplitDecoder;
import org.fabtwin.core.event.HoldReason;
import org.fabtwin.core.event.LotCompletedDecoder;
import org.fabtwin.core.event.LotHeldDecoder;
import org.fabtwin.core.event.LotHoldReleasedDecoder;
import org.fabtwin.core.event.LotReleasedDecoder;
import org.fabtwin.core.event.ReworkStartedDecoder;
import org.fabtwin.core.event.TrackInDecoder;
import org.fabtwin.core.event.TrackOutDecoder;
import org.fabtwin.core.event.TransportStartedDecoder;
import org.fabtwin.core.event.WafersScrappedDecoder;
import org.fabtwin.sim.event.HeaderLine;
import org.fabtwin.sim.event.IdTable;

/**
 * A carrier is in one place at a time and lives at each step through (TransportStarted, left out where transport takes no
 * time) - CarrierQueued - TrackIn - TrackOut, with the same step, tool and wafers; what is held does not start.
 */
final class CarrierLifeCheck extends LogCheck {
    private enum Place {
        BETWEEN_STEPS,
        ON_THE_WAY,
        IN_QUEUE,
        /** A hold took it out of the queue; it joins the queue again when the hold ends. */
        WITHDRAWN,
        IN_TOOL
    }

    /** Of what a snapshot brought: when it was tracked in the log does not say. */
    private static final long LONG_AGO_US = Long.MIN_VALUE / 4;

    private static final class Carrier {
        int lot;
        Place place = Place.BETWEEN_STEPS;
        int step = -1;
        int tool = -1;
        int wafers;
        int visit;
        int holds;
        long trackedInUs;
    }

    private final HeaderLine line;
    private final Int2ObjectHashMap<Carrier> carriers = new Int2ObjectHashMap<>();
    /** Those that have gone since included. */
    private final Int2ObjectHashMap<IntArrayList> carriersOfLot = new Int2ObjectHashMap<>();

    private final LotReleasedDecoder released = new LotReleasedDecoder();
    private final LotCompletedDecoder completed = new LotCompletedDecoder();
    private final TransportStartedDecoder transport = new TransportStartedDecoder();
    private final CarrierQueuedDecoder queued = new CarrierQueuedDecoder();
    private final TrackInDecoder trackIn = new TrackInDecoder();
    private final TrackOutDecoder trackOut = new TrackOutDecoder();
    private final ReworkStartedDecoder rework = new ReworkStartedDecoder();
    private final CarrierSplitDecoder split = new CarrierSplitDecoder();
    private final CarrierMergedDecoder merged = new CarrierMergedDecoder();
    private final WafersScrappedDecoder scrapped = new WafersScrappedDecoder();
    private final LotHeldDecoder held = new LotHeldDecoder();
    private final LotHoldReleasedDecoder holdReleased = new LotHoldReleasedDecoder();

    CarrierLifeCheck(final HeaderLine line) {
        super("carrierLife", "each carrier is in one place and goes from queue to tool to the next step");
        this.line = line;
    }

    @Override
    protected void check(final DirectBuffer buffer, final int offset, final int length, final int templateId) {
        switch (templateId) {
            case LotReleasedDecoder.TEMPLATE_ID -> {
                final LotReleasedDecoder record = wrap(released, buffer, offset);
                // A second release is the conservation check's to report; the carrier stays where it is.
                if (!carriers.containsKey(record.carrier())) {
                    carrier(record.carrier(), record.lot());
                }
            }
            case LotCompletedDecoder.TEMPLATE_ID -> onCompleted(wrap(completed, buffer, offset));
            case TransportStartedDecoder.TEMPLATE_ID -> onTransport(wrap(transport, buffer, offset));
            case CarrierQueuedDecoder.TEMPLATE_ID -> onQueued(wrap(queued, buffer, offset));
            case TrackInDecoder.TEMPLATE_ID -> onTrackIn(wrap(trackIn, buffer, offset));
            case TrackOutDecoder.TEMPLATE_ID -> onTrackOut(wrap(trackOut, buffer, offset));
            case ReworkStartedDecoder.TEMPLATE_ID -> {
                final ReworkStartedDecoder record = wrap(rework, buffer, offset);
                leaveQueue(carrier(record.carrier(), record.lot()), record.carrier(), record);
            }
            case CarrierSplitDecoder.TEMPLATE_ID -> {
                final CarrierSplitDecoder record = wrap(split, buffer, offset);
                final Carrier parent = carrier(record.parent(), record.lot());
                // Wafers to hold leave when their carrier arrives; that it has arrived no record says.
                if (record.returns() != 0 || parent.place != Place.ON_THE_WAY) {
                    outsideTool(parent, record.parent(), record);
                }
                if (parent.place == Place.IN_QUEUE) {
                    parent.place = Place.WITHDRAWN;
                }
                carrier(record.carrier(), record.lot());
            }
            case CarrierMergedDecoder.TEMPLATE_ID -> {
                final CarrierMergedDecoder record = wrap(merged, buffer, offset);
                outsideTool(carrier(record.parent(), record.lot()), record.parent(), record);
                outsideTool(carrier(record.carrier(), record.lot()), record.carrier(), record);
                carriers.remove(record.carrier());
            }
            case WafersScrappedDecoder.TEMPLATE_ID -> {
                final WafersScrappedDecoder record = wrap(scrapped, buffer, offset);
                outsideTool(carrier(record.carrier(), record.lot()), record.carrier(), record);
                carriers.remove(record.carrier());
            }
            case LotHeldDecoder.TEMPLATE_ID -> onHeld(wrap(held, buffer, offset));
            case LotHoldReleasedDecoder.TEMPLATE_ID -> onHoldReleased(wrap(holdReleased, buffer, offset));
            default -> {}
        }
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

    private void onTransport(final TransportStartedDecoder record) {
        final Carrier carrier = carrier(record.carrier(), record.lot());
        if (carrier.place != Place.BETWEEN_STEPS) {
            illegal(record, record.carrier(), carrier);
        }
        carrier.place = Place.ON_THE_WAY;
        carrier.step = record.step();
    }

    private void onQueued(final CarrierQueuedDecoder record) {
        final Carrier carrier = carrier(record.carrier(), record.lot());
        if (carrier.place == Place.IN_QUEUE || carrier.place == Place.IN_TOOL) {
            illegal(record, record.carrier(), carrier);
        } else if (carrier.place != Place.BETWEEN_STEPS && carrier.step != record.step()) {
            find("carrier " + record.carrier() + " left for " + stepName(carrier.step) + " and joined the queue for "
                    + stepName(record.step()));
        }
        final HeaderLine.Step step = line.step(record.step());
        if (step != null && step.toolGroup() != record.toolGroup()) {
            find("carrier " + record.carrier() + " joined the queue of "
                    + line.name(IdTable.TOOL_GROUP, record.toolGroup())
                    + " for " + stepName(record.step()) + ", which "
                    + line.name(IdTable.TOOL_GROUP, step.toolGroup()) + " does");
        }
        carrier.place = Place.IN_QUEUE;
        carrier.step = record.step();
        carrier.wafers = record.wafers();
    }

    private void onTrackIn(final TrackInDecoder record) {
        final Carrier carrier = carrier(record.carrier(), record.lot());
        if (carrier.place != Place.IN_QUEUE) {
            illegal(record, record.carrier(), carrier);
        } else if (carrier.step != record.step() || carrier.wafers != record.wafers()) {
            find("carrier " + record.carrier() + " waited with " + carrier.wafers + " wafers for "
                    + stepName(carrier.step) + " and started with " + record.wafers() + " at "
                    + stepName(record.step()));
        }
        if (carrier.holds != 0) {
            find("carrier " + record.carrier() + " started at " + toolName(record.tool()) + " while it was held");
        }
        final HeaderLine.Step step = line.step(record.step());
        if (step != null && line.groupOfTool(record.tool()) != step.toolGroup()) {
            find("carrier " + record.carrier() + " started " + stepName(record.step()) + " at "
                    + toolName(record.tool()) + ", which is not in its tool group");
        }
        carrier.place = Place.IN_TOOL;
        carrier.step = record.step();
        carrier.tool = record.tool();
        carrier.wafers = record.wafers();
        carrier.visit = record.visit();
        carrier.trackedInUs = isRestoring() ? LONG_AGO_US : record.timeUs();
    }

    private void onTrackOut(final TrackOutDecoder record) {
        final Carrier carrier = carrier(record.carrier(), record.lot());
        if (carrier.place != Place.IN_TOOL) {
            illegal(record, record.carrier(), carrier);
        } else if (carrier.step != record.step()
                || carrier.tool != record.tool()
                || carrier.wafers != record.wafers()
                || carrier.visit != record.visit()) {
            find("carrier " + record.carrier() + " started " + stepName(carrier.step) + " at " + toolName(carrier.tool)
                    + " with " + carrier.wafers + " wafers on visit " + carrier.visit + " and ended "
                    + stepName(record.step()) + " at " + toolName(record.tool()) + " with " + record.wafers()
                    + " on visit " + record.visit());
        } else if (record.busyUs() < 0
                || record.interruptedUs() < 0
                || record.interruptedUs() > record.timeUs() - carrier.trackedInUs) {
            find("carrier " + record.carrier() + " was inside for " + (record.timeUs() - carrier.trackedInUs)
                    + " us, its TrackOut says busy " + record.busyUs() + " us, interrupted " + record.interruptedUs()
                    + " us");
        }
        carrier.place = Place.BETWEEN_STEPS;
        carrier.tool = -1;
    }

    private void onHeld(final LotHeldDecoder record) {
        final Carrier carrier = carrier(record.carrier(), record.lot());
        final int bit = bit(record.reason());
        if ((carrier.holds & bit) != 0) {
            find("carrier " + record.carrier() + " was held twice for " + record.reason());
        }
        carrier.holds |= bit;
        if (carrier.place == Place.IN_QUEUE) {
            carrier.place = Place.WITHDRAWN;
        }
    }

    private void onHoldReleased(final LotHoldReleasedDecoder record) {
        final Carrier carrier = carrier(record.carrier(), record.lot());
        final int bit = bit(record.reason());
        if ((carrier.holds & bit) == 0) {
            find("a hold of carrier " + record.carrier() + " for " + record.reason() + " ended, there was none");
        }
        carrier.holds &= ~bit;
    }

    private static int bit(final HoldReason reason) {
        return 1 << (reason.value() & 31);
    }

    private void leaveQueue(final Carrier carrier, final int serial, final MessageDecoderFlyweight record) {
        outsideTool(carrier, serial, record);
        carrier.place = Place.BETWEEN_STEPS;
    }

    private void outsideTool(final Carrier carrier, final int serial, final MessageDecoderFlyweight record) {
        if (carrier.place == Place.IN_TOOL || carrier.place == Place.ON_THE_WAY) {
            illegal(record, serial, carrier);
        }
    }

    private void onCompleted(final LotCompletedDecoder record) {
        final int lot = record.lot();
        final IntArrayList serials = carriersOfLot.remove(lot);
        for (int i = 0; serials != null && i < serials.size(); i++) {
            final int serial = serials.getInt(i);
            final Carrier carrier = carriers.remove(serial);
            if (carrier != null && (carrier.place != Place.BETWEEN_STEPS || carrier.holds != 0)) {
                find("lot " + lot + " was completed while its carrier " + serial + " was " + where(carrier));
            }
        }
    }

    private void illegal(final MessageDecoderFlyweight record, final int serial, final Carrier carrier) {
        final String type = record.getClass().getSimpleName().replace("Decoder", "");
        find(type + " of carrier " + serial + " while it was " + where(carrier));
    }

    private String where(final Carrier carrier) {
        final String held = carrier.holds == 0 ? "" : ", held";
        return switch (carrier.place) {
                    case BETWEEN_STEPS -> "between two steps";
                    case ON_THE_WAY -> "on the way to " + stepName(carrier.step);
                    case IN_QUEUE -> "in the queue for " + stepName(carrier.step);
                    case WITHDRAWN -> "withdrawn from the queue for " + stepName(carrier.step);
                    case IN_TOOL -> "in " + toolName(carrier.tool);
                }
                + held;
    }

    private String stepName(final int step) {
        return line.name(IdTable.STEP, step);
    }

    private String toolName(final int tool) {
        return line.name(IdTable.TOOL, tool);
    }
}
