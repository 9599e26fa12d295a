/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Map;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.ChartSignalledDecoder;
import org.fabtwin.core.event.ExcursionEndedDecoder;
import org.fabtwin.core.event.ExcursionStartedDecoder;
import org.fabtwin.core.event.WaferMeasuredDecoder;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.sim.event.HeaderLine;

/** What the log tells of the process itself: results of measurements, signals of control charts, excursions. Single-threaded. */
final class ProcessTally {
    private static final int BLOCK = RecordHandler.BLOCK_OFFSET;
    private static final int MEASURED_PARAMETER = BLOCK + WaferMeasuredDecoder.criticalParameterEncodingOffset();
    private static final int MEASURED_X = BLOCK + WaferMeasuredDecoder.deviationEncodingOffset();
    private static final int MEASURED_Y = BLOCK + WaferMeasuredDecoder.deviationYEncodingOffset();
    private static final int SIGNAL_CHAMBER = BLOCK + ChartSignalledDecoder.chamberEncodingOffset();
    private static final int ENDED_WAFERS = BLOCK + ExcursionEndedDecoder.wafersEncodingOffset();

    private final CapabilityTally capability;
    private final ExcursionTally excursions;

    ProcessTally(HeaderLine line) {
        capability = new CapabilityTally(line.criticalParameters());
        excursions = new ExcursionTally(line.chamberCount());
    }

    /** A record of one of the four kinds; an excursion's subject is its chamber. */
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
            default ->
                throw new IllegalArgumentException("record of template " + templateId + " tells nothing of this");
        }
    }

    Map<String, RunFigures.Parameter> parameters() {
        return capability.figures();
    }

    RunFigures.Excursions excursions() {
        return excursions.figures();
    }
}
