/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import java.util.List;

/**
 * When a study has enough.
 *
 * @param targets precisions that all have to be reached; none: the number of replications decides.
 * @param confidence of the intervals that the targets speak of.
 * @param mostReplications of each point.
 * @param isBudget whether that number is a bound, not what is wanted.
 * @param mostNanos wall time; {@code Long.MAX_VALUE} for none.
 */
public record StoppingRule(
        List<Precision> targets, double confidence, int mostReplications, boolean isBudget, long mostNanos) {
    /** Replications below which no precision is believed: the deviation is hardly known. */
    public static final int LEAST_REPLICATIONS = 10;

    /** Checks the numbers. */
    public StoppingRule {
        targets = List.copyOf(targets);
        if (mostReplications < 1 || mostNanos <= 0 || !(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException(
                    "mostReplications=" + mostReplications + ", mostNanos=" + mostNanos + ", confidence=" + confidence);
        }
    }

    /** A fixed number of replications. */
    public static StoppingRule after(int replications) {
        return new StoppingRule(List.of(), 0.95, replications, false, Long.MAX_VALUE);
    }
}
