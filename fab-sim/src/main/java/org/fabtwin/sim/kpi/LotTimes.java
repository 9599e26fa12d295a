/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import java.util.Arrays;
import org.agrona.collections.IntArrayList;

/** Lots in the line: the carrier that is followed, what it does since when, and the time spent so far. */
final class LotTimes {
    static final int PROCESS = 0;
    static final int QUEUE = 1;
    static final int TRANSPORT = 2;
    static final int HOLD = 3;
    static final int DOWN = 4;
    static final int PARTS = 5;
    static final int NO_CARRIER = -1;
    private static final int FIRST_SLOTS = 64;

    private final int width;
    private final IntArrayList freeSlots = new IntArrayList();
    private int slots;
    private int[] carrier = new int[FIRST_SLOTS];
    private int[] module = new int[FIRST_SLOTS];
    private byte[] phase = new byte[FIRST_SLOTS];
    private boolean[] held = new boolean[FIRST_SLOTS];
    private long[] sinceUs = new long[FIRST_SLOTS];
    private long[] spentUs;

    /** For a line of so many modules. */
    LotTimes(int modules) {
        width = modules * PARTS;
        spentUs = new long[FIRST_SLOTS * width];
    }

    int add(int firstCarrier, int firstModule, int firstPhase, long atUs) {
        final int slot = freeSlots.isEmpty() ? slots++ : freeSlots.popInt();
        if (slot == carrier.length) {
            final int length = 2 * slot;
            carrier = Arrays.copyOf(carrier, length);
            module = Arrays.copyOf(module, length);
            phase = Arrays.copyOf(phase, length);
            held = Arrays.copyOf(held, length);
            sinceUs = Arrays.copyOf(sinceUs, length);
            spentUs = Arrays.copyOf(spentUs, length * width);
        }
        Arrays.fill(spentUs, slot * width, (slot + 1) * width, 0);
        carrier[slot] = firstCarrier;
        held[slot] = false;
        sinceUs[slot] = atUs;
        enter(slot, firstModule, firstPhase);
        return slot;
    }

    /** Whether the lot is followed by this carrier; one that has lost its carrier takes the next that does something. */
    boolean follows(int slot, int someCarrier, long atUs) {
        if (carrier[slot] == NO_CARRIER) {
            spend(slot, atUs, 0);
            carrier[slot] = someCarrier;
            held[slot] = false;
        }
        return carrier[slot] == someCarrier;
    }

    /** The carrier is gone: on hold until {@code next}, or any, goes on. */
    void follow(int slot, int next) {
        carrier[slot] = next;
        held[slot] = true;
        phase[slot] = QUEUE;
    }

    void enter(int slot, int nextModule, int nextPhase) {
        module[slot] = nextModule;
        phase[slot] = (byte) nextPhase;
    }

    void hold(int slot, boolean isHeld) {
        held[slot] = isHeld;
    }

    /** Books the time since the last change; {@code downUs} of it the tool was down. */
    void spend(int slot, long untilUs, long downUs) {
        final long elapsedUs = untilUs - sinceUs[slot];
        final long interruptedUs = Math.min(downUs, elapsedUs);
        final int part = phase[slot] == QUEUE && held[slot] ? HOLD : phase[slot];
        final int at = slot * width + module[slot] * PARTS;
        spentUs[at + part] += elapsedUs - interruptedUs;
        spentUs[at + DOWN] += interruptedUs;
        sinceUs[slot] = untilUs;
    }

    void addTo(int slot, long[] sumUs, int at) {
        for (int i = 0; i < width; i++) {
            sumUs[at + i] += spentUs[slot * width + i];
        }
    }

    void remove(int slot) {
        freeSlots.pushInt(slot);
    }
}
