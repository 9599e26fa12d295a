/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

/**
 * What the tools of a group in detailed form have in common, times as the parameters are now: a row beside those of the tools, which
 * {@link ToolInterior} makes and fills. {@code t}: the array of all rows; {@code g}: the group's row in it. Stateless.
 */
final class GroupRow {
    static final int ACTION_US = 0;
    static final int FRONT_ACTION_US = 1;
    static final int PUMP_US = 2;
    static final int VENT_US = 3;
    static final int AWAY_US = 4;
    static final int EXCHANGE_US = 5;
    static final int ARMS = 6;
    static final int FRONT_ARMS = 7;
    static final int LOCK_COUNT = 8;
    static final int SLOT_COUNT = 9;
    static final int STAGES = 10;
    static final int APART = 11;
    static final int GROUP = 12;
    static final int OF_FIRST_STAGE = 13;
    static final int FIRST_LOCK = 14;
    static final int FIRST_SLOT = 15;
    static final int WORDS = 16;

    /** Bits of what a group tells apart. */
    static final int CHAMBERS_APART = 1;

    static final int RETICLES_APART = 2;

    private GroupRow() {}

    static int group(long[] t, int g) {
        return (int) t[g + GROUP];
    }

    /** Time of an action of the robot that serves the chambers. */
    static long actionUs(long[] t, int g) {
        return t[g + ACTION_US];
    }

    static long frontActionUs(long[] t, int g) {
        return t[g + FRONT_ACTION_US];
    }

    static long pumpUs(long[] t, int g) {
        return t[g + PUMP_US];
    }

    static long ventUs(long[] t, int g) {
        return t[g + VENT_US];
    }

    /** How long a lock is away that goes to the front end and comes back with as many wafers as it took there. */
    static long awayUs(long[] t, int g) {
        return t[g + AWAY_US];
    }

    static long exchangeUs(long[] t, int g) {
        return t[g + EXCHANGE_US];
    }

    /** Whether the robot that serves the chambers has two arms. */
    static boolean isDual(long[] t, int g) {
        return t[g + ARMS] > 1;
    }

    static boolean isFrontDual(long[] t, int g) {
        return t[g + FRONT_ARMS] > 1;
    }

    /** Load locks of a tool, 0 where wafers are handed over at atmosphere. */
    static int locks(long[] t, int g) {
        return (int) t[g + LOCK_COUNT];
    }

    /** The same, with one for the place of hand-over. */
    static int placesOfHandOver(long[] t, int g) {
        return (int) Math.max(1, t[g + LOCK_COUNT]);
    }

    /** Slots of a lock. */
    static int slots(long[] t, int g) {
        return (int) t[g + SLOT_COUNT];
    }

    static int stages(long[] t, int g) {
        return (int) t[g + STAGES];
    }

    /** Whether the group tells its tools' chambers apart: {@link QualifiedChambers#isUsed}. */
    static boolean isQualified(long[] t, int g) {
        return (t[g + APART] & CHAMBERS_APART) != 0;
    }

    /** Whether a tool wants no carrier as long as raw wafers wait at its ports, whichever they are. */
    static boolean isAnyCarrierAlike(long[] t, int g) {
        return t[g + APART] == 0;
    }

    /** Chambers of the first stage of a tool: bits. */
    static long ofFirstStage(long[] t, int g) {
        return t[g + OF_FIRST_STAGE];
    }

    /** Place of a tool's first lock behind the tool's row. */
    static int firstLockWord(long[] t, int g) {
        return (int) t[g + FIRST_LOCK];
    }

    static int firstSlotWord(long[] t, int g) {
        return (int) t[g + FIRST_SLOT];
    }
}
