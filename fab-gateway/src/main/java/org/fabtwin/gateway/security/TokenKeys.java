/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The keys of tokens, from a file: a JSON Web Key Set, a public key or certificate in PEM (RSA or EC P-256), or a secret of at
 * least 32 bytes for HMAC. Immutable. Never prints a key.
 */
public final class TokenKeys {
    static final int LEAST_SECRET_BYTES = 32;
    private static final int LEAST_RSA_BITS = 2048;
    private static final String EXPECTED =
            "expected a JSON Web Key Set, a public key or certificate in PEM, or a secret of at least "
                    + LEAST_SECRET_BYTES + " bytes";

    private final JWKSet keys;
    private final Set<JWSAlgorithm> algorithms = new LinkedHashSet<>();

    private TokenKeys(List<JWK> keys) {
        this.keys = new JWKSet(keys);
        for (final JWK key : keys) {
            algorithms.add(algorithmOf(key));
        }
    }

    /**
     * Reads the file.
     *
     * @throws IOException if it can't be read.
     * @throws KeyFileException if it holds no key that can be used; names the file, never its content.
     */
    public static TokenKeys read(Path file) throws IOException {
        final String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        try {
            return new TokenKeys(parse(text));
        } catch (ParseException | GeneralSecurityException | IllegalArgumentException e) {
            // Without the cause: parsers quote what they could not read.
            throw new KeyFileException(file + ": " + (e instanceof UnusableKey ? e.getMessage() : EXPECTED));
        }
    }

    private static List<JWK> parse(String text) throws ParseException, GeneralSecurityException {
        if (text.startsWith("{")) {
            final JWKSet set = JWKSet.parse(text);
            if (set.isEmpty()) {
                throw new UnusableKey("the key set is empty");
            }
            return set.getKeys();
        }
        if (text.startsWith("-----BEGIN ")) {
            return List.of(pem(text));
        }
        final byte[] secret = text.getBytes(StandardCharsets.ISO_8859_1);
        if (secret.length < LEAST_SECRET_BYTES) {
            throw new UnusableKey("the secret has " + secret.length + " bytes; " + EXPECTED);
        }
        return List.of(new OctetSequenceKey.Builder(secret).build());
    }

    private static JWK pem(String text) throws GeneralSecurityException {
        final byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        final PublicKey key;
        if (text.startsWith("-----BEGIN CERTIFICATE-----")) {
            key = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(bytes))
                    .getPublicKey();
        } else if (text.startsWith("-----BEGIN PUBLIC KEY-----")) {
            final String base64 = text.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
            final X509EncodedKeySpec spec =
                    new X509EncodedKeySpec(Base64.getDecoder().decode(base64));
            PublicKey found;
            try {
                found = KeyFactory.getInstance("RSA").generatePublic(spec);
            } catch (GeneralSecurityException notRsa) {
                found = KeyFactory.getInstance("EC").generatePublic(spec);
            }
            key = found;
        } else {
            throw new UnusableKey(
                    "expected BEGIN PUBLIC KEY or BEGIN CERTIFICATE; a private key has no place in a gateway");
        }
        if (key instanceof RSAPublicKey rsa) {
            return new RSAKey.Builder(rsa).build();
        }
        if (key instanceof ECPublicKey ec) {
            return new ECKey.Builder(Curve.forECParameterSpec(ec.getParams()), ec).build();
        }
        throw new UnusableKey("a key of " + key.getAlgorithm() + "; expected RSA or EC");
    }

    /** One algorithm a key: the sender of a token does not choose how it is verified. */
    static JWSAlgorithm algorithmOf(JWK key) {
        if (key.getAlgorithm() instanceof JWSAlgorithm named) {
            if (!List.of(JWSAlgorithm.HS256, JWSAlgorithm.RS256, JWSAlgorithm.ES256)
                    .contains(named)) {
                throw new UnusableKey("a key for " + named + "; expected HS256, RS256 or ES256");
            }
            return named;
        }
        if (key instanceof OctetSequenceKey secret) {
            if (secret.size() < LEAST_SECRET_BYTES * 8) {
                throw new UnusableKey("a secret of " + secret.size() + " bits; expected at least 256");
            }
            return JWSAlgorithm.HS256;
        }
        if (key instanceof RSAKey rsa) {
            if (rsa.size() < LEAST_RSA_BITS) {
                throw new UnusableKey("an RSA key of " + rsa.size() + " bits; expected at least " + LEAST_RSA_BITS);
            }
            return JWSAlgorithm.RS256;
        }
        if (key instanceof ECKey ec && ec.getCurve().equals(Curve.P_256)) {
            return JWSAlgorithm.ES256;
        }
        throw new UnusableKey("expected keys of RSA, of EC P-256, or secrets");
    }

    JWKSet set() {
        return keys;
    }

    Set<JWSAlgorithm> algorithms() {
        return algorithms;
    }

    /** Says what is wrong with a key, without the key. */
    private static final class UnusableKey extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        UnusableKey(String message) {
            super(message);
        }
    }
}
