/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line.definition;

/**
 * A distribution with tunable numbers; {@code kind} is a code of {@code random.Distribution}, which says what a, b, c mean.
 * Numbers that the kind does not need are null.
 */
public record DistributionDefinition(int kind, Tunable a, Tunable b, Tunable c) {
    /** One number: constant or exponential. */
    public static DistributionDefinition of(int kind, Tunable a) {
        return new DistributionDefinition(kind, a, null, null);
    }

    /** Two numbers: uniform, normal, lognormal, weibull, gamma. */
    public static DistributionDefinition of(int kind, Tunable a, Tunable b) {
        return new DistributionDefinition(kind, a, b, null);
    }
}
