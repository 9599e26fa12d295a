/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.check;

import java.util.Arrays;
import java.util.BitSet;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.IntHashSet;
import org.fabtwin.core.event.CarrierMergedDecoder;
import org.fabtwin.core.event.CarrierSplitDecoder;
import org.fabtwin.core.event.ChartSignalledDecoder;
import org.fabtwin.core.event.LotCompletedDecoder;
import org.fabtwin.core.event.LotReleasedDecoder;
import org.fabtwin.core.event.StateBeginsDecoder;
import org.fabtwin.core.event.StateEndsDecoder;
import org.fabtwin.core.event.TrackOutDecoder;
import org.fabtwin.core.event.WaferMeasuredDecoder;
import org.fabtwin.core.event.WafersScrappedDecoder;
import org.fabtwin.sim.event.EventField;
import org.fabtwin.sim.event.EventTable;
import org.fabtwin.sim.event.EventType;
import org.fabtwin.sim.event.HeaderLine;

/**
 * Wafers released = completed + scrapped + in the line, lot by lot; splits and merges keep the count; nothing happens to a
 * lot or carrier before its start or after its end; a lot whose carriers have all left is reported as completed.
 */
final class ConservationCheck extends LogCheck {
    private static final int NO_SERIAL = Integer.MIN_VALUE;

    private static final class Lot {
        int released;
        int scrapped;
        int firstWafer;
        long releasedUs;
        boolean isInitial;
        final IntArrayList carriers = new IntArrayList();
    }

    private static final class Carrier {
        int lot;
        int wafers;
        boolean isAtEnd;
    }

    private final HeaderLine line;
    private final EventField[] lotFields;
    private final EventField[] carrierFields;
    private final EventField[] waferFields;
    private final EventField[] countFields;
    private final Int2ObjectHashMap<Lot> lots = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<Carrier> carriers = new Int2ObjectHashMap<>();
    private final BitSet endedLots = new BitSet();
    /** Lots may have left before the log began. */
    private boolean startedWarm;

    private boolean isStateTold = true;
    /** Serial of the first lot released after the state was told: -1 before. All before it are older than the log. */
    private int firstNewLot = -1;
    /** Youngest lot of which there was news although the log never told of it. */
    private int youngestPastLot = -1;

    private final BitSet endedCarriers = new BitSet();
    private final IntHashSet lotsToLookAt = new IntHashSet(NO_SERIAL);
    private final LotReleasedDecoder released = new LotReleasedDecoder();
    private final LotCompletedDecoder completed = new LotCompletedDecoder();
    private final WafersScrappedDecoder scrapped = new WafersScrappedDecoder();
    private final CarrierSplitDecoder split = new CarrierSplitDecoder();
    private final CarrierMergedDecoder merged = new CarrierMergedDecoder();
    private final TrackOutDecoder trackOut = new TrackOutDecoder();

    ConservationCheck(final HeaderLine line) {
        super("conservation", "wafers released = completed + scrapped + in the line");
        this.line = line;
        lotFields = fields("lot");
        carrierFields = fields("carrier");
        waferFields = fields("wafer");
        countFields = fields("wafers");
    }

    private static EventField[] fields(final String name) {
        final EventTable table = EventTable.table();
        final EventField[] result = new EventField[table.mostCode() + 1];
        for (final EventType type : table.types()) {
            result[type.code()] = type.field(name);
        }
        return result;
    }

    @Override
    protected void check(final DirectBuffer buffer, final int offset, final int length, final int templateId) {
        switch (templateId) {
            case LotReleasedDecoder.TEMPLATE_ID -> onReleased(wrap(released, buffer, offset));
            case CarrierSplitDecoder.TEMPLATE_ID -> onSplit(wrap(split, buffer, offset));
            case StateBeginsDecoder.TEMPLATE_ID -> {
                startedWarm = true;
                isStateTold = false;
            }
            case StateEndsDecoder.TEMPLATE_ID -> isStateTold = true;
            default -> {
                if (templateId >= lotFields.length || !isOfLiveLot(buffer, offset, templateId)) {
                    return;
                }
                switch (templateId) {
                    case LotCompletedDecoder.TEMPLATE_ID -> onCompleted(wrap(completed, buffer, offset));
                    case WafersScrappedDecoder.TEMPLATE_ID -> onScrapped(wrap(scrapped, buffer, offset));
                    case CarrierMergedDecoder.TEMPLATE_ID -> onMerged(wrap(merged, buffer, offset));
                    case TrackOutDecoder.TEMPLATE_ID -> onTrackOut(wrap(trackOut, buffer, offset));
                    default -> onOther(buffer, offset, templateId);
                }
            }
        }
    }

    /**
     * Lots have their serials in the order of their release, and one may have left before the log began, though it was younger than all that
     * are told of: it is older than the first one released after that, which may be known only later.
     */
    private boolean isBeforeTheLog(final int lot) {
        if (!startedWarm || firstNewLot >= 0 && lot >= firstNewLot) {
            return false;
        }
        youngestPastLot = Math.max(youngestPastLot, lot);
        return true;
    }

    /** A result may come when its wafer has left the line, and a chart may signal because of it. */
    private static boolean isNewsOfThePast(final int templateId) {
        return templateId == WaferMeasuredDecoder.TEMPLATE_ID || templateId == ChartSignalledDecoder.TEMPLATE_ID;
    }

    /** Looks at the lot and the carrier that the record names; false when there is nothing more to check in it. */
    private boolean isOfLiveLot(final DirectBuffer buffer, final int offset, final int templateId) {
        if (lotFields[templateId] == null) {
            return false;
        }
        final int lot = (int) lotFields[templateId].longValue(buffer, offset);
        if (!lots.containsKey(lot)) {
            if (isNewsOfThePast(templateId) && lot >= 0 && (isBeforeTheLog(lot) || endedLots.get(lot))) {
                return false;
            }
            find(typeName(templateId) + " of lot " + lot + ", which "
                    + (lot >= 0 && endedLots.get(lot) ? "has been completed" : "was never released"));
            return false;
        }
        if (carrierFields[templateId] == null) {
            return true;
        }
        return liveCarrier((int) carrierFields[templateId].longValue(buffer, offset), lot, typeName(templateId))
                != null;
    }

    private Carrier liveCarrier(final int serial, final int lot, final String what) {
        final Carrier carrier = carriers.get(serial);
        if (carrier == null) {
            find(what + " of carrier " + serial + ", which "
                    + (serial >= 0 && endedCarriers.get(serial) ? "is gone" : "never appeared"));
        } else if (carrier.lot != lot) {
            find(what + " of carrier " + serial + " names lot " + lot + ", it belongs to lot " + carrier.lot);
            return null;
        }
        return carrier;
    }

    private void onReleased(final LotReleasedDecoder record) {
        final int serial = record.lot();
        if (serial < 0 || lots.containsKey(serial) || endedLots.get(serial)) {
            find("lot " + serial + (serial < 0 ? " has no serial" : " was released twice"));
            return;
        }
        final Lot lot = new Lot();
        lot.released = record.wafers();
        lot.firstWafer = record.firstWafer();
        lot.releasedUs = record.timeUs();
        lot.isInitial = record.initial() != 0;
        lots.put(serial, lot);
        if (startedWarm && isStateTold && firstNewLot < 0) {
            firstNewLot = serial;
            if (serial <= youngestPastLot) {
                find("lot " + serial + " was released after news of lot " + youngestPastLot
                        + ", which would be younger and is in no record");
            }
        }
        addCarrier(record.carrier(), serial, record.wafers());
        if (record.wafers() == 0) {
            find("lot " + serial + " was released without wafers");
        }
    }

    private void addCarrier(final int serial, final int lot, final int wafers) {
        if (serial < 0 || carriers.containsKey(serial) || endedCarriers.get(serial)) {
            find("carrier " + serial + (serial < 0 ? " has no serial" : " appeared twice"));
            return;
        }
        final Carrier carrier = new Carrier();
        carrier.lot = lot;
        carrier.wafers = wafers;
        carriers.put(serial, carrier);
        lots.get(lot).carriers.addInt(serial);
    }

    private void removeCarrier(final int serial) {
        final Carrier carrier = carriers.remove(serial);
        endedCarriers.set(serial);
        lots.get(carrier.lot).carriers.removeInt(serial);
        lotsToLookAt.add(carrier.lot);
    }

    private void onSplit(final CarrierSplitDecoder record) {
        if (!lots.containsKey(record.lot())) {
            find("CarrierSplit of lot " + record.lot() + ", which is not in the line");
            return;
        }
        final Carrier parent = liveCarrier(record.parent(), record.lot(), "CarrierSplit");
        if (parent != null) {
            if (record.wafers() == 0 || record.wafers() >= parent.wafers) {
                find(record.wafers() + " wafers were split off carrier " + record.parent() + ", which held "
                        + parent.wafers);
            }
            parent.wafers -= record.wafers();
        }
        addCarrier(record.carrier(), record.lot(), record.wafers());
    }

    private void onMerged(final CarrierMergedDecoder record) {
        final Carrier child = carriers.get(record.carrier());
        final Carrier parent = liveCarrier(record.parent(), record.lot(), "CarrierMerged");
        if (record.wafers() != child.wafers) {
            find(record.wafers() + " wafers joined carrier " + record.parent() + ", carrier " + record.carrier()
                    + " held " + child.wafers);
        }
        if (parent != null) {
            parent.wafers += record.wafers();
        }
        removeCarrier(record.carrier());
    }

    private void onScrapped(final WafersScrappedDecoder record) {
        final Carrier carrier = carriers.get(record.carrier());
        if (record.wafers() != carrier.wafers) {
            find(record.wafers() + " wafers of carrier " + record.carrier() + " were scrapped, it held "
                    + carrier.wafers);
        }
        lots.get(carrier.lot).scrapped += record.wafers();
        removeCarrier(record.carrier());
    }

    private void onTrackOut(final TrackOutDecoder record) {
        final Carrier carrier = carriers.get(record.carrier());
        checkCount(record.wafers(), carrier, record.carrier(), "TrackOut");
        final HeaderLine.Step step = line.step(record.step());
        carrier.isAtEnd = step != null && step.next() < 0 && !step.isRework();
        if (carrier.isAtEnd) {
            lotsToLookAt.add(carrier.lot);
        }
    }

    private void checkCount(final int wafers, final Carrier carrier, final int serial, final String what) {
        if (wafers == 0 || wafers > carrier.wafers) {
            find(what + " of " + wafers + " wafers in carrier " + serial + ", which holds " + carrier.wafers);
        }
    }

    private void onOther(final DirectBuffer buffer, final int offset, final int templateId) {
        if (carrierFields[templateId] != null) {
            final int serial = (int) carrierFields[templateId].longValue(buffer, offset);
            final Carrier carrier = carriers.get(serial);
            carrier.isAtEnd = false;
            if (countFields[templateId] != null) {
                checkCount(
                        (int) countFields[templateId].longValue(buffer, offset), carrier, serial, typeName(templateId));
            }
        }
        // Of a lot that was there when the log began, wafers may have been scrapped before.
        if (waferFields[templateId] != null && !(startedWarm && isNewsOfThePast(templateId))) {
            final Lot lot = lots.get((int) lotFields[templateId].longValue(buffer, offset));
            final int wafer = (int) waferFields[templateId].longValue(buffer, offset);
            if (lot.firstWafer >= 0 && (wafer < lot.firstWafer || wafer >= lot.firstWafer + lot.released)) {
                find(typeName(templateId) + " of wafer " + wafer + ", which its lot does not have");
            }
        }
    }

    private void onCompleted(final LotCompletedDecoder record) {
        final int serial = record.lot();
        final Lot lot = lots.get(serial);
        int wafers = 0;
        for (int i = 0; i < lot.carriers.size(); i++) {
            wafers += carriers.get(lot.carriers.getInt(i)).wafers;
        }
        if (record.wafers() != wafers || record.scrapped() != lot.scrapped || wafers + lot.scrapped != lot.released) {
            find("lot " + serial + " was released with " + lot.released + " wafers; completed with " + record.wafers()
                    + " good and " + record.scrapped() + " scrapped, its carriers held " + wafers + " and "
                    + lot.scrapped + " were scrapped");
        }
        if (!lot.isInitial && record.releasedUs() != lot.releasedUs) {
            find("lot " + serial + " was released at " + lot.releasedUs + " us, its completion says "
                    + record.releasedUs());
        }
        while (!lot.carriers.isEmpty()) {
            removeCarrier(lot.carriers.getInt(lot.carriers.size() - 1));
        }
        lots.remove(serial);
        endedLots.set(serial);
    }

    @Override
    protected void onInstantEnd() {
        if (lotsToLookAt.isEmpty()) {
            return;
        }
        final int[] serials = new int[lotsToLookAt.size()];
        int count = 0;
        for (final IntHashSet.IntIterator each = lotsToLookAt.iterator(); each.hasNext(); ) {
            serials[count++] = each.nextValue();
        }
        Arrays.sort(serials);
        lotsToLookAt.clear();
        for (final int serial : serials) {
            final Lot lot = lots.get(serial);
            if (lot != null && isThrough(lot)) {
                find("lot " + serial + ": all carriers have left the route, it was not reported as completed");
            }
        }
    }

    private boolean isThrough(final Lot lot) {
        for (int i = 0; i < lot.carriers.size(); i++) {
            if (!carriers.get(lot.carriers.getInt(i)).isAtEnd) {
                return false;
            }
        }
        return true;
    }

    private static String typeName(final int templateId) {
        return EventTable.table().type(templateId).name();
    }
}
