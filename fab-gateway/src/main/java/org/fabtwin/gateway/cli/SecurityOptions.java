/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.cli;

import java.nio.file.Path;
import java.util.List;
import org.fabtwin.gateway.security.ConnectionLimits;
import org.fabtwin.gateway.security.SecurityConfig;
import org.fabtwin.gateway.security.TlsFiles;
import picocli.CommandLine.Option;

/** Options that say whom the gateway lets in. */
public final class SecurityOptions {
    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "Certificate of the server and those that signed it, PEM: serve HTTPS, WSS and TCP with TLS.")
    private Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key: PEM, PKCS#8, without password.")
    private Path key;

    @Option(
            names = "--client-ca",
            paramLabel = "FILE",
            description =
                    "Let in clients with a certificate signed by one of these (PEM): CN is their name, OU their role "
                            + "(observe, engineer, admin; default observe). With --token-key, a client may show either.")
    private Path clientCa;

    @Option(
            names = "--token-key",
            paramLabel = "FILE",
            description =
                    "Let in bearers of tokens (JWT) signed by this key: a JSON Web Key Set, a public key or certificate in PEM "
                            + "(RS256, ES256), or a secret (HS256). See fab token.")
    private Path tokenKey;

    @Option(
            names = "--audience",
            paramLabel = "NAME",
            defaultValue = SecurityConfig.AUDIENCE,
            description = "Audience that tokens must name. Default: ${DEFAULT-VALUE}.")
    private String audience;

    @Option(
            names = "--allow-origin",
            paramLabel = "ORIGIN",
            split = ",",
            description = "Origins whose pages may ask, besides the gateway's own: https://dashboards.example:3000,...")
    private List<String> origins = List.of();

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "16384",
            description = "Most connections at a time. Default: ${DEFAULT-VALUE}.")
    private int connections;

    @Option(
            names = "--connections-per-address",
            paramLabel = "N",
            defaultValue = "256",
            description = "Most of them from one other machine (of IPv6: one /64 network). Default: ${DEFAULT-VALUE}.")
    private int connectionsPerAddress;

    /**
     * What the options say.
     *
     * @throws IllegalArgumentException if they don't go together; names them.
     */
    SecurityConfig config() {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("--tls-cert and --tls-key go together");
        }
        if (clientCa != null && certificate == null) {
            throw new IllegalArgumentException("--client-ca needs --tls-cert and --tls-key");
        }
        if (connections < 1 || connectionsPerAddress < 1) {
            throw new IllegalArgumentException("--connections, --connections-per-address: expected 1 or more");
        }
        return new SecurityConfig(
                certificate == null ? null : new TlsFiles(certificate, key, clientCa),
                tokenKey,
                audience,
                origins,
                ConnectionLimits.DEFAULT.with(connections, connectionsPerAddress));
    }
}
