/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import static org.agrona.UnsafeApi.putByte;
import static org.agrona.UnsafeApi.putDouble;
import static org.agrona.UnsafeApi.putInt;
import static org.agrona.UnsafeApi.putLong;
import static org.agrona.UnsafeApi.putShort;

import org.fabtwin.core.event.ChamberQualifiedEncoder;
import org.fabtwin.core.event.ChartSignalledEncoder;
import org.fabtwin.core.event.LoopUpdatedEncoder;
import org.fabtwin.core.event.QualificationStartedEncoder;
import org.fabtwin.core.event.WaferMeasuredEncoder;
import org.fabtwin.core.event.WaferPredictedEncoder;

/** The events of metrology and control; the rest of {@link EventWriter}, under the same rules. */
public final class ControlEvents {
    private static final int WAFER_MEASURED = LogFormat.frameLength(WaferMeasuredEncoder.BLOCK_LENGTH);
    private static final long WAFER_MEASURED_WORD =
            LogFormat.frameWord(WAFER_MEASURED, WaferMeasuredEncoder.BLOCK_LENGTH, WaferMeasuredEncoder.TEMPLATE_ID);
    private static final int WAFER_PREDICTED = LogFormat.frameLength(WaferPredictedEncoder.BLOCK_LENGTH);
    private static final long WAFER_PREDICTED_WORD =
            LogFormat.frameWord(WAFER_PREDICTED, WaferPredictedEncoder.BLOCK_LENGTH, WaferPredictedEncoder.TEMPLATE_ID);
    private static final int LOOP_UPDATED = LogFormat.frameLength(LoopUpdatedEncoder.BLOCK_LENGTH);
    private static final long LOOP_UPDATED_WORD =
            LogFormat.frameWord(LOOP_UPDATED, LoopUpdatedEncoder.BLOCK_LENGTH, LoopUpdatedEncoder.TEMPLATE_ID);
    private static final int CHART_SIGNALLED = LogFormat.frameLength(ChartSignalledEncoder.BLOCK_LENGTH);
    private static final long CHART_SIGNALLED_WORD =
            LogFormat.frameWord(CHART_SIGNALLED, ChartSignalledEncoder.BLOCK_LENGTH, ChartSignalledEncoder.TEMPLATE_ID);
    private static final int QUALIFICATION_STARTED = LogFormat.frameLength(QualificationStartedEncoder.BLOCK_LENGTH);
    private static final long QUALIFICATION_STARTED_WORD = LogFormat.frameWord(
            QUALIFICATION_STARTED, QualificationStartedEncoder.BLOCK_LENGTH, QualificationStartedEncoder.TEMPLATE_ID);
    private static final int CHAMBER_QUALIFIED = LogFormat.frameLength(ChamberQualifiedEncoder.BLOCK_LENGTH);
    private static final long CHAMBER_QUALIFIED_WORD = LogFormat.frameWord(
            CHAMBER_QUALIFIED, ChamberQualifiedEncoder.BLOCK_LENGTH, ChamberQualifiedEncoder.TEMPLATE_ID);

    private final EventWriter writer;
    private final EventLog log;

    /** Writes to the log of this writer. */
    public ControlEvents(EventWriter writer) {
        this.writer = writer;
        this.log = writer.log;
    }

    /** The result of a measurement has come. */
    public void waferMeasured(
            long timeUs, int wafer, int lot, int step, int criticalParameter, double deviation, double deviationY) {
        long block = writer.begin(WAFER_MEASURED, WAFER_MEASURED_WORD, wafer, timeUs);
        putInt(block + WaferMeasuredEncoder.lotEncodingOffset(), lot);
        putInt(block + WaferMeasuredEncoder.stepEncodingOffset(), step);
        putInt(block + WaferMeasuredEncoder.criticalParameterEncodingOffset(), criticalParameter);
        putDouble(block + WaferMeasuredEncoder.deviationEncodingOffset(), deviation);
        putDouble(block + WaferMeasuredEncoder.deviationYEncodingOffset(), deviationY);
        log.commit(WAFER_MEASURED);
    }

    /** Virtual metrology predicted what is not measured. */
    public void waferPredicted(
            long timeUs, int wafer, int controller, int chamber, double deviation, double uncertainty, int component) {
        long block = writer.begin(WAFER_PREDICTED, WAFER_PREDICTED_WORD, wafer, timeUs);
        putInt(block + WaferPredictedEncoder.controllerEncodingOffset(), controller);
        putInt(block + WaferPredictedEncoder.chamberEncodingOffset(), chamber);
        putDouble(block + WaferPredictedEncoder.deviationEncodingOffset(), deviation);
        putDouble(block + WaferPredictedEncoder.uncertaintyEncodingOffset(), uncertainty);
        putShort(block + WaferPredictedEncoder.componentEncodingOffset(), (short) component);
        log.commit(WAFER_PREDICTED);
    }

    /** A loop has learnt something. */
    public void loopUpdated(
            long timeUs,
            int controller,
            int chamber,
            double level,
            double recipeOffset,
            double residual,
            int product,
            int late,
            int component,
            int source) {
        long block = writer.begin(LOOP_UPDATED, LOOP_UPDATED_WORD, controller, timeUs);
        putInt(block + LoopUpdatedEncoder.chamberEncodingOffset(), chamber);
        putDouble(block + LoopUpdatedEncoder.levelEncodingOffset(), level);
        putDouble(block + LoopUpdatedEncoder.recipeOffsetEncodingOffset(), recipeOffset);
        putDouble(block + LoopUpdatedEncoder.residualEncodingOffset(), residual);
        putShort(block + LoopUpdatedEncoder.productEncodingOffset(), (short) product);
        putShort(block + LoopUpdatedEncoder.lateEncodingOffset(), (short) late);
        putShort(block + LoopUpdatedEncoder.componentEncodingOffset(), (short) component);
        putByte(block + LoopUpdatedEncoder.sourceEncodingOffset(), (byte) source);
        log.commit(LOOP_UPDATED);
    }

    /**
     * A chamber processes a qualification wafer.
     *
     * @param waits 1: no product before its result.
     */
    public void qualificationStarted(long timeUs, int chamber, int item, int waits, long processUs, long delayUs) {
        long block = writer.begin(QUALIFICATION_STARTED, QUALIFICATION_STARTED_WORD, chamber, timeUs);
        putInt(block + QualificationStartedEncoder.itemEncodingOffset(), item);
        putShort(block + QualificationStartedEncoder.waitsEncodingOffset(), (short) waits);
        putLong(block + QualificationStartedEncoder.processUsEncodingOffset(), processUs);
        putLong(block + QualificationStartedEncoder.delayUsEncodingOffset(), delayUs);
        log.commit(QUALIFICATION_STARTED);
    }

    /** The result of a qualification wafer has come. */
    public void chamberQualified(long timeUs, int chamber, int criticalParameter, double deviation, double deviationY) {
        long block = writer.begin(CHAMBER_QUALIFIED, CHAMBER_QUALIFIED_WORD, chamber, timeUs);
        putInt(block + ChamberQualifiedEncoder.criticalParameterEncodingOffset(), criticalParameter);
        putDouble(block + ChamberQualifiedEncoder.deviationEncodingOffset(), deviation);
        putDouble(block + ChamberQualifiedEncoder.deviationYEncodingOffset(), deviationY);
        log.commit(CHAMBER_QUALIFIED);
    }

    /** A control chart signalled. */
    public void chartSignalled(long timeUs, int chart, int wafer, int lot, int chamber, double residual, int rule) {
        long block = writer.begin(CHART_SIGNALLED, CHART_SIGNALLED_WORD, chart, timeUs);
        putInt(block + ChartSignalledEncoder.waferEncodingOffset(), wafer);
        putInt(block + ChartSignalledEncoder.lotEncodingOffset(), lot);
        putInt(block + ChartSignalledEncoder.chamberEncodingOffset(), chamber);
        putDouble(block + ChartSignalledEncoder.residualEncodingOffset(), residual);
        putByte(block + ChartSignalledEncoder.ruleEncodingOffset(), (byte) rule);
        log.commit(CHART_SIGNALLED);
    }
}
