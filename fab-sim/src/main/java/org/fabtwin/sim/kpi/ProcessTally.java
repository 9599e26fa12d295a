/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Map;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.ChartSignalledDecoder;
import org.fabtwin.core.event.ExcursionEndedDecoder;
import org.fabtwin.core.event.ExcursionStartedDecoder;
import org.fabtwin.core.event.LoopUpdatedDecoder;
import org.fabtwin.core.event.QualificationStartedDecoder;
import org.fabtwin.core.event.WaferMeasuredDecoder;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.sim.event.HeaderLine;

/** What the log tells of the process itself: results of measurements, loops, signals of control charts, excursions. Single-threaded. */
final class ProcessTally {
    private static final int BLOCK = RecordHandler.BLOCK_OFFSET;
    private static final int MEASURED_PARAMETER = BLOCK + WaferMeasuredDecoder.criticalParameterEncodingOffset();
    private static final int MEASURED_X = BLOCK + WaferMeasuredDecoder.deviationEncodingOffset();
    private static final int MEASURED_Y = BLOCK + WaferMeasuredDecoder.deviationYEncodingOffset();
    private static final int SIGNAL_CHAMBER = BLOCK + ChartSignalledDecoder.chamberEncodingOffset();
    private static final int ENDED_WAFERS = BLOCK + ExcursionEndedDecoder.wafersEncodingOffset();

    private static final int PROCESS_US = BLOCK + QualificationStartedDecoder.processUsEncodingOffset();

    private final CapabilityTally capability;
    private final ExcursionTally excursions;
    private final LoopTally loops;
    private final LoopUpdatedDecoder updated = new LoopUpdatedDecoder();

    ProcessTally(HeaderLine line) {
        capability = new CapabilityTally(line.criticalParameters());
        excursions = new ExcursionTally(line.chamberCount());
        loops = new LoopTally(line);
    }

    /** A record of one of these kinds; an excursion's subject is its chamber. */
    void onRecord(DirectBuffer buffer, int offset, int templateId, int subject, long timeUs) {
        switch (templateId) {
            case WaferMeasuredDecoder.TEMPLATE_ID ->
                capability.onMeasured(
                        buffer.getInt(offset + MEASURED_PARAMETER, LITTLE_ENDIAN),
                        buffer.getDouble(offset + MEASURED_X, LITTLE_ENDIAN),
                        buffer.getDouble(offset + MEASURED_Y, LITTLE_ENDIAN));
            case ChartSignalledDecoder.TEMPLATE_ID ->
                excursions.onSignal(buffer.getInt(offset + SIGNAL_CHAMBER, LITTLE_ENDIAN), timeUs);
            case ExcursionStartedDecoder.TEMPLATE_ID -> excursions.onStarted(subject, timeUs);
            case ExcursionEndedDecoder.TEMPLATE_ID ->
                excursions.onEnded(subject, buffer.getShort(offset + ENDED_WAFERS, LITTLE_ENDIAN) & 0xFFFF);
            case LoopUpdatedDecoder.TEMPLATE_ID ->
                loops.onUpdated(updated.wrap(
                        buffer, offset + BLOCK, LoopUpdatedDecoder.BLOCK_LENGTH, LoopUpdatedDecoder.SCHEMA_VERSION));
            case QualificationStartedDecoder.TEMPLATE_ID ->
                loops.onQualification(buffer.getLong(offset + PROCESS_US, LITTLE_ENDIAN));
            default ->
                throw new IllegalArgumentException("record of template " + templateId + " tells nothing of this");
        }
    }

    Map<String, RunFigures.Parameter> parameters() {
        return capability.figures();
    }

    Map<String, Double> worstLoops() {
        return loops.worst();
    }

    RunFigures.Qualifications qualifications() {
        return loops.qualifications();
    }

    RunFigures.Excursions excursions() {
        return excursions.figures();
    }
}
