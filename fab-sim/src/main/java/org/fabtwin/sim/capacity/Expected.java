/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.capacity;

import org.fabtwin.core.line.definition.DistributionDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;

/** Expected values of what a definition holds; what is absent counts as 0. */
final class Expected {
    private Expected() {}

    static double of(Tunable tunable) {
        return tunable == null ? 0 : tunable.value();
    }

    static double of(Tunable tunable, double whenAbsent) {
        return tunable == null ? whenAbsent : tunable.value();
    }

    static double of(DistributionDefinition distribution) {
        return distribution == null
                ? 0
                : Distribution.mean(
                        distribution.kind(), of(distribution.a()), of(distribution.b()), of(distribution.c()));
    }
}
