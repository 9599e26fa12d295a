/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.fabtwin.gateway.security.AccessDenied.Reason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessControlTest {
    @TempDir
    private Path directory;

    private final FailedLogins failures = new FailedLogins(3, 60_000, () -> 0);
    private AccessControl access;
    private EmbeddedChannel channel = PeerChannel.from("10.0.0.1");

    @BeforeEach
    void readKey() throws IOException {
        access = new AccessControl(
                new TokenVerifier(TokenKeys.read(TestTokens.keyFile(directory)), "fabtwin", 0, Clock.systemUTC()),
                false,
                new OriginCheck(Set.of(), false),
                failures);
    }

    private static HttpRequest request(String uri) {
        final HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, uri);
        request.headers().set("Host", "fab.example");
        return request;
    }

    /** Why it was refused; null: it was not. */
    private Reason ask(HttpRequest request, Role needed) {
        try {
            access.admit(channel, request, new QueryStringDecoder(request.uri()), needed);
            return null;
        } catch (AccessDenied e) {
            return e.reason();
        }
    }

    private static HttpRequest with(String name, String value) {
        final HttpRequest request = request("/v1/events");
        request.headers().set(name, value);
        return request;
    }

    @Test
    void shouldFindTheTokenInHeaderSubprotocolAndCookie() {
        final String token = TestTokens.of("observe");

        assertThat(ask(with("Authorization", "Bearer " + token), Role.OBSERVE)).isNull();
        assertThat(Caller.of(channel).name()).isEqualTo("alice");
        assertThat(ask(with("authorization", "bearer " + token), Role.OBSERVE)).isNull();
        assertThat(ask(with("Sec-WebSocket-Protocol", "fab.json.v1, fab.token." + token), Role.OBSERVE))
                .isNull();
        assertThat(ask(with("Cookie", "other=1; fab_token=" + token), Role.OBSERVE))
                .isNull();
    }

    @Test
    void shouldRefuseWhoHasNoToken() {
        assertThat(ask(request("/v1/events"), Role.OBSERVE)).isEqualTo(Reason.MISSING);
        assertThat(ask(with("Cookie", "other=1"), Role.OBSERVE)).isEqualTo(Reason.MISSING);
        assertThat(ask(with("Authorization", "Basic YTpi"), Role.OBSERVE)).isEqualTo(Reason.INVALID);
        assertThat(ask(request("/health"), null)).isNull();
        assertThat(access.denials(Reason.MISSING)).isEqualTo(2);
    }

    @Test
    void shouldRefuseARoleThatIsTooLow() {
        final String observer = "Bearer " + TestTokens.of("observe");
        final String engineer = "Bearer " + TestTokens.of("engineer");

        assertThat(ask(with("Authorization", observer), Role.ENGINEER)).isEqualTo(Reason.ROLE);
        assertThat(ask(with("Authorization", engineer), Role.ENGINEER)).isNull();
        assertThat(ask(with("Authorization", engineer), Role.ADMIN)).isEqualTo(Reason.ROLE);
        assertThat(ask(with("Authorization", "Bearer " + TestTokens.of("admin")), Role.ENGINEER))
                .isNull();
    }

    @Test
    void shouldRefuseATokenInTheUrlAlsoIfItIsGood() {
        for (final String name : new String[] {"token", "access_token", "Token", "jwt"}) {
            assertThat(ask(request("/v1/events?" + name + "=" + TestTokens.of("admin")), Role.OBSERVE))
                    .isEqualTo(Reason.IN_URL);
        }
    }

    @Test
    void shouldRefuseForeignPages() {
        final HttpRequest request = with("Authorization", "Bearer " + TestTokens.of("admin"));
        request.headers().set("Origin", "https://evil.example");

        assertThat(ask(request, Role.OBSERVE)).isEqualTo(Reason.ORIGIN);
    }

    @Test
    void shouldSlowDownWhoGuesses() {
        for (int i = 0; i < 3; i++) {
            assertThat(ask(with("Authorization", "Bearer guess" + i), Role.OBSERVE))
                    .isEqualTo(Reason.INVALID);
        }

        final HttpRequest good = with("Authorization", "Bearer " + TestTokens.of("observe"));
        assertThat(ask(good, Role.OBSERVE)).isEqualTo(Reason.RATE);
        channel = PeerChannel.from("10.0.0.2");
        assertThat(ask(good, Role.OBSERVE)).isNull();
    }

    @Test
    void shouldNotTakeAnExpiredTokenForAGuess() {
        final String expired =
                TestTokens.signed(TestTokens.claims(TestTokens.NOW).build());
        for (int i = 0; i < 10; i++) {
            assertThat(ask(with("Authorization", "Bearer " + expired), Role.OBSERVE))
                    .isEqualTo(Reason.EXPIRED);
        }
    }

    @Test
    void shouldCloseTheChannelWhenItsCallerExpires() {
        new Caller("alice", Role.OBSERVE, System.currentTimeMillis() - 5_000).bind(channel);

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldLeaveAChannelOpenWhoseCallerIsValid() {
        new Caller("alice", Role.OBSERVE, System.currentTimeMillis() + 3_600_000).bind(channel);
        channel.advanceTimeBy(59, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();

        assertThat(channel.isOpen()).isTrue();
        channel.close();
        assertThat(channel.hasPendingTasks()).isFalse();
    }
}
