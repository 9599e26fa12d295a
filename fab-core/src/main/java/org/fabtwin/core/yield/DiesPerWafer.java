/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.yield;

/**
 * Textbook estimates of the number of dies on a wafer, by area and usable diameter (de Vries, IEEE TSM 18(1), 2005, reviews them). They
 * are 5 to 9 % low for dies of reticle size: the twin counts ({@code line.DieGrid}).
 */
public final class DiesPerWafer {
    private DiesPerWafer() {}

    /** pi d^2 / (4 S) - pi d / sqrt(2 S). */
    public static double standard(double areaMm2, double diameterMm) {
        return Math.PI * diameterMm * diameterMm / (4 * areaMm2) - Math.PI * diameterMm / Math.sqrt(2 * areaMm2);
    }

    /** pi d^2 / (4 S) exp(-2 sqrt(S) / d). */
    public static double exponential(double areaMm2, double diameterMm) {
        return Math.PI * diameterMm * diameterMm / (4 * areaMm2) * StrictMath.exp(-2 * Math.sqrt(areaMm2) / diameterMm);
    }

    /** pi (d / 2 - sqrt(S))^2 / S. */
    public static double reducedRadius(double areaMm2, double diameterMm) {
        double radius = diameterMm / 2 - Math.sqrt(areaMm2);
        return Math.PI * radius * radius / areaMm2;
    }
}
