/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What is to be run, apart from how often: points, and whether a run is one observation or cut into batches. Two studies with the
 * same {@link #identity} can share a result file.
 *
 * @param kind what asked for it: {@code replicate}, {@code compare}, {@code gate}.
 * @param points in order of their numbers.
 * @param batches observations that one run gives: 1, or the number of batch means.
 */
public record Study(String kind, List<Point> points, int batches) {
    /** Checks the numbers. */
    public Study {
        points = List.copyOf(points);
        for (int i = 0; i < points.size(); i++) {
            if (points.get(i).number() != i) {
                throw new IllegalArgumentException(
                        "point " + i + " has the number " + points.get(i).number());
            }
        }
        if (points.isEmpty() || batches < 1) {
            throw new IllegalArgumentException("a study has points and batches: " + points.size() + ", " + batches);
        }
    }

    /** A digest of all that its replications depend on, but for the version of the program. */
    public String identity() {
        final Digest digest = new Digest();
        digest.number(batches);
        for (final Point point : points) {
            digest.text(point.name());
            digest.text(point.text());
            digest.number(point.seed());
            digest.number(point.warmupUs());
            digest.number(point.endUs());
        }
        return digest.hexadecimal();
    }

    /** SHA-256 over fields, each with its length. */
    static final class Digest {
        private final java.security.MessageDigest sha;

        Digest() {
            try {
                sha = java.security.MessageDigest.getInstance("SHA-256");
            } catch (java.security.NoSuchAlgorithmException e) {
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
}
