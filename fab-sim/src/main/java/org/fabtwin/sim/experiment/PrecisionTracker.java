/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fabtwin.sim.statistics.Estimate;
import org.hipparchus.stat.descriptive.StreamingStatistics;

/**
 * Follows the precision of a study's targets, replication by replication: of the figure itself where there is one point, of the
 * differences to the first point where there are several.
 */
final class PrecisionTracker {
    private final StoppingRule rule;
    private final List<Followed> followed = new ArrayList<>();
    private int replications;

    /** One target. */
    private static final class Followed {
        private final Precision precision;
        /** The first point's figure: what a relative precision is a share of. */
        private final StreamingStatistics reference = new StreamingStatistics();
        /** The figure, or its differences, one a further point. */
        private final List<StreamingStatistics> wanted = new ArrayList<>();

        Followed(Precision precision, int points) {
            this.precision = precision;
            for (int i = 0; i < Math.max(1, points - 1); i++) {
                wanted.add(new StreamingStatistics());
            }
        }

        void add(List<Map<String, Double>> responsesByPoint) {
            final double first = response(responsesByPoint.get(0));
            addMeasured(reference, first);
            if (responsesByPoint.size() == 1) {
                addMeasured(wanted.get(0), first);
            }
            for (int point = 1; point < responsesByPoint.size(); point++) {
                addMeasured(wanted.get(point - 1), response(responsesByPoint.get(point)) - first);
            }
        }

        private double response(Map<String, Double> responses) {
            final Double value = responses.get(precision.figure());
            if (value == null) {
                throw new UnknownFigureException(precision.figure(), new ArrayList<>(responses.keySet()));
            }
            return value;
        }

        private static void addMeasured(StreamingStatistics to, double value) {
            if (!Double.isNaN(value)) {
                to.addValue(value);
            }
        }

        /** The widest interval. */
        Estimate widest(double confidence) {
            Estimate widest = null;
            for (final StreamingStatistics one : wanted) {
                final Estimate estimate =
                        Estimate.of((int) one.getN(), one.getMean(), one.getStandardDeviation(), confidence);
                if (widest == null || !(estimate.halfWidth() <= widest.halfWidth())) {
                    widest = estimate;
                }
            }
            return widest;
        }
    }

    PrecisionTracker(StoppingRule rule, int points) {
        this.rule = rule;
        for (final Precision target : rule.targets()) {
            followed.add(new Followed(target, points));
        }
    }

    /**
     * A replication of all points.
     *
     * @throws UnknownFigureException for a target whose figure is none.
     */
    void add(List<Map<String, Double>> responsesByPoint) {
        followed.forEach(one -> one.add(responsesByPoint));
        replications++;
    }

    boolean isMet() {
        return !followed.isEmpty() && replications >= StoppingRule.LEAST_REPLICATIONS && shortOf() <= 1;
    }

    /** How many times as many replications all targets need, roughly. */
    double shortOf() {
        double most = 1;
        for (final Followed one : followed) {
            most = Math.max(most, one.precision.shortOf(one.widest(rule.confidence()), one.reference.getMean()));
        }
        return most;
    }

    /** The precisions reached, in words. */
    String reached() {
        final List<String> words = new ArrayList<>();
        for (final Followed one : followed) {
            words.add(one.precision.figure() + " "
                    + one.precision.reached(one.widest(rule.confidence()), one.reference.getMean()));
        }
        return String.join(", ", words);
    }
}
