/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

/**
 * What moves wafers between carrier and chamber: ports, front end, load locks and robot of each tool group. Immutable. Times are
 * ids of parameters. Ports, locks and slots are numbered through the line, those of a tool one after another.
 */
public final class Handling {
    /** Load locks of a tool in detailed form at most: those of which something holds are bits of a word. */
    public static final int MOST_LOCKS = Long.SIZE;

    private final int handOff;
    final boolean[] detailed;
    final int[] arms;
    final int[] frontArms;
    final int[] locks;
    final int[] slots;
    final int[] ports;
    final int[] placesInside;
    final int[] action;
    final int[] frontAction;
    final int[] pump;
    final int[] vent;
    final int[] extraLatency;
    final int[] portExchange;
    final int[][] stageOffset;
    int[] firstPort;
    int[] firstLock;
    int[] firstSlot;
    boolean anyDetailed;

    Handling(int groups, int handOff) {
        this.handOff = handOff;
        detailed = new boolean[groups];
        arms = new int[groups];
        frontArms = new int[groups];
        locks = new int[groups];
        slots = new int[groups];
        ports = new int[groups];
        placesInside = new int[groups];
        action = new int[groups];
        frontAction = new int[groups];
        pump = new int[groups];
        vent = new int[groups];
        extraLatency = new int[groups];
        portExchange = new int[groups];
        stageOffset = new int[groups][];
    }

    /** Code of {@link HandOff}. */
    public int handOff() {
        return handOff;
    }

    /** Whether the group's tools work move by move. */
    public boolean isDetailed(int group) {
        return detailed[group];
    }

    public boolean anyDetailed() {
        return anyDetailed;
    }

    /** Arms of the robot that serves the chambers. */
    public int arms(int group) {
        return arms[group];
    }

    public int frontArms(int group) {
        return frontArms[group];
    }

    /** Load locks of a tool; 0: hand-over at atmosphere, in one place of so many {@link #slots}. */
    public int locks(int group) {
        return locks[group];
    }

    /** Wafers of a lock. */
    public int slots(int group) {
        return slots[group];
    }

    /** Load ports of a tool, 0 = without limit. */
    public int ports(int group) {
        return ports[group];
    }

    /** Carriers that a tool holds inside, beside those on its ports: a bound with {@link HandOff#BOUNDED} only. */
    public int placesInside(int group) {
        return placesInside[group];
    }

    public int action(int group) {
        return action[group];
    }

    public int frontAction(int group) {
        return frontAction[group];
    }

    public int pump(int group) {
        return pump[group];
    }

    public int vent(int group) {
        return vent[group];
    }

    public int extraLatency(int group) {
        return extraLatency[group];
    }

    public int portExchange(int group) {
        return portExchange[group];
    }

    /** Chambers of a tool before those of a stage. */
    public int stageOffset(int group, int stage) {
        return stageOffset[group][stage];
    }

    /** First port of a tool; the next tool's first is its end. */
    public int firstPort(int tool) {
        return firstPort[tool];
    }

    public int firstLock(int tool) {
        return firstLock[tool];
    }

    public int firstSlot(int tool) {
        return firstSlot[tool];
    }
}
