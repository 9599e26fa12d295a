/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.Test;

class OneAtATimeTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(new OneAtATime());

    private static FullHttpRequest request(String path) {
        return new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, path, Unpooled.buffer(1));
    }

    private String next() {
        final FullHttpRequest request = channel.readInbound();
        return request == null ? null : request.uri();
    }

    private void answer() {
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
        channel.runPendingTasks();
    }

    @Test
    void shouldHandOnARequestWhenTheOneBeforeIsAnswered() {
        channel.writeInbound(request("/1"), request("/2"), request("/3"));

        assertThat(next()).isEqualTo("/1");
        assertThat(next()).isNull();
        answer();
        assertThat(next()).isEqualTo("/2");
        assertThat(next()).isNull();
        answer();
        assertThat(next()).isEqualTo("/3");
        answer();
        channel.writeInbound(request("/4"));
        assertThat(next()).isEqualTo("/4");
    }

    @Test
    void shouldCutOffWhoSendsTooMuchAndReleaseWhatWaits() {
        final FullHttpRequest waits = request("/waits");
        channel.writeInbound(request("/0"), waits);
        for (int i = 0; i < 16 && channel.isOpen(); i++) {
            channel.writeInbound(request("/" + i));
        }

        assertThat(channel.isOpen()).isFalse();
        assertThat(waits.refCnt()).isZero();
    }
}
