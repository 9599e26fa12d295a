/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.flow;

import org.fabtwin.core.line.Distributions;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.random.Draws;
import org.fabtwin.core.state.Parameters;

/** Draws from the line's distributions at the parameters' current values. Stateless beside the parameters. */
public final class Chance {
    private final Distributions distributions;
    private final Parameters parameters;
    private final Draws draws;

    public Chance(Line line, Parameters parameters, Draws draws) {
        this.distributions = line.distributions();
        this.parameters = parameters;
        this.draws = draws;
    }

    /** A value of a distribution, 0 for {@link Distributions#NONE}. */
    public double value(int distribution, int cause, long subject, int visit) {
        if (distribution == Distributions.NONE) {
            return 0;
        }
        int kind = distributions.kind(distribution);
        // Nearly all draws of a line are of these two; both have the parameters that they need.
        if (kind == Distribution.CONSTANT) {
            return parameters.valueOf(distributions.a(distribution));
        }
        if (kind == Distribution.UNIFORM) {
            double mean = parameters.valueOf(distributions.a(distribution));
            double halfWidth = parameters.valueOf(distributions.b(distribution));
            return Distribution.uniform(mean, halfWidth, draws, cause, subject, visit);
        }
        return sample(distribution, kind, cause, subject, visit);
    }

    private double sample(int distribution, int kind, int cause, long subject, int visit) {
        return Distribution.sample(
                kind,
                parameters.value(distributions.a(distribution)),
                parameters.value(distributions.b(distribution)),
                parameters.value(distributions.c(distribution)),
                draws,
                cause,
                subject,
                visit);
    }

    /** A time in microseconds, never negative, {@link Parameters#MOST_US} at most, and where the value is no number. */
    public long us(int distribution, int cause, long subject, int visit) {
        if (distribution == Distributions.NONE) {
            return 0;
        }
        // A uniform law whose mean was made smaller than its half width reaches below zero.
        // Rounded by the half: Math.round is ten times the work.
        double value = value(distribution, cause, subject, visit);
        // Asked this way round, no number (NaN) is the longest of times, which is seen, and not none at all.
        if (!(value < Parameters.MOST_US)) {
            return Parameters.MOST_US;
        }
        return value > 0 ? (long) (value + 0.5) : 0;
    }

    /** The mean of a distribution at the parameters' current values. */
    public double mean(int distribution) {
        if (distribution == Distributions.NONE) {
            return 0;
        }
        return Distribution.mean(
                distributions.kind(distribution),
                parameters.value(distributions.a(distribution)),
                parameters.value(distributions.b(distribution)),
                parameters.value(distributions.c(distribution)));
    }

    /** A whole number from 0 below {@code bound}, each as likely. */
    public int below(int bound, int cause, long subject, int visit) {
        return (int) (draws.uniform(cause, subject, visit, 0) * bound);
    }

    /** Whether something of this probability happens. */
    public boolean happens(double probability, int cause, long subject, int visit) {
        return probability >= 1 || (probability > 0 && draws.uniform(cause, subject, visit, 0) < probability);
    }
}
