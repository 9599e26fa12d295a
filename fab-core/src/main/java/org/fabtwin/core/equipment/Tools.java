/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.line.Setups;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.StateArena;

/** What is known of each tool while the line runs: a row of ints and one of longs. Single-threaded: the twin's thread only. */
public final class Tools {
    /** No handle, carrier or process. */
    public static final int NONE = -1;
    /** {@link #interruptedSinceUs} of a tool that runs. */
    public static final long RUNNING = Long.MIN_VALUE;

    // Words of a tool's row of ints.
    private static final int INSIDE = 0;
    private static final int FIRST_INSIDE = 1;
    private static final int SETUP = 2;
    private static final int MINIMUM_RUN_LEFT = 3;
    private static final int OPEN_TIMER = 4;
    private static final int AWAITED = 5;
    private static final int LAST_STEP = 6;
    private static final int COMMAND_DOWN = 7;
    private static final int ACTIVE_STOPPAGE = 8;
    private static final int PENDING_STOPPAGES = 9;
    private static final int STATE = 10;
    private static final int STATE_CAUSE = 11;
    private static final int SETUP_TIMER = 12;
    private static final int AWAITED_LAST_RAW = 13;
    private static final int INT_SHIFT = 4;

    // Words of a tool's row of longs.
    private static final int SETUP_END_US = 0;
    private static final int LAST_START_US = 1;
    private static final int LAST_TRACK_OUT_US = 2;
    private static final int WAFERS_DONE = 3;
    private static final int INTERRUPTED_SINCE_US = 4;
    private static final int LONG_SHIFT = 3;

    private final Carriers carriers;
    private final IntColumn ints;
    private final LongColumn longs;

    public Tools(StateArena arena, int tools, Carriers carriers) {
        this.carriers = carriers;
        ints = arena.ints("tools.ints", tools << INT_SHIFT, 0);
        longs = arena.longs("tools.longs", tools << LONG_SHIFT, 0);
        for (int tool = 0; tool < tools; tool++) {
            firstInside(tool, NONE);
            setup(tool, Setups.NO_SETUP);
            openTimer(tool, NONE);
            setupTimer(tool, NONE);
            lastStep(tool, NONE);
            activeStoppage(tool, NONE);
            lastStartUs(tool, Long.MIN_VALUE / 4);
            interruptedSinceUs(tool, RUNNING);
        }
    }

    private static int at(int tool, int word) {
        return (tool << INT_SHIFT) + word;
    }

    private static int longAt(int tool, int word) {
        return (tool << LONG_SHIFT) + word;
    }

    /** Carriers in the tool. */
    public int inside(int tool) {
        return ints.get(at(tool, INSIDE));
    }

    /** First of the carriers in the tool ({@link Carriers#next} leads on), NONE when empty. */
    public int firstInside(int tool) {
        return ints.get(at(tool, FIRST_INSIDE));
    }

    private void firstInside(int tool, int carrier) {
        ints.set(at(tool, FIRST_INSIDE), carrier);
    }

    void enter(int tool, int carrier) {
        int[] row = ints.array();
        int at = at(tool, 0);
        int first = row[at + FIRST_INSIDE];
        row[at + FIRST_INSIDE] = carrier;
        row[at + INSIDE]++;
        carriers.link(carrier, NONE, first);
        if (first != NONE) {
            carriers.previous(first, carrier);
        }
    }

    /** A carrier with so many wafers that have done their step leaves. */
    void leave(int tool, int carrier, int wafers, long nowUs) {
        int before = carriers.previous(carrier);
        int after = carriers.next(carrier);
        int[] row = ints.array();
        int at = at(tool, 0);
        row[at + INSIDE]--;
        if (before == NONE) {
            row[at + FIRST_INSIDE] = after;
        } else {
            carriers.next(before, after);
        }
        if (after != NONE) {
            carriers.previous(after, before);
        }
        longs.set(longAt(tool, LAST_TRACK_OUT_US), nowUs);
        longs.add(longAt(tool, WAFERS_DONE), wafers);
    }

    /** The setup that the tool is in. */
    public int setup(int tool) {
        return ints.get(at(tool, SETUP));
    }

    void setup(int tool, int value) {
        ints.set(at(tool, SETUP), value);
    }

    /** Starts that the current setup still has to see before it may change. */
    public int minimumRunLeft(int tool) {
        return ints.get(at(tool, MINIMUM_RUN_LEFT));
    }

    void minimumRunLeft(int tool, int value) {
        ints.set(at(tool, MINIMUM_RUN_LEFT), value);
    }

    int openTimer(int tool) {
        return ints.get(at(tool, OPEN_TIMER));
    }

    void openTimer(int tool, int handle) {
        ints.set(at(tool, OPEN_TIMER), handle);
    }

    /** Whether a change of setup is under way. */
    boolean isInSetup(int tool) {
        return longs.get(longAt(tool, SETUP_END_US)) != 0;
    }

    int setupTimer(int tool) {
        return ints.get(at(tool, SETUP_TIMER));
    }

    void setupTimer(int tool, int handle) {
        ints.set(at(tool, SETUP_TIMER), handle);
    }

    /** End of the setup under way, 0 without. */
    long setupEndUs(int tool) {
        return longs.get(longAt(tool, SETUP_END_US));
    }

    void setupEndUs(int tool, long value) {
        longs.set(longAt(tool, SETUP_END_US), value);
    }

    /** When the last wafer entered (or will enter) the first chamber. */
    long lastStartUs(int tool) {
        return longs.get(longAt(tool, LAST_START_US));
    }

    void lastStartUs(int tool, long value) {
        longs.set(longAt(tool, LAST_START_US), value);
    }

    long lastTrackOutUs(int tool) {
        return longs.get(longAt(tool, LAST_TRACK_OUT_US));
    }

    /** Step that the tool ran last, NONE before the first. */
    public int lastStep(int tool) {
        return ints.get(at(tool, LAST_STEP));
    }

    void lastStep(int tool, int value) {
        ints.set(at(tool, LAST_STEP), value);
    }

    /** Wafers through the tool since the origin: what maintenance by wafers counts. */
    long wafersDone(int tool) {
        return longs.get(longAt(tool, WAFERS_DONE));
    }

    /** Whether a command has put the tool down. */
    public boolean isCommandDown(int tool) {
        return ints.get(at(tool, COMMAND_DOWN)) != 0;
    }

    void commandDown(int tool, boolean value) {
        ints.set(at(tool, COMMAND_DOWN), value ? 1 : 0);
    }

    /** Process that stops the tool now, NONE without. */
    public int activeStoppage(int tool) {
        return ints.get(at(tool, ACTIVE_STOPPAGE));
    }

    void activeStoppage(int tool, int process) {
        ints.set(at(tool, ACTIVE_STOPPAGE), process);
    }

    /** Stoppages of the whole tool that are due and have not begun. */
    int pendingStoppages(int tool) {
        return ints.get(at(tool, PENDING_STOPPAGES));
    }

    void addPendingStoppages(int tool, int delta) {
        ints.add(at(tool, PENDING_STOPPAGES), delta);
    }

    /** Whether the tool is down, for whatever reason. */
    public boolean isStopped(int tool) {
        return ints.get(at(tool, ACTIVE_STOPPAGE)) != NONE || ints.get(at(tool, COMMAND_DOWN)) != 0;
    }

    /** Whether the tool is down or a stoppage of it is due, so that nothing starts in it. */
    boolean isStoppedOrDue(int tool) {
        int[] row = ints.array();
        int first = at(tool, 0);
        return (row[first + ACTIVE_STOPPAGE] - NONE | row[first + COMMAND_DOWN] | row[first + PENDING_STOPPAGES]) != 0;
    }

    /** Whether neither a stop nor a change of setup says what state the tool is in: only whether carriers are inside. */
    boolean isAtWork(int tool) {
        int[] row = ints.array();
        int first = at(tool, 0);
        return (row[first + ACTIVE_STOPPAGE] - NONE | row[first + COMMAND_DOWN]) == 0 && !isInSetup(tool);
    }

    /** Code of the E10 state as last logged. */
    public int state(int tool) {
        return ints.get(at(tool, STATE));
    }

    /** Code of the cause logged with it. */
    public int stateCause(int tool) {
        return ints.get(at(tool, STATE_CAUSE));
    }

    void state(int tool, int state, int cause) {
        ints.set(at(tool, STATE), state);
        ints.set(at(tool, STATE_CAUSE), cause);
    }

    /** Since when work in the tool stands still, {@link #RUNNING} when it does not. */
    long interruptedSinceUs(int tool) {
        return longs.get(longAt(tool, INTERRUPTED_SINCE_US));
    }

    void interruptedSinceUs(int tool, long value) {
        longs.set(longAt(tool, INTERRUPTED_SINCE_US), value);
    }

    /** Whether a hot carrier waits to come to the tool before others' raw wafers are in. */
    boolean isAwaited(int tool) {
        return ints.get(at(tool, AWAITED)) != 0;
    }

    void awaited(int tool, boolean value) {
        ints.set(at(tool, AWAITED), value ? 1 : 0);
    }

    /** Whether a hot carrier may come to the tool once the raw wafers of a carrier of its priority or a higher one are in. */
    boolean isLastRawAwaited(int tool) {
        return ints.get(at(tool, AWAITED_LAST_RAW)) != 0;
    }

    void lastRawAwaited(int tool, boolean value) {
        ints.set(at(tool, AWAITED_LAST_RAW), value ? 1 : 0);
    }
}
