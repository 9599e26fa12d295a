/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Makes HTTP clients that trust the certificates of a file. */
public final class TrustedClient {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);

    private TrustedClient() {}

    /**
     * A client for HTTP/1.1.
     *
     * @param authorities certificates in PEM; null: those that the JVM trusts.
     * @throws IllegalArgumentException if the file holds no certificate.
     */
    public static HttpClient of(Path authorities) throws IOException {
        final HttpClient.Builder client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_WITHIN);
        if (authorities != null) {
            client.sslContext(trusting(authorities));
        }
        return client.build();
    }

    private static SSLContext trusting(Path authorities) throws IOException {
        try (InputStream file = Files.newInputStream(authorities)) {
            final KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int count = 0;
            for (final Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                trusted.setCertificateEntry("authority-" + count++, certificate);
            }
            if (count == 0) {
                throw new CertificateException("it is empty");
            }
            final TrustManagerFactory managers =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            final SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (CertificateException e) {
            throw new IllegalArgumentException(authorities + " holds no certificates in PEM: " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
