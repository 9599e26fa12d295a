/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLException;

/**
 * Files of TLS, in PEM. Immutable.
 *
 * @param certificate of the server, then those that signed it.
 * @param key of the server, PKCS#8 without password.
 * @param clientCa who signs certificates of clients; null: clients need none.
 */
public record TlsFiles(Path certificate, Path key, Path clientCa) {
    /**
     * Reads the files. TLS 1.2 and 1.3, by the JDK.
     *
     * @param isCertificateNeeded whether a client without certificate is refused at once, or may show a token instead.
     * @throws IOException if one can't be read.
     * @throws KeyFileException if one does not hold what it should; names the file.
     */
    SslContext read(boolean isCertificateNeeded) throws IOException {
        for (final Path file : new Path[] {certificate, key, clientCa}) {
            if (file != null && !Files.isReadable(file)) {
                throw new IOException(file + " can't be read");
            }
        }
        final SslContextBuilder builder;
        try {
            builder = SslContextBuilder.forServer(certificate.toFile(), key.toFile());
        } catch (IllegalArgumentException e) {
            throw new KeyFileException(certificate + ", " + key
                    + ": expected a certificate chain and its private key (PKCS#8, no password), both in PEM");
        }
        if (clientCa != null) {
            try {
                builder.trustManager(clientCa.toFile());
            } catch (IllegalArgumentException e) {
                throw new KeyFileException(clientCa + ": expected certificates in PEM");
            }
            builder.clientAuth(isCertificateNeeded ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL);
        }
        try {
            return builder.sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (SSLException e) {
            throw new KeyFileException(certificate + ", " + key + ": " + e.getMessage());
        }
    }
}
