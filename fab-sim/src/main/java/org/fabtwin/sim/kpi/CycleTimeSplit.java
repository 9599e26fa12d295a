/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.fabtwin.sim.kpi.LotTimes.DOWN;
import static org.fabtwin.sim.kpi.LotTimes.HOLD;
import static org.fabtwin.sim.kpi.LotTimes.PARTS;
import static org.fabtwin.sim.kpi.LotTimes.PROCESS;
import static org.fabtwin.sim.kpi.LotTimes.QUEUE;
import static org.fabtwin.sim.kpi.LotTimes.TRANSPORT;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.CarrierMergedDecoder;
import org.fabtwin.core.event.CarrierQueuedDecoder;
import org.fabtwin.core.event.LogHeaderDecoder;
import org.fabtwin.core.event.LotCompletedDecoder;
import org.fabtwin.core.event.LotHeldDecoder;
import org.fabtwin.core.event.LotHoldReleasedDecoder;
import org.fabtwin.core.event.LotReleasedDecoder;
import org.fabtwin.core.event.TrackInDecoder;
import org.fabtwin.core.event.TrackOutDecoder;
import org.fabtwin.core.event.TransportStartedDecoder;
import org.fabtwin.core.event.WafersScrappedDecoder;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.sim.event.HeaderLine;
import org.fabtwin.sim.event.IdTable;

/**
 * Splits the cycle time of each completed lot into process, queue, transport, hold and down, by module, from the records of a
 * log. Single-threaded.
 *
 * <p>Each microsecond between release and completion goes to one part of one module, so the parts sum to the cycle time
 * exactly. A lot in several carriers is followed by its first; while that one waits for wafers in rework the lot is on hold.
 * When the followed carrier is scrapped, the lot is on hold until another of its carriers does something.
 */
public final class CycleTimeSplit implements RecordHandler {
    private static final int BLOCK = RecordHandler.BLOCK_OFFSET;

    private final long warmupUs;
    private RunHeader header;
    private int[] moduleOfStep;
    private final List<String> modules = new ArrayList<>();
    private int lotWidth;
    private final SerialLongs slotOfLot = new SerialLongs(1 << 12);
    private LotTimes lots;
    private long[] completed;
    private long[] sumUs;

    /** @param warmupUs only lots completed later than this after the log's start count. */
    public CycleTimeSplit(long warmupUs) {
        this.warmupUs = warmupUs;
    }

    @Override
    public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        if (header == null && templateId != LogHeaderDecoder.TEMPLATE_ID) {
            // Without the beginning of the log nothing tells what its records are about.
            return;
        }
        final int lot = buffer.getInt(offset + BLOCK, LITTLE_ENDIAN);
        final long timeUs = buffer.getLong(offset + TIME_OFFSET, LITTLE_ENDIAN);
        switch (templateId) {
            case LogHeaderDecoder.TEMPLATE_ID -> onHeader(RunHeader.of(buffer, offset));
            case LotReleasedDecoder.TEMPLATE_ID -> onReleased(buffer, offset, lot, timeUs);
            case TransportStartedDecoder.TEMPLATE_ID ->
                onPhase(
                        lot,
                        id(buffer, offset, TransportStartedDecoder.carrierEncodingOffset()),
                        id(buffer, offset, TransportStartedDecoder.stepEncodingOffset()),
                        TRANSPORT,
                        timeUs);
            case CarrierQueuedDecoder.TEMPLATE_ID ->
                onPhase(
                        lot,
                        id(buffer, offset, CarrierQueuedDecoder.carrierEncodingOffset()),
                        id(buffer, offset, CarrierQueuedDecoder.stepEncodingOffset()),
                        QUEUE,
                        timeUs);
            case TrackInDecoder.TEMPLATE_ID ->
                onPhase(
                        lot,
                        id(buffer, offset, TrackInDecoder.carrierEncodingOffset()),
                        id(buffer, offset, TrackInDecoder.stepEncodingOffset()),
                        PROCESS,
                        timeUs);
            case TrackOutDecoder.TEMPLATE_ID -> onTrackOut(buffer, offset, lot, timeUs);
            case LotHeldDecoder.TEMPLATE_ID ->
                onHold(lot, id(buffer, offset, LotHeldDecoder.carrierEncodingOffset()), true, timeUs);
            case LotHoldReleasedDecoder.TEMPLATE_ID ->
                onHold(lot, id(buffer, offset, LotHoldReleasedDecoder.carrierEncodingOffset()), false, timeUs);
            case CarrierMergedDecoder.TEMPLATE_ID ->
                onGone(
                        lot,
                        id(buffer, offset, CarrierMergedDecoder.carrierEncodingOffset()),
                        id(buffer, offset, CarrierMergedDecoder.parentEncodingOffset()),
                        timeUs);
            case WafersScrappedDecoder.TEMPLATE_ID ->
                onGone(
                        lot,
                        id(buffer, offset, WafersScrappedDecoder.carrierEncodingOffset()),
                        LotTimes.NO_CARRIER,
                        timeUs);
            case LotCompletedDecoder.TEMPLATE_ID -> onCompleted(buffer, offset, lot, timeUs);
            default -> {
                // Moves no lot.
            }
        }
    }

    private static int id(DirectBuffer buffer, int offset, int fieldOffset) {
        return buffer.getInt(offset + BLOCK + fieldOffset, LITTLE_ENDIAN);
    }

    private void onHeader(RunHeader found) {
        header = found;
        final HeaderLine line = found.line();
        moduleOfStep = new int[line.stepCount()];
        for (int step = 0; step < moduleOfStep.length; step++) {
            final String module = line.step(step).module();
            if (!modules.contains(module)) {
                modules.add(module);
            }
            moduleOfStep[step] = modules.indexOf(module);
        }
        lotWidth = modules.size() * PARTS;
        lots = new LotTimes(modules.size());
        completed = new long[line.size(IdTable.LOT_CLASS)];
        sumUs = new long[completed.length * lotWidth];
    }

    private void onReleased(DirectBuffer buffer, int offset, int lot, long timeUs) {
        final boolean isInitial =
                buffer.getShort(offset + BLOCK + LotReleasedDecoder.initialEncodingOffset(), LITTLE_ENDIAN) != 0;
        if (!isInitial) {
            final int step = id(buffer, offset, LotReleasedDecoder.firstStepEncodingOffset());
            final int carrier = id(buffer, offset, LotReleasedDecoder.carrierEncodingOffset());
            slotOfLot.put(lot, lots.add(carrier, moduleOfStep[step], QUEUE, timeUs));
        }
    }

    /** The lot's slot when {@code carrier} is the one to follow, else negative. */
    private int followed(int lot, long timeUs, int carrier) {
        final long slot = slotOfLot.get(lot);
        if (slot == SerialLongs.NONE) {
            return -1;
        }
        return lots.follows((int) slot, carrier, timeUs) ? (int) slot : -1;
    }

    private void onPhase(int lot, int carrier, int step, int phase, long timeUs) {
        final int slot = followed(lot, timeUs, carrier);
        if (slot >= 0) {
            lots.spend(slot, timeUs, 0);
            lots.enter(slot, moduleOfStep[step], phase);
        }
    }

    private void onTrackOut(DirectBuffer buffer, int offset, int lot, long timeUs) {
        final int slot = followed(lot, timeUs, id(buffer, offset, TrackOutDecoder.carrierEncodingOffset()));
        if (slot >= 0) {
            lots.spend(
                    slot,
                    timeUs,
                    buffer.getLong(offset + BLOCK + TrackOutDecoder.interruptedUsEncodingOffset(), LITTLE_ENDIAN));
            final int step = id(buffer, offset, TrackOutDecoder.stepEncodingOffset());
            lots.enter(slot, moduleOfStep[step], QUEUE);
        }
    }

    private void onHold(int lot, int carrier, boolean isHeld, long timeUs) {
        final int slot = followed(lot, timeUs, carrier);
        if (slot >= 0) {
            lots.spend(slot, timeUs, 0);
            lots.hold(slot, isHeld);
        }
    }

    private void onGone(int lot, int carrier, int next, long timeUs) {
        final int slot = followed(lot, timeUs, carrier);
        if (slot >= 0) {
            lots.spend(slot, timeUs, 0);
            lots.follow(slot, next);
        }
    }

    private void onCompleted(DirectBuffer buffer, int offset, int lot, long timeUs) {
        final long slot = slotOfLot.get(lot);
        if (slot == SerialLongs.NONE) {
            return;
        }
        lots.spend((int) slot, timeUs, 0);
        final boolean hasGoodWafers =
                buffer.getShort(offset + BLOCK + LotCompletedDecoder.wafersEncodingOffset(), LITTLE_ENDIAN) != 0;
        if (timeUs > header.startUs() + warmupUs && hasGoodWafers) {
            final int lotClass =
                    buffer.getShort(offset + BLOCK + LotCompletedDecoder.lotClassEncodingOffset(), LITTLE_ENDIAN);
            completed[lotClass]++;
            lots.addTo((int) slot, sumUs, lotClass * lotWidth);
        }
        lots.remove((int) slot);
        slotOfLot.put(lot, SerialLongs.NONE);
    }

    /** The log's header, null before its record was read. */
    public RunHeader header() {
        return header;
    }

    /** What was found so far. */
    public CycleTimeReport report() {
        if (header == null) {
            throw new IllegalStateException("no header record was read");
        }
        final Map<String, CycleTimeReport.LotClass> classes = new LinkedHashMap<>();
        for (int lotClass = 0; lotClass < completed.length; lotClass++) {
            final long[] all = new long[PARTS];
            final Map<String, CycleTimeReport.Hours> byModule = new LinkedHashMap<>();
            for (int module = 0; module * PARTS < lotWidth; module++) {
                final long[] parts = new long[PARTS];
                for (int part = 0; part < PARTS; part++) {
                    parts[part] = sumUs[lotClass * lotWidth + module * PARTS + part];
                    all[part] += parts[part];
                }
                byModule.put(modules.get(module), hours(completed[lotClass], parts));
            }
            classes.put(
                    header.line().name(IdTable.LOT_CLASS, lotClass),
                    new CycleTimeReport.LotClass(completed[lotClass], hours(completed[lotClass], all), byModule));
        }
        return new CycleTimeReport(header.scenario(), header.seed(), header.replication(), classes);
    }

    private static CycleTimeReport.Hours hours(long lots, long[] partsUs) {
        return CycleTimeReport.Hours.of(
                lots, partsUs[PROCESS], partsUs[QUEUE], partsUs[TRANSPORT], partsUs[HOLD], partsUs[DOWN]);
    }
}
