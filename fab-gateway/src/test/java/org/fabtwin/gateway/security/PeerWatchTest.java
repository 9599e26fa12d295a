/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who acknowledges nothing is gone; who owes nothing, or answers late, is not. */
class PeerWatchTest {
    private final LongAdder lost = new LongAdder();
    private long silentMs;
    private final EmbeddedChannel channel = new EmbeddedChannel(new PeerWatch(lost, its -> silentMs));

    @BeforeEach
    void freeze() {
        channel.freezeTime();
    }

    private void pass(long ms) {
        channel.advanceTimeBy(ms, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void shouldCloseWhoAcknowledgesNothing() {
        silentMs = PeerWatch.MOST_SILENT_MS - 1;
        pass(4 * PeerWatch.EVERY_MS);
        assertThat(channel.isOpen()).isTrue();

        silentMs = PeerWatch.MOST_SILENT_MS;
        pass(PeerWatch.EVERY_MS + 1_000);
        assertThat(channel.isOpen()).isFalse();
        assertThat(lost.sum()).isEqualTo(1);
    }

    @Test
    void shouldLeaveWhoOwesNothing() {
        pass(100 * PeerWatch.EVERY_MS);

        assertThat(channel.isOpen()).isTrue();
        // What is no socket of the kernel owes nothing.
        assertThat(PeerWatch.silentMs(channel)).isZero();
    }

    /** After a while without requests an answer has just been sent: its acknowledgement is on its way. */
    @Test
    void shouldLookTwice() {
        pass(4 * PeerWatch.EVERY_MS);
        silentMs = PeerWatch.MOST_SILENT_MS + 5_000;
        pass(PeerWatch.EVERY_MS);
        assertThat(channel.isOpen()).isTrue();
        silentMs = 0;
        pass(PeerWatch.EVERY_MS);

        silentMs = PeerWatch.MOST_SILENT_MS;
        pass(PeerWatch.EVERY_MS);
        assertThat(channel.isOpen()).isTrue();
        pass(PeerWatch.EVERY_MS);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldEndWithItsChannel() {
        channel.pipeline().fireChannelInactive();
        silentMs = PeerWatch.MOST_SILENT_MS;
        pass(10 * PeerWatch.EVERY_MS);

        assertThat(lost.sum()).isZero();
    }

    @Test
    void shouldEndWhenItIsTakenOut() {
        channel.pipeline().remove(PeerWatch.class);
        silentMs = PeerWatch.MOST_SILENT_MS;
        pass(10 * PeerWatch.EVERY_MS);

        assertThat(lost.sum()).isZero();
    }
}
