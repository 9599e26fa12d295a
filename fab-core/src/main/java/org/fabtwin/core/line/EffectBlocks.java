/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

/**
 * Where the effects of each Kalman filter lie: a block for each family of controllers and each component, of the effects of its
 * places, tools, controllers (steps) and products, in this order, and the square of their covariances. Immutable.
 */
public final class EffectBlocks {
    final int[] firstBlock;
    final int[] places;
    final int[] tools;
    final int[] members;
    final int[] products;
    final int[] firstEffect;
    final int[] firstEntry;

    EffectBlocks(int families, int blocks) {
        firstBlock = new int[families];
        places = new int[blocks];
        tools = new int[blocks];
        members = new int[blocks];
        products = new int[blocks];
        firstEffect = new int[blocks + 1];
        firstEntry = new int[blocks + 1];
    }

    public int block(int family, int component) {
        return firstBlock[family] + component;
    }

    public int places(int block) {
        return places[block];
    }

    /** 0 where tools have no effect of their own beside their chambers. */
    public int tools(int block) {
        return tools[block];
    }

    public int toolEffect(int block, int rank) {
        return places[block] + rank;
    }

    public int stepEffect(int block, int placeInFamily) {
        return places[block] + tools[block] + placeInFamily;
    }

    /** 0 where products are not told apart. */
    public int products(int block) {
        return products[block];
    }

    public int productEffect(int block, int product) {
        return places[block] + tools[block] + members[block] + product;
    }

    public int size(int block) {
        return firstEffect[block + 1] - firstEffect[block];
    }

    public int firstEffect(int block) {
        return firstEffect[block];
    }

    public int firstEntry(int block) {
        return firstEntry[block];
    }

    public int effectTotal() {
        return firstEffect[firstEffect.length - 1];
    }

    public int entryTotal() {
        return firstEntry[firstEntry.length - 1];
    }

    /** Effects of the largest block. */
    public int largest() {
        int most = 0;
        for (int block = 0; block < places.length; block++) {
            most = Math.max(most, size(block));
        }
        return most;
    }
}
