/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;

/** Tokens, good and bad, under one secret. */
public final class TestTokens {
    public static final String SECRET = "a secret for tests alone, which is nobody's secret";
    public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private TestTokens() {}

    /** The claims of a good token at a time. */
    public static JWTClaimsSet.Builder claims(Instant now) {
        return new JWTClaimsSet.Builder()
                .subject("alice")
                .audience("fabtwin")
                .claim("role", "engineer")
                .expirationTime(Date.from(now.plusSeconds(60)));
    }

    /** A token of a role that is good for a while from now on. */
    public static String of(String role) {
        return signed(claims(Instant.now()).claim("role", role).build());
    }

    /** Signs with the secret. */
    public static String signed(JWTClaimsSet claims) {
        try {
            return signed(
                    JWSAlgorithm.HS256,
                    claims,
                    new MACSigner(SECRET.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signs with any key. */
    public static String signed(JWSAlgorithm algorithm, JWTClaimsSet claims, JWSSigner signer) {
        try {
            final SignedJWT token = new SignedJWT(new JWSHeader(algorithm), claims);
            token.sign(signer);
            return token.serialize();
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes the secret to a file. */
    public static Path keyFile(Path directory) throws IOException {
        return Files.writeString(directory.resolve("secret.key"), SECRET + "\n");
    }

    /** A file beside this class. */
    public static Path file(String name) {
        try {
            return Path.of(TestTokens.class.getResource(name).toURI());
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
