/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Date;

/** Makes tokens, for who has no identity provider. Any thread. */
public final class TokenIssuer {
    private TokenIssuer() {}

    /**
     * Signs a token with the first key of the set that can sign.
     *
     * @throws IllegalArgumentException if none can.
     */
    public static String issue(TokenKeys keys, String name, Role role, String audience, long validMs, Clock clock) {
        for (final JWK key : keys.set().getKeys()) {
            if (key.isPrivate()) {
                return sign(key, name, role, audience, validMs, clock);
            }
        }
        throw new IllegalArgumentException("the file holds public keys only; signing needs a secret or a private key");
    }

    private static String sign(JWK key, String name, Role role, String audience, long validMs, Clock clock) {
        final long nowMs = clock.millis();
        final SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(TokenKeys.algorithmOf(key))
                        .keyID(key.getKeyID())
                        .build(),
                new JWTClaimsSet.Builder()
                        .subject(name)
                        .audience(audience)
                        .claim("role", role.text())
                        .issueTime(new Date(nowMs))
                        .expirationTime(new Date(nowMs + validMs))
                        .build());
        try {
            final JWSSigner signer = new DefaultJWSSignerFactory().createJWSSigner(key, TokenKeys.algorithmOf(key));
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalArgumentException("the key can't sign: " + e.getMessage(), e);
        }
        return token.serialize();
    }

    /**
     * Writes a new secret for HMAC into a file that only its owner reads.
     *
     * @throws IOException if the file is there already or can't be written.
     */
    public static void newSecret(Path file) throws IOException {
        final byte[] secret = new byte[48];
        new SecureRandom().nextBytes(secret);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, Base64.getEncoder().encodeToString(secret) + "\n");
        } else {
            Files.writeString(file, Base64.getEncoder().encodeToString(secret) + "\n", StandardOpenOption.CREATE_NEW);
        }
    }
}
