/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fabtwin.gateway.security.ConnectionLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestTurnsTest {
    private final EmbeddedChannel channel =
            new EmbeddedChannel(new RequestTurns(new ConnectionLimits(9, 9, 2_000, 60_000, 600_000)));
    private final List<FullHttpRequest> sent = new ArrayList<>();

    @BeforeEach
    void freeze() {
        channel.freezeTime();
    }

    @AfterEach
    void shouldHoldNothingBack() {
        channel.finishAndReleaseAll();
        assertThat(sent).allMatch(request -> request.refCnt() == 0);
    }

    private void request(String uri, int bodyBytes) {
        final FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.GET,
                uri,
                Unpooled.buffer(bodyBytes).writeZero(bodyBytes));
        sent.add(request);
        channel.writeInbound(request);
    }

    /** Target of the request that has been handed on; null: none. */
    private String handedOn() {
        final FullHttpRequest request = channel.readInbound();
        final String uri = request == null ? null : request.uri();
        ReferenceCountUtil.release(request);
        return uri;
    }

    private void answer() {
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
        channel.releaseOutbound();
    }

    private void pass(long ms) {
        channel.advanceTimeBy(ms, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void shouldCloseAConnectionWithoutARequest() {
        pass(1_900);
        assertThat(channel.isOpen()).isTrue();

        pass(200);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldCloseAConnectionThatIsIdle() {
        request("/a", 0);
        assertThat(handedOn()).isEqualTo("/a");
        pass(100_000);
        assertThat(channel.isOpen()).as("the answer takes long").isTrue();
        answer();

        pass(59_000);
        assertThat(channel.isOpen()).isTrue();
        pass(2_000);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldHandRequestsOnOneByOne() {
        request("/a", 0);
        request("/b", 10);
        request("/c", 0);

        assertThat(handedOn()).isEqualTo("/a");
        assertThat(handedOn()).isNull();
        answer();
        assertThat(handedOn()).isEqualTo("/b");
        assertThat(handedOn()).isNull();
        answer();
        assertThat(handedOn()).isEqualTo("/c");
    }

    @Test
    void shouldCloseWhoDoesNotWaitForAnswers() {
        request("/a", 0);
        for (int i = 0; i < 16; i++) {
            request("/more", 0);
        }
        assertThat(channel.isOpen()).isTrue();
        request("/more", 0);

        assertThat(channel.isOpen()).isFalse();
        channel.releaseInbound();
    }

    @Test
    void shouldCloseWhoSendsMoreThanItMayWait() {
        request("/a", 0);
        request("/b", 200 << 10);
        assertThat(channel.isOpen()).isTrue();
        request("/c", 200 << 10);

        assertThat(channel.isOpen()).isFalse();
        channel.releaseInbound();
    }

    @Test
    void shouldGoOnAfterTheLastChunkOfAnAnswer() {
        request("/a", 0);
        request("/b", 0);
        assertThat(handedOn()).isEqualTo("/a");
        channel.writeOutbound(new DefaultHttpContent(Unpooled.EMPTY_BUFFER));
        assertThat(handedOn()).isNull();

        channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
        assertThat(handedOn()).isEqualTo("/b");
        channel.releaseOutbound();
    }

    @Test
    void shouldCountFromTheLastAnswerAlone() {
        request("/a", 0);
        request("/b", 0);
        assertThat(handedOn()).isEqualTo("/a");
        answer();
        assertThat(handedOn()).isEqualTo("/b");
        pass(59_000);
        answer();

        pass(2_000);
        assertThat(channel.isOpen())
                .as("the deadline of the first answer is over, that of the second is not")
                .isTrue();
        pass(59_000);
        assertThat(channel.isOpen()).isFalse();
    }
}
