/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.fabtwin.core.event.LogHeaderDecoder;
import org.fabtwin.core.event.LotCompletedDecoder;
import org.fabtwin.core.event.LotReleasedDecoder;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.sim.event.HeaderLine;

/**
 * WIP and flow factor over time, in intervals of equal length: to see when a line has settled. May read several runs of a line, one
 * after the other; what it shows is their mean. Single-threaded.
 */
public final class LineSeries implements RecordHandler {
    private static final int BLOCK = RecordHandler.BLOCK_OFFSET;
    private static final int COMPLETED_PRODUCT = BLOCK + LotCompletedDecoder.productEncodingOffset();
    private static final int COMPLETED_RELEASED = BLOCK + LotCompletedDecoder.releasedUsEncodingOffset();

    private final long endUs;
    private final int intervals;
    private final double[] lotUs;
    private final double[] flowFactorSum;
    private final int[] completions;
    private HeaderLine line;
    private int runs;
    private long lots;
    private long sinceUs;

    /** For runs until {@code endUs}, in so many intervals. */
    public LineSeries(long endUs, int intervals) {
        this.endUs = endUs;
        this.intervals = intervals;
        this.lotUs = new double[intervals];
        this.flowFactorSum = new double[intervals];
        this.completions = new int[intervals];
    }

    @Override
    public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        switch (templateId) {
            case LogHeaderDecoder.TEMPLATE_ID -> {
                line = RunHeader.of(buffer, offset).line();
                runs++;
                lots = 0;
                sinceUs = 0;
            }
            case LotReleasedDecoder.TEMPLATE_ID -> change(buffer.getLong(offset + TIME_OFFSET, LITTLE_ENDIAN), 1);
            case LotCompletedDecoder.TEMPLATE_ID -> onCompleted(buffer, offset);
            default -> {
                // Nothing of lots.
            }
        }
    }

    private void onCompleted(DirectBuffer buffer, int offset) {
        final long timeUs = buffer.getLong(offset + TIME_OFFSET, LITTLE_ENDIAN);
        change(timeUs, -1);
        final long zeroLoadUs = line.zeroLoadUsOfProduct(buffer.getShort(offset + COMPLETED_PRODUCT, LITTLE_ENDIAN));
        final long cycleTimeUs = timeUs - buffer.getLong(offset + COMPLETED_RELEASED, LITTLE_ENDIAN);
        if (zeroLoadUs > 0) {
            final int interval = intervalOf(timeUs);
            flowFactorSum[interval] += (double) cycleTimeUs / zeroLoadUs;
            completions[interval]++;
        }
    }

    private void change(long timeUs, int by) {
        spendUntil(timeUs);
        lots += by;
    }

    private int intervalOf(long timeUs) {
        return (int) Math.min(intervals - 1, timeUs / intervalUs());
    }

    private void spendUntil(long timeUs) {
        while (sinceUs < timeUs) {
            final int interval = intervalOf(sinceUs);
            final long boundUs = interval == intervals - 1 ? timeUs : Math.min(timeUs, (interval + 1) * intervalUs());
            lotUs[interval] += (double) lots * (boundUs - sinceUs);
            sinceUs = boundUs;
        }
    }

    /** A run has ended. */
    public void endRun() {
        spendUntil(endUs);
    }

    /** Length of an interval; the last one has the rest, too. */
    public long intervalUs() {
        return Math.max(1, endUs / intervals);
    }

    /** Lots in the line, time average of each interval, mean of the runs. */
    public double[] lotsInProcess() {
        final double[] series = new double[intervals];
        for (int i = 0; i < intervals; i++) {
            final long lengthUs = i < intervals - 1 ? intervalUs() : endUs - (intervals - 1) * intervalUs();
            series[i] = lotUs[i] / lengthUs / Math.max(1, runs);
        }
        return series;
    }

    /**
     * Mean flow factor of the lots completed in each interval; where there are none, that of the interval before, at the beginning
     * that of the first lots.
     */
    public double[] flowFactors() {
        final double[] series = new double[intervals];
        double last = Double.NaN;
        for (int i = intervals - 1; i >= 0; i--) {
            last = completions[i] == 0 ? last : flowFactorSum[i] / completions[i];
        }
        for (int i = 0; i < intervals; i++) {
            last = completions[i] == 0 ? last : flowFactorSum[i] / completions[i];
            series[i] = last;
        }
        return series;
    }

    /** Lots completed whose flow factor is known. */
    public int completions() {
        int sum = 0;
        for (final int count : completions) {
            sum += count;
        }
        return sum;
    }
}
