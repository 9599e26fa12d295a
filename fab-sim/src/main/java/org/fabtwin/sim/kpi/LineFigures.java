/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import static org.agrona.UnsafeApi.getByte;
import static org.agrona.UnsafeApi.getInt;
import static org.agrona.UnsafeApi.getLong;
import static org.agrona.UnsafeApi.getShort;

import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.BatchStartedDecoder;
import org.fabtwin.core.event.ChamberStateChangedDecoder;
import org.fabtwin.core.event.ChartSignalledDecoder;
import org.fabtwin.core.event.DiesLostDecoder;
import org.fabtwin.core.event.ExcursionEndedDecoder;
import org.fabtwin.core.event.ExcursionStartedDecoder;
import org.fabtwin.core.event.LogHeaderDecoder;
import org.fabtwin.core.event.LoopUpdatedDecoder;
import org.fabtwin.core.event.LotCompletedDecoder;
import org.fabtwin.core.event.LotReleasedDecoder;
import org.fabtwin.core.event.PaddingDecoder;
import org.fabtwin.core.event.QualificationStartedDecoder;
import org.fabtwin.core.event.QueueTimeEndedDecoder;
import org.fabtwin.core.event.SetupChangedDecoder;
import org.fabtwin.core.event.WaferMeasuredDecoder;
import org.fabtwin.core.event.WaferPlacedDecoder;
import org.fabtwin.core.event.WaferTestedDecoder;
import org.fabtwin.core.event.WafersScrappedDecoder;
import org.fabtwin.core.log.LogFormat;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.sim.event.HeaderLine;
import org.fabtwin.sim.event.IdTable;

/**
 * Figures of a run from the records of its log. Single-threaded: the reader's thread. Allocates nothing per record but when
 * a table doubles.
 *
 * <p>Measured is what happens after the warm-up: at times t with {@code warmup < t <= end}. Fields are read at their
 * generated offsets and not through flyweights, and bounds are checked once a record: this reader runs inside the simulation's thread.
 */
public final class LineFigures implements RecordHandler {
    private static final int BLOCK = RecordHandler.BLOCK_OFFSET;
    private static final int BATCH_STEP = BLOCK + BatchStartedDecoder.stepEncodingOffset();
    private static final int BATCH_WAFERS = BLOCK + BatchStartedDecoder.wafersEncodingOffset();
    private static final int SETUP_DURATION = BLOCK + SetupChangedDecoder.durationUsEncodingOffset();
    private static final int CHAMBER_TO = BLOCK + ChamberStateChangedDecoder.toEncodingOffset();
    private static final int CHAMBER_CAUSE = BLOCK + ChamberStateChangedDecoder.causeEncodingOffset();
    private static final int RELEASED_PRODUCT = BLOCK + LotReleasedDecoder.productEncodingOffset();
    private static final int RELEASED_CLASS = BLOCK + LotReleasedDecoder.lotClassEncodingOffset();
    private static final int RELEASED_WAFERS = BLOCK + LotReleasedDecoder.wafersEncodingOffset();
    private static final int RELEASED_INITIAL = BLOCK + LotReleasedDecoder.initialEncodingOffset();
    private static final int COMPLETED_PRODUCT = BLOCK + LotCompletedDecoder.productEncodingOffset();
    private static final int COMPLETED_CLASS = BLOCK + LotCompletedDecoder.lotClassEncodingOffset();
    private static final int COMPLETED_WAFERS = BLOCK + LotCompletedDecoder.wafersEncodingOffset();
    private static final int COMPLETED_RELEASED = BLOCK + LotCompletedDecoder.releasedUsEncodingOffset();
    private static final int COMPLETED_DUE = BLOCK + LotCompletedDecoder.dueUsEncodingOffset();
    private static final int TESTED_LOT = BLOCK + WaferTestedDecoder.lotEncodingOffset();
    private static final int SCRAPPED_WAFERS = BLOCK + WafersScrappedDecoder.wafersEncodingOffset();
    private static final int ENDED_BREACHED = BLOCK + QueueTimeEndedDecoder.breachedEncodingOffset();
    /** Smaller template ids belong to the log itself and count as no record. */
    private static final int FIRST_EVENT_TEMPLATE = LotReleasedDecoder.TEMPLATE_ID;

    private static final int INITIAL_FLAG = 1;
    /** {@code LotReleased.initial} of lots without a history; others say when they were released. */
    private static final int NO_HISTORY = 1;

    private static final double HOUR_US = 3600e6;
    private static final double DAY_US = 86_400e6;

    private final long cutOffUs;
    private long startUs;
    private long warmupUs;
    private RunHeader header;
    private HeaderLine line;
    private ToolGroupTimes toolTimes;
    private int[] groupOfTool;
    private long[] setupUs;
    private long[] batchWafers;
    private long[] batchRoom;
    private LotClassTally[] classes;
    private YieldTally yields;
    private ProcessTally process;
    private HandlingTally handling;
    private MoveTally moves;
    private WorkInProcess wafersInProcess;
    private WorkInProcess lotsInProcess;
    /** Lot class * 2 + initial. */
    private final SerialLongs classOfLot = new SerialLongs(1 << 8);

    private long otherRecords;
    private long windows;
    private long breached;
    private long otherTimeUs;

    /** @param warmupUs simulated time that is cut off, from the log's start. */
    public LineFigures(long warmupUs) {
        if (warmupUs < 0) {
            throw new IllegalArgumentException("warm-up must not be negative, warmupUs=" + warmupUs);
        }
        cutOffUs = warmupUs;
    }

    /** Nearly all records of a run are of the kinds that {@link MoveTally} reads: the others are told one by one. */
    @Override
    public int onRecords(DirectBuffer buffer, int from, int to, long position) {
        buffer.boundsCheck(from, to - from);
        final byte[] bytes = buffer.byteArray();
        final long origin = buffer.addressOffset();
        final long movesBefore = moves == null ? 0 : moves.records();
        int others = 0;
        int offset = readMoves(bytes, origin, from, to);
        while (offset < to) {
            final long word = getLong(bytes, origin + offset);
            final int templateId = LogFormat.templateOf(word);
            LogFormat.checkFrame(word, to - offset, position + offset - from);
            if (templateId != PaddingDecoder.TEMPLATE_ID) {
                onRecord(buffer, offset, LogFormat.lengthOf(word), templateId, position + offset - from);
                // Those are among the tally's records.
                others += header != null && MoveTally.isMove(templateId) ? 0 : 1;
            }
            offset = readMoves(bytes, origin, offset + LogFormat.lengthOf(word), to);
        }
        return moves == null ? others : others + (int) (moves.records() - movesBefore);
    }

    /** None before the log's header was read. */
    private int readMoves(byte[] bytes, long origin, int from, int to) {
        return moves == null ? from : moves.read(bytes, origin, from, to);
    }

    @Override
    public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        if (templateId < FIRST_EVENT_TEMPLATE) {
            if (templateId == LogHeaderDecoder.TEMPLATE_ID) {
                onHeader(RunHeader.of(buffer, offset));
            }
            return;
        }
        if (header == null) {
            // The beginning of the log is gone: nothing tells what its records are about.
            return;
        }
        buffer.boundsCheck(offset, length);
        final byte[] bytes = buffer.byteArray();
        final long frame = buffer.addressOffset() + offset;
        if (MoveTally.isMove(templateId)) {
            moves.readOne(bytes, frame, templateId);
            return;
        }
        final int subject = getInt(bytes, frame + BLOCK);
        final long timeUs = getLong(bytes, frame + TIME_OFFSET);
        otherRecords++;
        otherTimeUs = timeUs;
        switch (templateId) {
            case BatchStartedDecoder.TEMPLATE_ID -> onBatchStarted(bytes, frame, subject, timeUs);
            case SetupChangedDecoder.TEMPLATE_ID -> {
                if (timeUs > warmupUs) {
                    setupUs[groupOfTool[subject]] += getLong(bytes, frame + SETUP_DURATION);
                }
            }
            case ChamberStateChangedDecoder.TEMPLATE_ID ->
                toolTimes.onChamber(
                        subject,
                        ToolGroupTimes.kindOf(
                                getByte(bytes, frame + CHAMBER_TO), getByte(bytes, frame + CHAMBER_CAUSE)),
                        timeUs);
            case LotReleasedDecoder.TEMPLATE_ID -> onReleased(bytes, frame, subject, timeUs);
            case LotCompletedDecoder.TEMPLATE_ID -> onCompleted(bytes, frame, subject, timeUs);
            case WafersScrappedDecoder.TEMPLATE_ID ->
                wafersInProcess.change(timeUs, -count(bytes, frame + SCRAPPED_WAFERS));
            case QueueTimeEndedDecoder.TEMPLATE_ID -> onWindowEnded(bytes, frame, timeUs);
            case WaferTestedDecoder.TEMPLATE_ID -> onTested(buffer, offset, getInt(bytes, frame + TESTED_LOT), timeUs);
            case DiesLostDecoder.TEMPLATE_ID -> yields.onLost(buffer, offset);
            case WaferPlacedDecoder.TEMPLATE_ID -> handling.onPlaced(buffer, offset, timeUs > warmupUs);
            case WaferMeasuredDecoder.TEMPLATE_ID,
                    ChartSignalledDecoder.TEMPLATE_ID,
                    ExcursionStartedDecoder.TEMPLATE_ID,
                    ExcursionEndedDecoder.TEMPLATE_ID,
                    LoopUpdatedDecoder.TEMPLATE_ID,
                    QualificationStartedDecoder.TEMPLATE_ID -> {
                if (timeUs > warmupUs) {
                    process.onRecord(buffer, offset, templateId, subject, timeUs);
                }
            }
            default -> {
                // Nothing measured.
            }
        }
    }

    private void onHeader(RunHeader found) {
        header = found;
        line = found.line();
        startUs = found.startUs();
        warmupUs = startUs + cutOffUs;
        otherTimeUs = startUs;
        wafersInProcess = new WorkInProcess(warmupUs);
        lotsInProcess = new WorkInProcess(warmupUs);
        toolTimes = new ToolGroupTimes(line, warmupUs);
        groupOfTool = new int[line.toolCount()];
        for (int tool = 0; tool < groupOfTool.length; tool++) {
            groupOfTool[tool] = line.groupOfTool(tool);
        }
        moves = new MoveTally(line, groupOfTool, toolTimes, classOfLot);
        clearTallies();
    }

    /**
     * Measures anew from a simulated time on: what was measured before is forgotten, as if the warm-up had ended then. The
     * counts of the whole run (records, steps) go on. Records up to that time have been read, none after it.
     */
    public void measureFrom(long fromUs) {
        if (fromUs < lastTimeUs() || fromUs < warmupUs) {
            throw new IllegalArgumentException("records up to " + lastTimeUs() + " us were read and the warm-up is "
                    + warmupUs + " us; measuring can't begin at " + fromUs);
        }
        warmupUs = fromUs;
        wafersInProcess.measureFrom(fromUs);
        lotsInProcess.measureFrom(fromUs);
        windows = 0;
        breached = 0;
        toolTimes.measureFrom(fromUs);
        clearTallies();
    }

    private void clearTallies() {
        final int groups = line.toolGroups().size();
        setupUs = new long[groups];
        batchWafers = new long[groups];
        batchRoom = new long[groups];
        yields = new YieldTally(line);
        process = new ProcessTally(line);
        handling = new HandlingTally(line, groupOfTool);
        moves.measureFrom(warmupUs, handling);
        classes = new LotClassTally[line.size(IdTable.LOT_CLASS)];
        for (int lotClass = 0; lotClass < classes.length; lotClass++) {
            classes[lotClass] = new LotClassTally();
        }
    }

    private void onBatchStarted(byte[] bytes, long frame, int tool, long timeUs) {
        if (timeUs > warmupUs) {
            final int wafers = count(bytes, frame + BATCH_WAFERS);
            final int most = line.batchMaximumOfStep(getInt(bytes, frame + BATCH_STEP));
            batchWafers[groupOfTool[tool]] += wafers;
            batchRoom[groupOfTool[tool]] += Math.max(most, wafers);
        }
    }

    private void onReleased(byte[] bytes, long frame, int lot, long timeUs) {
        final int initial = count(bytes, frame + RELEASED_INITIAL);
        final int lotClass = getShort(bytes, frame + RELEASED_CLASS);
        classOfLot.put(lot, 2L * lotClass + (initial == NO_HISTORY ? INITIAL_FLAG : 0));
        if (timeUs > warmupUs) {
            final int product = getShort(bytes, frame + RELEASED_PRODUCT);
            yields.onReleased(product, lotClass, count(bytes, frame + RELEASED_WAFERS));
        }
        wafersInProcess.change(timeUs, count(bytes, frame + RELEASED_WAFERS));
        lotsInProcess.change(timeUs, 1);
    }

    private void onCompleted(byte[] bytes, long frame, int lot, long timeUs) {
        final int wafers = count(bytes, frame + COMPLETED_WAFERS);
        wafersInProcess.change(timeUs, -wafers);
        lotsInProcess.change(timeUs, -1);
        // A lot without a good wafer is scrapped, not completed.
        if (timeUs <= warmupUs || wafers == 0) {
            return;
        }
        final int lotClass = getShort(bytes, frame + COMPLETED_CLASS);
        yields.onCompleted(getShort(bytes, frame + COMPLETED_PRODUCT), lotClass, wafers);
        final LotClassTally tally = classes[lotClass];
        tally.onCompleted(timeUs, getLong(bytes, frame + COMPLETED_DUE));
        final long released = classOfLot.get(lot);
        if (released != SerialLongs.NONE && (released & INITIAL_FLAG) == 0) {
            final int product = getShort(bytes, frame + COMPLETED_PRODUCT);
            tally.onCycleTime(timeUs - getLong(bytes, frame + COMPLETED_RELEASED), line.zeroLoadUsOfProduct(product));
        }
    }

    private void onTested(DirectBuffer buffer, int offset, int lot, long timeUs) {
        final long lotClass = classOfLot.get(lot);
        yields.onTested(buffer, offset, (int) (lotClass >> 1), timeUs > warmupUs && lotClass != SerialLongs.NONE);
    }

    private void onWindowEnded(byte[] bytes, long frame, long timeUs) {
        if (timeUs > warmupUs) {
            windows++;
            if (count(bytes, frame + ENDED_BREACHED) != 0) {
                breached++;
            }
        }
    }

    private static int count(byte[] bytes, long address) {
        return getShort(bytes, address) & 0xFFFF;
    }

    /** The log's header, null before its record was read. */
    public RunHeader header() {
        return header;
    }

    /** Records of events read so far; those of the log itself (header, padding) do not count. */
    public long records() {
        return moves == null ? otherRecords : otherRecords + moves.records();
    }

    /** Simulated time of the last record read. */
    public long lastTimeUs() {
        return moves == null ? otherTimeUs : Math.max(otherTimeUs, moves.lastTimeUs());
    }

    /**
     * The figures as of {@code endUs}, not before the last record read. May be asked for at any time, reading goes on.
     *
     * @param wallSeconds null where nobody measured.
     * @param calendarEvents null where nobody counted.
     * @param logHash CRC32C of the hashed records.
     */
    public RunFigures figures(long endUs, Double wallSeconds, Long calendarEvents, int logHash) {
        if (header == null) {
            throw new IllegalStateException("no header record was read");
        }
        if (endUs < lastTimeUs()) {
            throw new IllegalArgumentException("endUs=" + endUs + " lies before the last record at " + lastTimeUs());
        }
        return new RunFigures(
                header.scenario(),
                header.seed(),
                header.replication(),
                (endUs - startUs) / DAY_US,
                wallSeconds,
                calendarEvents,
                records(),
                moves.lotSteps(),
                moves.waferSteps(),
                hexadecimal(logHash),
                lotClasses(),
                toolGroups(endUs),
                new RunFigures.Wip(
                        wafersInProcess.atStart(),
                        wafersInProcess.now(),
                        wafersInProcess.mean(endUs),
                        new RunFigures.WipLots(
                                lotsInProcess.atStart(), lotsInProcess.now(), lotsInProcess.mean(endUs))),
                new RunFigures.QueueTime(windows, breached),
                yields.products((endUs - warmupUs) / DAY_US),
                yields.worst(),
                process.parameters(),
                process.excursions(),
                process.worstLoops(),
                process.qualifications(),
                endUs == warmupUs ? null : moves.lotStepsMeasured() / ((endUs - warmupUs) / HOUR_US));
    }

    private static String hexadecimal(int hash) {
        final String digits = Integer.toHexString(hash);
        return "0".repeat(8 - digits.length()) + digits;
    }

    private Map<String, RunFigures.LotClass> lotClasses() {
        final Map<String, RunFigures.LotClass> figures = new LinkedHashMap<>();
        for (int lotClass = 0; lotClass < classes.length; lotClass++) {
            figures.put(
                    line.name(IdTable.LOT_CLASS, lotClass),
                    classes[lotClass].figures(moves.waferStepsMeasured(lotClass)));
        }
        return figures;
    }

    private Map<String, RunFigures.ToolGroup> toolGroups(long endUs) {
        final long[] timesUs = toolTimes.timesUs(endUs);
        final Map<String, RunFigures.ToolGroup> figures = new LinkedHashMap<>();
        for (int group = 0; group < line.toolGroups().size(); group++) {
            final HeaderLine.ToolGroup described = line.toolGroups().get(group);
            figures.put(described.name(), toolGroup(group, described.chambersPerTool(), timesUs, endUs - warmupUs));
        }
        return figures;
    }

    private RunFigures.ToolGroup toolGroup(int group, int chambersPerTool, long[] timesUs, long measuredUs) {
        final long upUs = timesUs[4 * group + ToolGroupTimes.UP];
        final long breakdownUs = timesUs[4 * group + ToolGroupTimes.BREAKDOWN];
        final long maintenanceUs = timesUs[4 * group + ToolGroupTimes.MAINTENANCE];
        final long inSetupUs = timesUs[4 * group + ToolGroupTimes.SETUP];
        final double allUs = (double) (upUs + breakdownUs + maintenanceUs + inSetupUs);
        final double availableUs = (double) (upUs + inSetupUs);
        final Double meanWaitHours = moves.meanWaitHours(group);
        final Double batchFill = batchRoom[group] == 0 ? null : 100.0 * batchWafers[group] / batchRoom[group];
        if (allUs == 0) {
            return new RunFigures.ToolGroup(null, null, null, null, null, meanWaitHours, null, batchFill, null, null);
        }
        // Busy time is in tools; the time of a tool is the mean over its chambers.
        final double busyChamberUs = (double) moves.busyUs(group) * chambersPerTool;
        return new RunFigures.ToolGroup(
                100 * availableUs / allUs,
                availableUs == 0 ? null : 100 * (busyChamberUs + inSetupUs) / availableUs,
                100 * breakdownUs / allUs,
                100 * maintenanceUs / allUs,
                100 * inSetupUs / allUs,
                meanWaitHours,
                100.0 * setupUs[group] * chambersPerTool / allUs,
                batchFill,
                handling.portPercent(group, measuredUs),
                handling.robotPercent(group, measuredUs));
    }
}
