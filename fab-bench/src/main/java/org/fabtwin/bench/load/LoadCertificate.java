/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate of this machine for a load, that signs itself: an EC key on P-256, made by the JDK's keytool. */
final class LoadCertificate {
    private static final String PASSWORD = "measured";
    private static final String ALIAS = "load";

    private final Path folder;

    private LoadCertificate(Path folder) {
        this.folder = folder;
    }

    /** Makes it in a folder. */
    static LoadCertificate make(Path folder) throws IOException {
        final Path store = folder.resolve("load.p12");
        final Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-validity",
                        "1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool made no certificate");
            }
            final KeyStore keys = read(store);
            Files.writeString(
                    folder.resolve("load.key"),
                    pem(
                            "PRIVATE KEY",
                            keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()));
            Files.writeString(
                    folder.resolve("load.pem"),
                    pem("CERTIFICATE", keys.getCertificate(ALIAS).getEncoded()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        return new LoadCertificate(folder);
    }

    private static KeyStore read(Path store) throws IOException, GeneralSecurityException {
        final KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(bytes)
                + "\n-----END " + what + "-----\n";
    }

    Path certificate() {
        return folder.resolve("load.pem");
    }

    Path key() {
        return folder.resolve("load.key");
    }

    /** For a client that trusts this certificate alone. */
    SSLContext client() throws IOException {
        try {
            final Certificate certificate = read(folder.resolve("load.p12")).getCertificate(ALIAS);
            final KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(ALIAS, certificate);
            final TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            final SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    void delete() throws IOException {
        for (final String file : new String[] {"load.p12", "load.key", "load.pem"}) {
            Files.deleteIfExists(folder.resolve(file));
        }
        Files.delete(folder);
    }
}
