/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StallGuardTest {
    private final LongAdder evictions = new LongAdder();
    private final EmbeddedChannel channel = new EmbeddedChannel(new StallGuard(10_000, evictions));

    @BeforeEach
    void freeze() {
        channel.freezeTime();
    }

    private void pass(long ms) {
        channel.advanceTimeBy(ms, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    private void takes(boolean isTaking) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, isTaking);
        channel.runPendingTasks();
    }

    @Test
    void shouldCloseWhoTakesNothing() {
        takes(false);
        pass(9_999);
        assertThat(channel.isOpen()).isTrue();

        pass(1);
        assertThat(channel.isOpen()).isFalse();
        assertThat(evictions.sum()).isEqualTo(1);
    }

    @Test
    void shouldLeaveWhoIsOnlySlow() {
        for (int i = 0; i < 10; i++) {
            takes(false);
            pass(9_000);
            takes(true);
        }
        pass(20_000);

        assertThat(channel.isOpen()).isTrue();
        channel.close();
        assertThat(evictions.sum()).isZero();
    }
}
