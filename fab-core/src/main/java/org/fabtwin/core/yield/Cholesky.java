/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.yield;

/** Lower triangle L of a symmetric matrix with L times its transpose = the matrix, in place; zeros where it is singular. */
final class Cholesky {
    private static final double SINGULAR = 1e-12;

    private Cholesky() {}

    /** @param matrix row by row; its upper triangle is not looked at. */
    static void decompose(double[] matrix, int n) {
        for (int j = 0; j < n; j++) {
            double diagonal = matrix[j * n + j];
            double left = diagonal;
            for (int k = 0; k < j; k++) {
                left -= matrix[j * n + k] * matrix[j * n + k];
            }
            double root = left > SINGULAR * diagonal ? Math.sqrt(left) : 0;
            matrix[j * n + j] = root;
            for (int i = j + 1; i < n; i++) {
                double sum = matrix[i * n + j];
                for (int k = 0; k < j; k++) {
                    sum -= matrix[i * n + k] * matrix[j * n + k];
                }
                matrix[i * n + j] = root == 0 ? 0 : sum / root;
            }
        }
    }
}
