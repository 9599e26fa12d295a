/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Setups with a minimum run, and from which steps a carrier can still come to a step of one. Nothing but that may
 * keep a tool from changing its setup. Immutable.
 */
public final class MinimumRuns {
    /** Tool group and setup of each. */
    private final List<int[]> pairs = new ArrayList<>();
    /** Number of the pair per group * setups + setup, -1 without. */
    private final int[] pairOf;

    private final int setups;
    /** Pairs that an endless stream of releases goes on for. */
    private final boolean[] endless;
    /** Steps from which a step of the pair lies ahead, the step itself included. */
    private final List<BitSet> ahead = new ArrayList<>();

    MinimumRuns(int groups, int setups, Steps steps, Products products, Orders orders) {
        for (int step = 0; step < steps.size(); step++) {
            if (steps.minimumRun(step) > 0 && find(steps.toolGroup(step), steps.setup(step)) < 0) {
                pairs.add(new int[] {steps.toolGroup(step), steps.setup(step)});
                ahead.add(new BitSet(steps.size()));
            }
        }
        for (int product = 0; product < products.size(); product++) {
            int first = products.firstStep(product);
            int end = first;
            while (end < steps.size() && steps.product(end) == product) {
                end++;
            }
            for (int pair = 0; pair < pairs.size(); pair++) {
                fill(steps, first, end, pairs.get(pair), ahead.get(pair));
            }
        }
        this.setups = setups;
        pairOf = new int[groups * setups];
        Arrays.fill(pairOf, -1);
        endless = new boolean[pairs.size()];
        for (int pair = 0; pair < pairs.size(); pair++) {
            pairOf[pairs.get(pair)[0] * setups + pairs.get(pair)[1]] = pair;
            for (int order = 0; order < orders.size(); order++) {
                endless[pair] |= orders.isEndless(order) && isAhead(pair, products.firstStep(orders.product(order)));
            }
        }
    }

    /** Backwards along the route; a step that may send its carrier back has the steps of that loop ahead too. */
    private static void fill(Steps steps, int first, int end, int[] pair, BitSet set) {
        boolean later = false;
        for (int step = end - 1; step >= first; step--) {
            later |= isOf(steps, step, pair);
            int back = steps.reworkTo(step);
            if (back >= 0) {
                for (int s = back; s < step; s++) {
                    later |= isOf(steps, s, pair);
                }
            }
            set.set(step, later);
        }
    }

    private static boolean isOf(Steps steps, int step, int[] pair) {
        return steps.toolGroup(step) == pair[0] && steps.setup(step) == pair[1];
    }

    private int find(int group, int setup) {
        for (int pair = 0; pair < pairs.size(); pair++) {
            if (pairs.get(pair)[0] == group && pairs.get(pair)[1] == setup) {
                return pair;
            }
        }
        return -1;
    }

    /** The number of a group's setup with a minimum run, -1 where there is none. */
    public int pair(int group, int setup) {
        return pairOf[group * setups + setup];
    }

    /** Whether lots with the pair's step ahead are released without end. */
    public boolean isEndless(int pair) {
        return endless[pair];
    }

    /** Whether a carrier that stands at the step has a step of the pair ahead. */
    public boolean isAhead(int pair, int step) {
        return ahead.get(pair).get(step);
    }
}
