/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import static org.agrona.UnsafeApi.getByte;
import static org.agrona.UnsafeApi.getInt;
import static org.agrona.UnsafeApi.getLong;
import static org.agrona.UnsafeApi.getShort;

import java.util.Arrays;
import org.fabtwin.core.event.CarrierQueuedDecoder;
import org.fabtwin.core.event.ToolStateChangedDecoder;
import org.fabtwin.core.event.TrackInDecoder;
import org.fabtwin.core.event.TrackOutDecoder;
import org.fabtwin.core.event.TransportStartedDecoder;
import org.fabtwin.core.log.LogFormat;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.sim.event.HeaderLine;
import org.fabtwin.sim.event.IdTable;

/**
 * What carriers' moves and tools' states add up to: waiting and busy time by tool group, steps done, time by state. Nearly all records
 * of a run are of these five kinds: they are read at their generated offsets, in one loop. Single-threaded: the reader's thread. Bounds
 * are the caller's: all from the first to the last byte can be read.
 */
final class MoveTally {
    private static final int BLOCK = RecordHandler.BLOCK_OFFSET;
    private static final int TIME = RecordHandler.TIME_OFFSET;
    private static final int TRACK_IN_CARRIER = BLOCK + TrackInDecoder.carrierEncodingOffset();
    private static final int TRACK_IN_TOOL = BLOCK + TrackInDecoder.toolEncodingOffset();
    private static final int QUEUED_CARRIER = BLOCK + CarrierQueuedDecoder.carrierEncodingOffset();
    private static final int TRACK_OUT_CARRIER = BLOCK + TrackOutDecoder.carrierEncodingOffset();
    private static final int TRACK_OUT_TOOL = BLOCK + TrackOutDecoder.toolEncodingOffset();
    private static final int TRACK_OUT_WAFERS = BLOCK + TrackOutDecoder.wafersEncodingOffset();
    private static final int TRACK_OUT_BUSY = BLOCK + TrackOutDecoder.busyUsEncodingOffset();
    private static final int TOOL_TO = BLOCK + ToolStateChangedDecoder.toEncodingOffset();
    private static final int TOOL_CAUSE = BLOCK + ToolStateChangedDecoder.causeEncodingOffset();

    private static final double HOUR_US = 3600e6;

    private static final int TEMPLATES = 64;
    /** No frame's first word: its template would be 0xFFFF. */
    private static final long NO_WORD = -1;

    /** By template: first word of such a frame; no frame's word for the others. */
    private static final long[] WORDS = new long[TEMPLATES];

    static {
        Arrays.fill(WORDS, NO_WORD);
        put(TransportStartedDecoder.TEMPLATE_ID, TransportStartedDecoder.BLOCK_LENGTH);
        put(CarrierQueuedDecoder.TEMPLATE_ID, CarrierQueuedDecoder.BLOCK_LENGTH);
        put(TrackInDecoder.TEMPLATE_ID, TrackInDecoder.BLOCK_LENGTH);
        put(TrackOutDecoder.TEMPLATE_ID, TrackOutDecoder.BLOCK_LENGTH);
        put(ToolStateChangedDecoder.TEMPLATE_ID, ToolStateChangedDecoder.BLOCK_LENGTH);
    }

    private final int[] groupOfTool;
    private final boolean hasPorts;
    private final ToolGroupTimes toolTimes;
    private final SerialLongs classOfLot;
    /** When a carrier joined its queue; on lines with load ports, once it is in a tool, when it came in. */
    private final SerialLongs queuedUsOfCarrier = new SerialLongs(1 << 10);

    private HandlingTally handling;
    private long warmupUs;
    private long lastTimeUs;
    private long records;
    private long lotSteps;
    private long lotStepsMeasured;
    private long waferSteps;
    private final long[] waitUs;
    private final long[] waits;
    private final long[] busyUs;
    private final long[] waferStepsOfClass;

    /** @param classOfLot lot class * 2 + another bit, by serial of lot. */
    MoveTally(HeaderLine line, int[] groupOfTool, ToolGroupTimes toolTimes, SerialLongs classOfLot) {
        this.groupOfTool = groupOfTool;
        this.toolTimes = toolTimes;
        this.classOfLot = classOfLot;
        hasPorts = line.handlings().stream().anyMatch(tools -> tools.ports() > 0);
        final int groups = line.toolGroups().size();
        waitUs = new long[groups];
        waits = new long[groups];
        busyUs = new long[groups];
        waferStepsOfClass = new long[line.size(IdTable.LOT_CLASS)];
    }

    private static void put(int templateId, int blockLength) {
        WORDS[templateId] = LogFormat.wordOf(blockLength, templateId);
    }

    /** Measures from a time on and forgets what was measured before; what is counted of the whole run stays. */
    void measureFrom(long fromUs, HandlingTally newHandling) {
        warmupUs = fromUs;
        handling = newHandling;
        lotStepsMeasured = 0;
        Arrays.fill(waitUs, 0);
        Arrays.fill(waits, 0);
        Arrays.fill(busyUs, 0);
        Arrays.fill(waferStepsOfClass, 0);
    }

    /**
     * Counts frames from {@code from} on up to the first that is none of these kinds.
     *
     * @param origin address of what {@code from} and {@code to} count from.
     * @return where it stopped: at a frame that is none of these, or {@code to}.
     */
    int read(byte[] bytes, long origin, int from, int to) {
        int offset = from;
        int read = 0;
        long timeUs = lastTimeUs;
        while (offset < to) {
            final long frame = origin + offset;
            final long word = getLong(bytes, frame);
            final int templateId = LogFormat.templateOf(word);
            if (templateId >= TEMPLATES || WORDS[templateId] != word || LogFormat.lengthOf(word) > to - offset) {
                break;
            }
            timeUs = getLong(bytes, frame + TIME);
            onMove(bytes, frame, templateId, timeUs);
            offset += LogFormat.lengthOf(word);
            read++;
        }
        records += read;
        lastTimeUs = timeUs;
        return offset;
    }

    /** Whether records of this template are counted here. */
    static boolean isMove(int templateId) {
        return templateId < TEMPLATES && WORDS[templateId] != NO_WORD;
    }

    /** Counts one frame of a template that is {@linkplain #isMove counted here}, whatever its length. */
    void readOne(byte[] bytes, long frame, int templateId) {
        records++;
        lastTimeUs = getLong(bytes, frame + TIME);
        onMove(bytes, frame, templateId, lastTimeUs);
    }

    private void onMove(byte[] bytes, long frame, int templateId, long timeUs) {
        switch (templateId) {
            case CarrierQueuedDecoder.TEMPLATE_ID ->
                queuedUsOfCarrier.put(getInt(bytes, frame + QUEUED_CARRIER), timeUs);
            case TrackInDecoder.TEMPLATE_ID -> onTrackIn(bytes, frame, timeUs);
            case TrackOutDecoder.TEMPLATE_ID -> onTrackOut(bytes, frame, timeUs);
            case ToolStateChangedDecoder.TEMPLATE_ID ->
                toolTimes.onTool(
                        getInt(bytes, frame + BLOCK),
                        ToolGroupTimes.kindOf(getByte(bytes, frame + TOOL_TO), getByte(bytes, frame + TOOL_CAUSE)),
                        timeUs);
            default -> {
                // Transport started: counted.
            }
        }
    }

    private void onTrackIn(byte[] bytes, long frame, long timeUs) {
        final int carrier = getInt(bytes, frame + TRACK_IN_CARRIER);
        final long queuedUs = queuedUsOfCarrier.get(carrier);
        if (timeUs > warmupUs && queuedUs != SerialLongs.NONE) {
            final int group = groupOfTool[getInt(bytes, frame + TRACK_IN_TOOL)];
            waitUs[group] += timeUs - queuedUs;
            waits[group]++;
        }
        if (hasPorts) {
            queuedUsOfCarrier.put(carrier, timeUs);
        }
    }

    private void onTrackOut(byte[] bytes, long frame, long timeUs) {
        final int wafers = getShort(bytes, frame + TRACK_OUT_WAFERS) & 0xFFFF;
        lotSteps++;
        waferSteps += wafers;
        if (timeUs > warmupUs) {
            lotStepsMeasured++;
            final int group = groupOfTool[getInt(bytes, frame + TRACK_OUT_TOOL)];
            busyUs[group] += getLong(bytes, frame + TRACK_OUT_BUSY);
            if (hasPorts) {
                // Since its track-in, or since the warm-up ended.
                final long inUs = queuedUsOfCarrier.get(getInt(bytes, frame + TRACK_OUT_CARRIER));
                handling.onTrackOut(group, timeUs - Math.max(inUs, warmupUs));
            }
            final long lotClass = classOfLot.get(getInt(bytes, frame + BLOCK));
            if (lotClass != SerialLongs.NONE) {
                waferStepsOfClass[(int) (lotClass >> 1)] += wafers;
            }
        }
    }

    long records() {
        return records;
    }

    /** Simulated time of the last record counted, 0 before the first. */
    long lastTimeUs() {
        return lastTimeUs;
    }

    /** Of the whole run. */
    long lotSteps() {
        return lotSteps;
    }

    /** Of the whole run. */
    long waferSteps() {
        return waferSteps;
    }

    /** Since the warm-up. */
    long lotStepsMeasured() {
        return lotStepsMeasured;
    }

    /** Since the warm-up. */
    long waferStepsMeasured(int lotClass) {
        return waferStepsOfClass[lotClass];
    }

    /** Capacity of a tool group's tools that carriers used. */
    long busyUs(int group) {
        return busyUs[group];
    }

    /** Mean time from queue to track-in, null without one. */
    Double meanWaitHours(int group) {
        return waits[group] == 0 ? null : waitUs[group] / HOUR_US / waits[group];
    }
}
