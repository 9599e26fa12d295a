/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.random;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class SamplingAllocationTest {
    private static final int ROUNDS = 50_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Draws draws = new Draws(1, 0);
    private final String name = "tool";

    @Test
    void shouldAllocateNothingOnceWarm() {
        double checksum = drawAll(0);
        // What the measurement itself allocates on its first use, is no part of it.
        threads.getCurrentThreadAllocatedBytes();

        long before = threads.getCurrentThreadAllocatedBytes();
        checksum += drawAll(ROUNDS);
        long allocatedBytes = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(checksum).isFinite();
        assertThat(allocatedBytes).isLessThan(1_000);
    }

    private double drawAll(int firstSubject) {
        double sum = 0.0;
        for (int i = firstSubject; i < firstSubject + ROUNDS; i++) {
            long subject = Draws.subject(Draws.keyOf(name), i);
            sum += draws.bits(Cause.BATCH, subject, 0, 0) + draws.uniform(Cause.BATCH, subject, 0, 1);
            sum += Samplers.exponential(draws, 1, subject, 0) + Samplers.normal(draws, 2, subject, 0);
            sum += Samplers.gamma(draws, 3, subject, 0, 0.5) + Samplers.gamma(draws, 4, subject, 0, 20.0);
            sum += Samplers.poisson(draws, 5, subject, 0, 3.0) + Samplers.poisson(draws, 6, subject, 0, 300.0);
            for (int kind = Distribution.CONSTANT; kind <= Distribution.TRIANGULAR; kind++) {
                double a = 1.0 + kind;
                sum += Distribution.sample(kind, a, a, 2.0 * a, draws, 7 + kind, subject, 0);
                sum += Distribution.mean(kind, a, a, 2.0 * a) + Distribution.scv(kind, a, a, 2.0 * a);
            }
        }
        return sum;
    }
}
