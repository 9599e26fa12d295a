/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.flow;

import org.fabtwin.core.line.Steps;
import org.fabtwin.core.state.GrowingInts;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.StateArena;

/**
 * Who is to join which carrier of its lot again, and after which step: the first that both have still to leave. Whoever has left
 * nothing but that step behind first waits for the other there. A carrier that is joined joins no other, so nobody waits in a circle.
 * Single-threaded: the twin's thread only.
 */
final class Rejoining {
    private static final int NONE = Carriers.NONE;

    // Words of a carrier's row: 0, the number of carriers that are to join it, or -1 less the carrier that it is to
    // join.
    private static final int PARTNER = 0;
    private static final int STEP = 1;
    private static final int WORDS = 2;

    private final Steps steps;
    private final Carriers carriers;
    private final GrowingInts ints;
    /** Carriers that are to join another, in the whole line. */
    private final IntColumn joining;

    Rejoining(StateArena arena, Steps steps, Carriers carriers, int capacity) {
        this.steps = steps;
        this.carriers = carriers;
        ints = arena.growingInts("rejoining.ints", WORDS * capacity, 0);
        joining = arena.ints("rejoining.joining", 1, 0);
    }

    private int partner(int carrier) {
        return WORDS * carrier < ints.capacity() ? ints.get(WORDS * carrier + PARTNER) : 0;
    }

    /** Whether the carrier is to join another, or another it. */
    boolean isConcerned(int carrier) {
        return joining.get(0) > 0 && partner(carrier) != 0;
    }

    /** Carriers that are to join this one. */
    int expected(int carrier) {
        return Math.max(0, partner(carrier));
    }

    /** The carrier that this one is to join, NONE without. */
    int target(int carrier) {
        return partner(carrier) < 0 ? -1 - partner(carrier) : NONE;
    }

    /** The step after which a carrier with a {@link #target} joins it. */
    int meetingStep(int carrier) {
        return ints.get(WORDS * carrier + STEP);
    }

    /**
     * The carrier that this one would join: the one of its lot with most wafers (then: the oldest) among those that are no part of
     * another and join none; NONE when that is this one, or when this one is joined, joins, or is a part of another already.
     */
    int candidate(int carrier) {
        if (carriers.firstWafer(carrier) == Wafers.NONE || carriers.parent(carrier) != NONE || isConcerned(carrier)) {
            return NONE;
        }
        int best = carrier;
        for (int other = 0; other < carriers.used(); other++) {
            if (carriers.isLive(other)
                    && carriers.lot(other) == carriers.lot(carrier)
                    && carriers.parent(other) == NONE
                    && target(other) == NONE
                    && isBefore(other, best)) {
                best = other;
            }
        }
        return best == carrier ? NONE : best;
    }

    private boolean isBefore(int carrier, int other) {
        int more = Integer.compare(carriers.wafers(carrier), carriers.wafers(other));
        return more > 0 || more == 0 && carriers.serial(carrier) < carriers.serial(other);
    }

    /** The carrier is to join its {@link #candidate}. */
    void join(int carrier, int candidate) {
        ints.ensureCapacity(WORDS * carriers.used(), 0);
        ints.set(WORDS * carrier + PARTNER, -1 - candidate);
        ints.set(WORDS * carrier + STEP, Math.max(place(carrier), place(candidate)));
        ints.add(WORDS * candidate + PARTNER, 1);
        joining.add(0, 1);
    }

    /** The step on its route that the carrier leaves next: in a rework path the one that it returns to. */
    private int place(int carrier) {
        int step = carriers.step(carrier);
        int asked = carriers.reworkStep(carrier);
        return asked != NONE && step > asked ? steps.reworkTo(asked) : step;
    }

    /** A carrier has joined its target, or will not. */
    void forget(int carrier) {
        ints.add(WORDS * target(carrier) + PARTNER, -1);
        ints.set(WORDS * carrier + PARTNER, 0);
        joining.add(0, -1);
    }

    /** Row of the first carrier from {@code from} on that is to join this one, NONE without. */
    int next(int target, int from) {
        for (int carrier = from; carrier < carriers.used(); carrier++) {
            if (partner(carrier) == -1 - target && carriers.isLive(carrier)) {
                return carrier;
            }
        }
        return NONE;
    }

    /** Whether a carrier waits at this step for the one that it is to join, or that is to join it. */
    boolean isWaitingAt(int carrier, int step) {
        return carriers.state(carrier) == Carriers.WAITING_FOR_MERGE
                && carriers.step(carrier) == step
                && carriers.children(carrier) == 0;
    }

    /** Whether carriers that are to join this one after the step have not come yet. */
    boolean isAwaitingAt(int target, int step) {
        if (expected(target) == 0) {
            return false;
        }
        for (int carrier = next(target, 0); carrier != NONE; carrier = next(target, carrier + 1)) {
            if (meetingStep(carrier) == step) {
                return true;
            }
        }
        return false;
    }
}
