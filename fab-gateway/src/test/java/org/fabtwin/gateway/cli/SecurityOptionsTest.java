/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.fabtwin.gateway.security.Role;
import org.fabtwin.gateway.security.TestTokens;
import org.fabtwin.gateway.security.TokenKeys;
import org.fabtwin.gateway.security.TokenVerifier;
import org.fabtwin.sim.cli.ExitCode;
import org.fabtwin.sim.cli.FabCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fab serve} and {@code fab token} as their user types them. */
class SecurityOptionsTest {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int fab(String... arguments) {
        return FabCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private void shouldRefuse(String why, String... arguments) {
        assertThat(fab(arguments)).as(why).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains(why);
    }

    @Test
    void shouldRefuseToServeOtherMachinesInTheClear() {
        shouldRefuse("missing: --tls-cert and --tls-key, and --token-key", "serve", "minifab", "--host", "0.0.0.0");
        shouldRefuse(
                "missing: --token-key (or --client-ca)",
                "serve",
                "minifab",
                "--host=0.0.0.0",
                "--tls-cert=" + TestTokens.file("server.pem"),
                "--tls-key=" + TestTokens.file("server-key.pem"));
    }

    @Test
    void shouldRefuseAPortThatThereIsNot() {
        shouldRefuse("--port: expected 0 (any that is free) to 65535, found 99999", "serve", "minifab", "--port=99999");
        shouldRefuse(
                "--tcp-port: expected 0 (any that is free) to 65535, found -1", "serve", "minifab", "--tcp-port=-1");
    }

    @Test
    void shouldSayWhichOptionsBelongTogether() {
        shouldRefuse("--tls-cert and --tls-key go together", "serve", "minifab", "--tls-cert=x");
        shouldRefuse("--client-ca needs --tls-cert", "serve", "minifab", "--client-ca=x");
        shouldRefuse("expected an origin such as", "serve", "minifab", "--allow-origin=*");
        shouldRefuse(
                "a private key has no place", "serve", "minifab", "--token-key=" + TestTokens.file("server-key.pem"));
        assertThat(fab("serve", "minifab", "--token-key=" + directory.resolve("none")))
                .isEqualTo(ExitCode.IO);
    }

    @Test
    void shouldMakeATokenThatAGatewayTakes() throws Exception {
        final Path key = directory.resolve("secret.key");
        assertThat(fab("token", key.toString(), "--new")).isEqualTo(ExitCode.OK);
        assertThat(fab("token", key.toString(), "--name=alice", "--role=engineer"))
                .isEqualTo(ExitCode.OK);

        final TokenVerifier verifier = new TokenVerifier(TokenKeys.read(key), "fabtwin", 0, Clock.systemUTC());
        assertThat(verifier.verify(out.toString().strip()).role()).isEqualTo(Role.ENGINEER);
        out.getBuffer().setLength(0);
        assertThat(fab("token", key.toString(), "--role=admin", "--json")).isEqualTo(ExitCode.OK);
        final String token = JsonMapper.builder()
                .build()
                .readTree(out.toString())
                .get("token")
                .asText();
        assertThat(verifier.verify(token).role()).isEqualTo(Role.ADMIN);
        assertThat(out.toString() + err).doesNotContain(Files.readString(key).strip());
        shouldRefuse("a key is never written over", "token", key.toString(), "--new");
        shouldRefuse("expected observe, engineer or admin", "token", key.toString(), "--role=root");
    }
}
