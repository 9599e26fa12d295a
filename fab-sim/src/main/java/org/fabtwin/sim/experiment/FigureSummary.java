/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.fabtwin.sim.statistics.Estimate;
import org.fabtwin.sim.statistics.QuantileInterval;
import org.fabtwin.sim.statistics.SerialCorrelation;

/**
 * What the observations of one figure say.
 *
 * @param estimate of its mean.
 * @param quantiles of one observation: 5, 50 and 95 %.
 * @param lag1 autocorrelation of the observations in their order; NaN where it can't be told.
 */
public record FigureSummary(String figure, Estimate estimate, List<QuantileInterval> quantiles, double lag1) {
    private static final double[] SHARES = {0.05, 0.5, 0.95};

    /** From observations in their order. */
    public static FigureSummary of(String figure, double[] observations, double confidence) {
        final List<QuantileInterval> quantiles = new ArrayList<>();
        for (final double share : SHARES) {
            quantiles.add(QuantileInterval.of(observations, share, confidence));
        }
        return new FigureSummary(
                figure,
                Estimate.of(observations, confidence),
                List.copyOf(quantiles),
                SerialCorrelation.lag1(observations));
    }

    /** Whether the observations depend on each other more than chance makes them seem to. */
    public boolean isCorrelated() {
        return SerialCorrelation.isNotable(lag1, estimate.count());
    }

    /** Keys as docs/EXPERIMENTS.md describes them; null where there is nothing to say. */
    void putInto(ObjectNode json) {
        json.put("n", estimate.count());
        put(json, "mean", estimate.mean());
        put(json, "halfWidth", estimate.halfWidth());
        put(json, "low", estimate.low());
        put(json, "high", estimate.high());
        put(json, "deviation", estimate.deviation());
        put(json, "lag1", lag1);
        final ArrayNode list = json.putArray("quantiles");
        for (final QuantileInterval quantile : quantiles) {
            final ObjectNode entry = list.addObject();
            put(entry, "share", quantile.share());
            put(entry, "value", quantile.value());
            put(entry, "low", quantile.low());
            put(entry, "high", quantile.high());
        }
    }

    static void put(ObjectNode json, String key, double value) {
        if (Double.isFinite(value)) {
            json.put(key, value);
        } else {
            json.putNull(key);
        }
    }
}
