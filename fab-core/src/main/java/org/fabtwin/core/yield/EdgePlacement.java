/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.yield;

/** Edge placement error of a via between two layers: |mean overlay| + 3 sqrt(s_ovl^2 + (s_cd1^2 + s_cd2^2) / 4 + s_ler^2). */
public final class EdgePlacement {
    private EdgePlacement() {}

    /** The part that is not the mean overlay: three standard deviations. */
    public static double spread(double overlay, double width1, double width2, double roughness) {
        return 3 * Math.sqrt(overlay * overlay + (width1 * width1 + width2 * width2) / 4 + roughness * roughness);
    }

    /** The largest error to be expected. */
    public static double most(double meanOverlay, double overlay, double width1, double width2, double roughness) {
        return Math.abs(meanOverlay) + spread(overlay, width1, width2, roughness);
    }
}
