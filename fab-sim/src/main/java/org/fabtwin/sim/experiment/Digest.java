/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 over fields, each with its length. */
final class Digest {
    private final MessageDigest sha;

    Digest() {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void number(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            sha.update((byte) (value >>> shift));
        }
    }

    void text(String value) {
        final byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        sha.update(bytes);
    }

    /** The first 16 of 64 digits: enough to tell results apart. */
    String hexadecimal() {
        final StringBuilder digits = new StringBuilder();
        final byte[] bytes = sha.digest();
        for (int i = 0; i < 8; i++) {
            digits.append(Character.forDigit(bytes[i] >> 4 & 15, 16)).append(Character.forDigit(bytes[i] & 15, 16));
        }
        return digits.toString();
    }
}
