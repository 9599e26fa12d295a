/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecurityConfigTest {
    private static final InetSocketAddress WORLD = new InetSocketAddress("0.0.0.0", 8088);
    private static final Path FILE = Path.of("x");

    private static SecurityConfig config(TlsFiles tls, Path tokens) {
        return new SecurityConfig(tls, tokens, "fabtwin", List.of(), ConnectionLimits.DEFAULT);
    }

    @Test
    void shouldRefuseTheWorldWithoutTlsAndAuthentication() {
        assertThatThrownBy(() -> config(null, null).check(WORLD))
                .hasMessageContainingAll("0.0.0.0", "--tls-cert and --tls-key, and --token-key");
        assertThatThrownBy(() -> config(null, FILE).check(WORLD))
                .hasMessageContaining("missing: --tls-cert and --tls-key.");
        assertThatThrownBy(() -> config(new TlsFiles(FILE, FILE, null), null).check(WORLD))
                .hasMessageContaining("missing: --token-key (or --client-ca).");
    }

    @Test
    void shouldServeTheWorldWithTlsAndTokensOrCertificates() {
        assertThatCode(() -> config(new TlsFiles(FILE, FILE, null), FILE).check(WORLD))
                .doesNotThrowAnyException();
        assertThatCode(() -> config(new TlsFiles(FILE, FILE, FILE), null).check(WORLD))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldServeThisMachineAsItIs() {
        for (final String address : List.of("127.0.0.1", "127.3.2.1", "::1", "localhost")) {
            assertThatCode(() -> SecurityConfig.OPEN.check(new InetSocketAddress(address, 0)))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void shouldRefuseWhatIsNoOrigin() {
        for (final String origin : List.of("*", "dash.example", "https://dash.example/path")) {
            assertThatThrownBy(
                            () -> new SecurityConfig(null, null, "fabtwin", List.of(origin), ConnectionLimits.DEFAULT))
                    .hasMessageContaining("expected an origin such as");
        }
    }
}
