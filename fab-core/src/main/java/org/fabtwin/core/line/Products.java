/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

/** Products and lot classes. Immutable. */
public final class Products {
    final String[] name;
    final int[] firstStep;
    final double[] zeroLoadUs;
    String[] lotClass;

    Products(int n) {
        name = new String[n];
        firstStep = new int[n];
        zeroLoadUs = new double[n];
    }

    public int size() {
        return name.length;
    }

    public String name(int product) {
        return name[product];
    }

    public int firstStep(int product) {
        return firstStep[product];
    }

    /** Expected cycle time of a lot of the product's first order in an empty line: tools, sampling and transport. */
    public double zeroLoadUs(int product) {
        return zeroLoadUs[product];
    }

    public int lotClassCount() {
        return lotClass.length;
    }

    public String lotClass(int id) {
        return lotClass[id];
    }
}
