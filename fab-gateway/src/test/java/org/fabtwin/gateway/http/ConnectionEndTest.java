/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CorruptedFrameException;
import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/** What a peer can bring about is no failure of ours. */
class ConnectionEndTest {
    private final LongAdder failures = new LongAdder();
    private final EmbeddedChannel channel = new EmbeddedChannel(new ConnectionEnd(failures));

    @Test
    void shouldCloseQuietlyOnWhatAPeerDoes() {
        channel.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
        channel.pipeline().fireExceptionCaught(new CorruptedFrameException("no frame"));

        assertThat(channel.isOpen()).isFalse();
        assertThat(failures.sum()).isZero();
    }

    @Test
    void shouldCountWhatWeDo() {
        channel.pipeline().fireExceptionCaught(new IllegalStateException("planted"));

        assertThat(channel.isOpen()).isFalse();
        assertThat(failures.sum()).isEqualTo(1);
    }
}
