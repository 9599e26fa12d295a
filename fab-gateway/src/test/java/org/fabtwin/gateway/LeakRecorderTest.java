/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.Test;

class LeakRecorderTest {
    @Test
    void shouldFindAPlantedLeak() throws InterruptedException {
        LeakRecorder.take();

        leak();

        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
        assertThat(LeakRecorder.take()).anyMatch(leak -> leak.startsWith("LEAK: "));
    }

    private static void leak() {
        PooledByteBufAllocator.DEFAULT.directBuffer(16);
    }
}
