/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.fabtwin.gateway.security.AccessDenied.Reason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenVerifierTest {
    private static final Instant NOW = TestTokens.NOW;
    private static final int SKEW_S = 5;

    @TempDir
    private Path directory;

    private TokenVerifier verifier;

    @BeforeEach
    void readKey() throws IOException {
        verifier = verifier(TestTokens.keyFile(directory), NOW);
    }

    private static TokenVerifier verifier(Path file, Instant now) throws IOException {
        return new TokenVerifier(TokenKeys.read(file), "fabtwin", SKEW_S, Clock.fixed(now, ZoneOffset.UTC));
    }

    private Reason refused(String token) {
        return refused(verifier, token);
    }

    private static Reason refused(TokenVerifier verifier, String token) {
        final AccessDenied denied = catchThrowableOfType(AccessDenied.class, () -> verifier.verify(token));
        assertThat(denied).isNotNull();
        assertThat(denied.getMessage()).isNotBlank();
        if (token.length() > 10) {
            assertThat(denied.getMessage()).doesNotContain(token.substring(token.length() - 10));
        }
        return denied.reason();
    }

    @Test
    void shouldKnowTheBearerOfAGoodToken() throws AccessDenied {
        final Caller caller =
                verifier.verify(TestTokens.signed(TestTokens.claims(NOW).build()));

        assertThat(caller.name()).isEqualTo("alice");
        assertThat(caller.role()).isEqualTo(Role.ENGINEER);
        assertThat(caller.expiresAtMs()).isEqualTo(NOW.plusSeconds(60 + SKEW_S).toEpochMilli());
    }

    @Test
    void shouldTakeTokensOfPublicKeys() throws Exception {
        final RSAKey rsa = new RSAKeyGenerator(2048).keyID("r").generate();
        final ECKey ec = new ECKeyGenerator(Curve.P_256).keyID("e").generate();
        final Path set = Files.writeString(
                directory.resolve("keys.json"), new JWKSet(List.of(rsa.toPublicJWK(), ec.toPublicJWK())).toString());
        final Path pem = Files.writeString(
                directory.resolve("ec.pem"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(ec.toECPublicKey().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        final JWTClaimsSet claims = TestTokens.claims(NOW).build();
        final String rs256 = TestTokens.signed(JWSAlgorithm.RS256, claims, new RSASSASigner(rsa));
        final String es256 = TestTokens.signed(JWSAlgorithm.ES256, claims, new ECDSASigner(ec));

        assertThat(verifier(set, NOW).verify(rs256).name()).isEqualTo("alice");
        assertThat(verifier(set, NOW).verify(es256).name()).isEqualTo("alice");
        assertThat(verifier(pem, NOW).verify(es256).name()).isEqualTo("alice");
        assertThat(refused(verifier(pem, NOW), rs256)).isEqualTo(Reason.ALGORITHM);
        assertThat(refused(rs256)).isEqualTo(Reason.ALGORITHM);
    }

    @Test
    void shouldNotTakeAPublicKeyForASecret() throws Exception {
        // The sender says HS256 and signs with the text of the public key, which everybody has.
        final RSAKey rsa = new RSAKeyGenerator(2048).generate();
        final byte[] publicKey = rsa.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        final Path set =
                Files.writeString(directory.resolve("keys.json"), new JWKSet(List.of(rsa.toPublicJWK())).toString());
        final String forged =
                TestTokens.signed(JWSAlgorithm.HS256, TestTokens.claims(NOW).build(), new MACSigner(publicKey));

        assertThat(refused(verifier(set, NOW), forged)).isEqualTo(Reason.ALGORITHM);
    }

    @Test
    void shouldRefuseATokenWithoutSignature() {
        assertThat(refused(new PlainJWT(TestTokens.claims(NOW).build()).serialize()))
                .isEqualTo(Reason.ALGORITHM);
    }

    @Test
    void shouldRefuseAnExpiredTokenAndAllowForClocks() throws Exception {
        final String token = TestTokens.signed(TestTokens.claims(NOW).build());
        final Path key = directory.resolve("secret.key");

        assertThat(verifier(key, NOW.plusSeconds(60 + SKEW_S - 1)).verify(token))
                .isNotNull();
        assertThat(refused(verifier(key, NOW.plusSeconds(60 + SKEW_S)), token)).isEqualTo(Reason.EXPIRED);
    }

    @Test
    void shouldRefuseATokenThatIsNotValidYet() {
        final Date later = Date.from(NOW.plus(Duration.ofMinutes(1)));

        assertThat(refused(TestTokens.signed(
                        TestTokens.claims(NOW).notBeforeTime(later).build())))
                .isEqualTo(Reason.EXPIRED);
    }

    @Test
    void shouldRefuseATokenForSomebodyElse() {
        assertThat(refused(
                        TestTokens.signed(TestTokens.claims(NOW).audience("mes").build())))
                .isEqualTo(Reason.AUDIENCE);
        assertThat(refused(TestTokens.signed(
                        TestTokens.claims(NOW).audience((String) null).build())))
                .isEqualTo(Reason.AUDIENCE);
    }

    @Test
    void shouldRefuseATokenThatNeverExpires() {
        assertThat(refused(TestTokens.signed(
                        TestTokens.claims(NOW).expirationTime(null).build())))
                .isEqualTo(Reason.INVALID);
    }

    @Test
    void shouldRefuseATokenOfNoOrAnUnknownRole() {
        assertThat(refused(TestTokens.signed(
                        TestTokens.claims(NOW).claim("role", "root").build())))
                .isEqualTo(Reason.ROLE);
        assertThat(refused(TestTokens.signed(
                        TestTokens.claims(NOW).claim("role", 7).build())))
                .isEqualTo(Reason.ROLE);
        assertThat(refused(TestTokens.signed(
                        TestTokens.claims(NOW).claim("role", null).build())))
                .isEqualTo(Reason.INVALID);
    }

    @Test
    void shouldRefuseWhatHasBeenChanged() throws Exception {
        final String[] parts = TestTokens.signed(TestTokens.claims(NOW).build()).split("\\.");
        final String raised = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(TestTokens.claims(NOW)
                        .claim("role", "admin")
                        .build()
                        .toString()
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(refused(parts[0] + "." + raised + "." + parts[2])).isEqualTo(Reason.INVALID);
        assertThat(refused(parts[0] + "." + parts[1] + ".")).isEqualTo(Reason.INVALID);
        assertThat(refused(TestTokens.signed(
                        JWSAlgorithm.HS256,
                        TestTokens.claims(NOW).build(),
                        new MACSigner("another secret, which is as long as it must be"))))
                .isEqualTo(Reason.INVALID);
    }

    @Test
    void shouldRefuseWhatIsNoToken() {
        for (final String text : List.of("x", "a.b.c", "....", "{}", "\u0000", "x".repeat(9_000))) {
            assertThat(refused(text)).as(text).isEqualTo(Reason.INVALID);
        }
    }

    @Test
    void shouldKeepLineBreaksOutOfLogs() throws AccessDenied {
        final Caller caller = verifier.verify(TestTokens.signed(
                TestTokens.claims(NOW).subject("eve\nroot " + "x".repeat(500)).build()));

        assertThat(caller.name()).startsWith("eve?root").hasSize(128);
    }

    @Test
    void shouldVerifyWhatTheIssuerMakes() throws Exception {
        final Path file = directory.resolve("new.key");
        TokenIssuer.newSecret(file);
        final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        final String token = TokenIssuer.issue(TokenKeys.read(file), "bob", Role.OBSERVE, "fabtwin", 1000, clock);

        assertThat(verifier(file, NOW).verify(token).role()).isEqualTo(Role.OBSERVE);
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        assertThat(catchThrowableOfType(IOException.class, () -> TokenIssuer.newSecret(file)))
                .isNotNull();
    }
}
