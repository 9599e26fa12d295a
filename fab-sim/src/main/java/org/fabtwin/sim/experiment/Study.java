/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

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
            if (point.warmStart() != null) {
                digest.text(point.startedFrom());
            }
        }
        return digest.hexadecimal();
    }
}
