/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.dispatch;

import org.fabtwin.core.equipment.Equipment;
import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.flow.Lots;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.Setups;
import org.fabtwin.core.line.Steps;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.StateArena;

/**
 * Forms batches: a leader and, in queue order, what may join it up to the maximum; a batch may start as soon as it holds the minimum.
 * Carriers join when they run one recipe in one setup and are of one family (or of the family that joins any), when the tool may
 * run them, and while no product exceeds its bound.
 * Single-threaded: the twin's thread only.
 */
final class Batching {
    private static final int NONE = Carriers.NONE;

    // Words of what is known to be small.
    private static final int RECIPE = 0;
    private static final int WAFERS = 1;

    private final Steps steps;
    private final Lots lots;
    private final Carriers carriers;
    private final Queues queues;
    private final Eligibility eligibility;
    private final Equipment equipment;
    private final EventWriter events;
    private final IntColumn members;
    private final IntColumn ofProduct;
    /** A recipe and the wafers of all carriers that wait for it. */
    private final IntColumn small;

    Batching(
            StateArena arena,
            Line line,
            Lots lots,
            Carriers carriers,
            Queues queues,
            Eligibility eligibility,
            Equipment equipment,
            EventWriter events) {
        this.steps = line.steps();
        this.lots = lots;
        this.carriers = carriers;
        this.queues = queues;
        this.eligibility = eligibility;
        this.equipment = equipment;
        this.events = events;
        int most = 1;
        for (int step = 0; step < steps.size(); step++) {
            most = Math.max(most, steps.batchMaximum(step));
        }
        members = arena.ints("batching.members", most, NONE);
        small = arena.ints("batching.small", 2, NONE);
        ofProduct = arena.ints("batching.ofProduct", line.products().size(), 0);
    }

    /** Whether a batch led by this carrier has enough wafers to start. */
    boolean canStart(int group, int tool, int leader) {
        int count = gather(group, tool, leader);
        int step = carriers.step(leader);
        int wafers = wafers(count);
        if (wafers >= steps.batchMinimum(step)) {
            return true;
        }
        if (count == alike(group, steps.recipe(step))) {
            small.set(RECIPE, steps.recipe(step));
            small.set(WAFERS, wafers);
        }
        return false;
    }

    /** Carriers that wait for this recipe. */
    private int alike(int group, int recipe) {
        int count = 0;
        for (int carrier = queues.first(group); carrier != NONE; carrier = carriers.next(carrier)) {
            count += steps.recipe(carriers.step(carrier)) == recipe ? 1 : 0;
        }
        return count;
    }

    /** What {@link #isKnownToBeSmall} knows holds until the queue changes. */
    void forget() {
        small.set(RECIPE, NONE);
    }

    /** Whether all carriers that wait for this one's recipe were found to be too few wafers for its batch. */
    boolean isKnownToBeSmall(int carrier) {
        int step = carriers.step(carrier);
        return steps.recipe(step) == small.get(RECIPE) && small.get(WAFERS) < steps.batchMinimum(step);
    }

    /** Carrier of the batch gathered last. */
    int member(int i) {
        return members.get(i);
    }

    /** Starts the batch just gathered. */
    void start(int group, int tool, int leader, int count, long nowUs) {
        int step = carriers.step(leader);
        events.batchStarted(nowUs, tool, step, count, wafers(count));
        long setupUs = equipment.setUp(tool, leader, nowUs);
        for (int i = 0; i < count; i++) {
            queues.remove(group, members.get(i));
            equipment.startInBatch(tool, members.get(i), leader, count, setupUs, nowUs);
        }
        equipment.afterStart(tool, nowUs);
    }

    /** Finds who starts with this leader at this tool, {@link #member} by member, and returns their number. */
    int gather(int group, int tool, int leader) {
        for (int product = 0; product < ofProduct.capacity(); product++) {
            ofProduct.set(product, 0);
        }
        int step = carriers.step(leader);
        int room = steps.batchMaximum(step) == 0 ? carriers.work(leader) : steps.batchMaximum(step);
        int recipe = steps.recipe(step);
        int family = steps.batchFamily(step);
        members.set(0, leader);
        room -= carriers.work(leader);
        ofProduct.add(lots.product(carriers.lot(leader)), 1);
        int count = 1;
        for (int carrier = queues.first(group); carrier != NONE && room > 0; carrier = carriers.next(carrier)) {
            int itsStep = carriers.step(carrier);
            if (steps.recipe(itsStep) != recipe || carrier == leader) {
                continue;
            }
            int itsFamily = steps.batchFamily(itsStep);
            int product = lots.product(carriers.lot(carrier));
            int bound = steps.batchMostOfProduct(itsStep);
            boolean joins = (family == Steps.ANY_FAMILY || itsFamily == Steps.ANY_FAMILY || family == itsFamily)
                    && (bound == 0 || ofProduct.get(product) < bound)
                    && carriers.work(carrier) <= room
                    && fitsSetup(steps.setup(itsStep), steps.setup(step))
                    && eligibility.isEligible(group, tool, carrier);
            if (joins) {
                members.set(count++, carrier);
                room -= carriers.work(carrier);
                ofProduct.add(product, 1);
                family = family == Steps.ANY_FAMILY ? itsFamily : family;
            }
        }
        return count;
    }

    private static boolean fitsSetup(int wanted, int ofBatch) {
        return wanted == Setups.NO_SETUP || wanted == ofBatch;
    }

    private int wafers(int count) {
        int wafers = 0;
        for (int i = 0; i < count; i++) {
            wafers += carriers.work(members.get(i));
        }
        return wafers;
    }
}
