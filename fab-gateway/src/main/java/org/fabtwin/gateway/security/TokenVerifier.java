/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Clock;
import java.util.Date;
import java.util.Set;
import org.fabtwin.gateway.security.AccessDenied.Reason;

/**
 * Verifies tokens: JSON Web Tokens signed by HS256, RS256 or ES256 with claims {@code sub}, {@code role}, {@code aud} and {@code
 * exp}. Immutable; any thread. Comparisons of signatures are Nimbus', in constant time.
 */
public final class TokenVerifier {
    /** No token is longer; the header of a request would not hold it. */
    static final int MOST_CHARACTERS = 8 << 10;

    private static final int MOST_NAME_CHARACTERS = 128;

    private final TokenKeys keys;
    private final String audience;
    private final long skewS;
    private final Clock clock;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /**
     * @param audience that a token must name.
     * @param skewS seconds by which the clock of who made a token may differ.
     */
    public TokenVerifier(TokenKeys keys, String audience, int skewS, Clock clock) {
        this.keys = keys;
        this.audience = audience;
        this.skewS = skewS;
        this.clock = clock;
        final DefaultJWTClaimsVerifier<SecurityContext> claims =
                new DefaultJWTClaimsVerifier<>(audience, null, Set.of("sub", "exp", "role")) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                };
        claims.setMaxClockSkew(skewS);
        processor.setJWTClaimsSetVerifier(claims);
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(keys.algorithms(), new ImmutableJWKSet<>(keys.set())));
    }

    /** Who bears this token. */
    public Caller verify(String token) throws AccessDenied {
        if (token.length() > MOST_CHARACTERS) {
            throw new AccessDenied(Reason.INVALID, "the token is longer than " + MOST_CHARACTERS + " characters");
        }
        final SignedJWT signed = signed(token);
        try {
            final JWTClaimsSet claims = processor.process(signed, null);
            return caller(claims);
        } catch (BadJOSEException e) {
            throw denied(signed);
        } catch (JOSEException | ParseException | IllegalArgumentException e) {
            throw new AccessDenied(Reason.INVALID, "the token can't be verified");
        }
    }

    private SignedJWT signed(String token) throws AccessDenied {
        final JWT parsed;
        try {
            parsed = JWTParser.parse(token);
        } catch (ParseException | IllegalArgumentException e) {
            throw new AccessDenied(Reason.INVALID, "the token is no JSON Web Token");
        }
        if (!(parsed instanceof SignedJWT signed)
                || !keys.algorithms().contains(signed.getHeader().getAlgorithm())) {
            throw new AccessDenied(
                    Reason.ALGORITHM, "the token is signed by no accepted algorithm; accepted: " + keys.algorithms());
        }
        return signed;
    }

    /** Finds out what was wrong. What it says of the claims is said only after the signature has been found good. */
    private AccessDenied denied(SignedJWT signed) {
        try {
            final DefaultJWTProcessor<SecurityContext> signatureOnly = new DefaultJWTProcessor<>();
            signatureOnly.setJWSKeySelector(processor.getJWSKeySelector());
            signatureOnly.setJWTClaimsSetVerifier(null);
            final JWTClaimsSet claims = signatureOnly.process(signed, null);
            final long nowMs = clock.millis();
            final Date expires = claims.getExpirationTime();
            final Date begins = claims.getNotBeforeTime();
            if (!claims.getAudience().contains(audience)) {
                return new AccessDenied(Reason.AUDIENCE, "the token is not for audience " + audience);
            }
            if (expires == null) {
                return new AccessDenied(Reason.INVALID, "the token has no exp: it must expire");
            }
            if (expires.getTime() + skewS * 1000 <= nowMs) {
                return new AccessDenied(Reason.EXPIRED, "the token has expired");
            }
            if (begins != null && begins.getTime() - skewS * 1000 > nowMs) {
                return new AccessDenied(Reason.EXPIRED, "the token is not valid yet");
            }
            return new AccessDenied(Reason.INVALID, "the token lacks sub or role");
        } catch (BadJOSEException | JOSEException e) {
            return new AccessDenied(Reason.INVALID, "the token's signature matches no key");
        }
    }

    private Caller caller(JWTClaimsSet claims) throws AccessDenied, ParseException {
        final Role role;
        try {
            role = Role.parse(claims.getStringClaim("role"));
        } catch (IllegalArgumentException | ParseException e) {
            throw new AccessDenied(Reason.ROLE, "the token's role: expected observe, engineer or admin");
        }
        return new Caller(
                printable(claims.getSubject()), role, claims.getExpirationTime().getTime() + skewS * 1000);
    }

    /** A name that can stand in a log: no line breaks, not without end. */
    static String printable(String name) {
        final String cut = name.length() > MOST_NAME_CHARACTERS ? name.substring(0, MOST_NAME_CHARACTERS) : name;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
