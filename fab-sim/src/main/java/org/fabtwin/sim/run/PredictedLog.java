/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.run;

import org.fabtwin.core.event.CarrierQueuedEncoder;
import org.fabtwin.core.event.ToolStateChangedEncoder;
import org.fabtwin.core.event.TrackInEncoder;
import org.fabtwin.core.event.TrackOutEncoder;
import org.fabtwin.core.event.TransportStartedEncoder;
import org.fabtwin.core.event.WaferProcessedEncoder;
import org.fabtwin.core.event.WaferStartedEncoder;
import org.fabtwin.core.line.Distributions;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.Orders;
import org.fabtwin.core.log.LogFormat;
import org.fabtwin.core.random.Distribution;

/** How large a run's log will be, from the releases and the routes; right to a few tens of percent. */
public final class PredictedLog {
    private static final int WAFER_DETAIL = 1;
    /** Work, and the pauses between. */
    private static final int STATES_PER_STEP = 2;

    private static final double STEP_BYTES = LogFormat.frameLength(TransportStartedEncoder.BLOCK_LENGTH)
            + LogFormat.frameLength(CarrierQueuedEncoder.BLOCK_LENGTH)
            + LogFormat.frameLength(TrackInEncoder.BLOCK_LENGTH)
            + LogFormat.frameLength(TrackOutEncoder.BLOCK_LENGTH)
            + STATES_PER_STEP * LogFormat.frameLength(ToolStateChangedEncoder.BLOCK_LENGTH);
    private static final double WAFER_BYTES = LogFormat.frameLength(WaferStartedEncoder.BLOCK_LENGTH)
            + LogFormat.frameLength(WaferProcessedEncoder.BLOCK_LENGTH);

    private PredictedLog() {}

    /** Bytes of a run to {@code endUs}. */
    public static long bytes(Line line, long endUs) {
        final Orders orders = line.orders();
        double bytes = line.toJson().length();
        for (int order = 0; order < orders.size(); order++) {
            final double meanUs = meanIntervalUs(line, orders.interval(order));
            if (meanUs > 0) {
                double releases = endUs / meanUs;
                if (orders.releases(order) >= 0) {
                    releases = Math.min(releases, orders.releases(order));
                }
                bytes += releases * orders.lotsPerRelease(order) * lotBytes(line, orders, order);
            }
        }
        return (long) bytes;
    }

    private static double lotBytes(Line line, Orders orders, int order) {
        int steps = 0;
        int step = line.products().firstStep(orders.product(order));
        while (step >= 0) {
            steps++;
            step = line.steps().next(step);
        }
        final boolean hasWafers = line.eventDetail() >= WAFER_DETAIL && !line.lotMode();
        return steps * (STEP_BYTES + (hasWafers ? orders.wafers(order) * WAFER_BYTES : 0));
    }

    private static double meanIntervalUs(Line line, int distribution) {
        if (distribution == Distributions.NONE) {
            return 0;
        }
        final Distributions all = line.distributions();
        return Distribution.mean(
                all.kind(distribution),
                value(line, all.a(distribution)),
                value(line, all.b(distribution)),
                value(line, all.c(distribution)));
    }

    private static double value(Line line, int parameter) {
        return parameter < 0 ? 0 : line.parameters().row(parameter).value();
    }
}
