/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.rules.planted.library;

/** Reached from a static initialiser. */
final class Seeds {
    private Seeds() {}

    static long next() {
        return System.currentTimeMillis();
    }

    static double unused() {
        return Math.random();
    }
}
