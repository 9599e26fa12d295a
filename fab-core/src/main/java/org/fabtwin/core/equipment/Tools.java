/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.line.Setups;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.StateArena;

/** What is known of each tool while the line runs. Single-threaded: the twin's thread only. */
public final class Tools {
    /** No handle, carrier or process. */
    public static final int NONE = -1;
    /** {@link #interruptedSinceUs} of a tool that runs. */
    public static final long RUNNING = Long.MIN_VALUE;

    private final Carriers carriers;
    private final IntColumn inside;
    private final IntColumn firstInside;
    private final IntColumn setup;
    private final IntColumn minimumRunLeft;
    private final IntColumn openTimer;
    private final IntColumn setupTimer;
    private final LongColumn setupEndUs;
    private final LongColumn lastStartUs;
    private final LongColumn lastTrackOutUs;
    private final IntColumn lastStep;
    private final LongColumn wafersDone;
    private final IntColumn commandDown;
    private final IntColumn activeStoppage;
    private final IntColumn pendingStoppages;
    private final LongColumn interruptedSinceUs;

    public Tools(StateArena arena, int tools, Carriers carriers) {
        this.carriers = carriers;
        inside = arena.ints("tools.inside", tools, 0);
        firstInside = arena.ints("tools.firstInside", tools, NONE);
        setup = arena.ints("tools.setup", tools, Setups.NO_SETUP);
        minimumRunLeft = arena.ints("tools.minimumRunLeft", tools, 0);
        openTimer = arena.ints("tools.openTimer", tools, NONE);
        setupTimer = arena.ints("tools.setupTimer", tools, NONE);
        setupEndUs = arena.longs("tools.setupEndUs", tools, 0);
        lastStartUs = arena.longs("tools.lastStartUs", tools, Long.MIN_VALUE / 4);
        lastTrackOutUs = arena.longs("tools.lastTrackOutUs", tools, 0);
        lastStep = arena.ints("tools.lastStep", tools, NONE);
        wafersDone = arena.longs("tools.wafersDone", tools, 0);
        commandDown = arena.ints("tools.commandDown", tools, 0);
        activeStoppage = arena.ints("tools.activeStoppage", tools, NONE);
        pendingStoppages = arena.ints("tools.pendingStoppages", tools, 0);
        interruptedSinceUs = arena.longs("tools.interruptedSinceUs", tools, RUNNING);
    }

    /** Carriers in the tool. */
    public int inside(int tool) {
        return inside.get(tool);
    }

    /** First of the carriers in the tool ({@link Carriers#next} leads on), NONE when empty. */
    public int firstInside(int tool) {
        return firstInside.get(tool);
    }

    void enter(int tool, int carrier) {
        int first = firstInside.get(tool);
        carriers.previous(carrier, NONE);
        carriers.next(carrier, first);
        if (first != NONE) {
            carriers.previous(first, carrier);
        }
        firstInside.set(tool, carrier);
        inside.add(tool, 1);
    }

    void leave(int tool, int carrier) {
        int before = carriers.previous(carrier);
        int after = carriers.next(carrier);
        if (before == NONE) {
            firstInside.set(tool, after);
        } else {
            carriers.next(before, after);
        }
        if (after != NONE) {
            carriers.previous(after, before);
        }
        inside.add(tool, -1);
    }

    /** The setup that the tool is in. */
    public int setup(int tool) {
        return setup.get(tool);
    }

    void setup(int tool, int value) {
        setup.set(tool, value);
    }

    /** Starts that the current setup still has to see before it may change. */
    public int minimumRunLeft(int tool) {
        return minimumRunLeft.get(tool);
    }

    void minimumRunLeft(int tool, int value) {
        minimumRunLeft.set(tool, value);
    }

    int openTimer(int tool) {
        return openTimer.get(tool);
    }

    void openTimer(int tool, int handle) {
        openTimer.set(tool, handle);
    }

    /** Whether a change of setup is under way. */
    boolean isInSetup(int tool) {
        return setupEndUs.get(tool) != 0;
    }

    int setupTimer(int tool) {
        return setupTimer.get(tool);
    }

    void setupTimer(int tool, int handle) {
        setupTimer.set(tool, handle);
    }

    /** End of the setup under way, 0 without. */
    long setupEndUs(int tool) {
        return setupEndUs.get(tool);
    }

    void setupEndUs(int tool, long value) {
        setupEndUs.set(tool, value);
    }

    /** When the last wafer entered (or will enter) the first chamber. */
    long lastStartUs(int tool) {
        return lastStartUs.get(tool);
    }

    void lastStartUs(int tool, long value) {
        lastStartUs.set(tool, value);
    }

    long lastTrackOutUs(int tool) {
        return lastTrackOutUs.get(tool);
    }

    void lastTrackOutUs(int tool, long value) {
        lastTrackOutUs.set(tool, value);
    }

    /** Step that the tool ran last, NONE before the first. */
    public int lastStep(int tool) {
        return lastStep.get(tool);
    }

    void lastStep(int tool, int value) {
        lastStep.set(tool, value);
    }

    /** Wafers through the tool since the origin: what maintenance by wafers counts. */
    long wafersDone(int tool) {
        return wafersDone.get(tool);
    }

    void addWafersDone(int tool, int count) {
        wafersDone.add(tool, count);
    }

    /** Whether a command has put the tool down. */
    public boolean isCommandDown(int tool) {
        return commandDown.get(tool) != 0;
    }

    void commandDown(int tool, boolean value) {
        commandDown.set(tool, value ? 1 : 0);
    }

    /** Process that stops the tool now, NONE without. */
    int activeStoppage(int tool) {
        return activeStoppage.get(tool);
    }

    void activeStoppage(int tool, int process) {
        activeStoppage.set(tool, process);
    }

    /** Stoppages of the whole tool that are due and have not begun. */
    int pendingStoppages(int tool) {
        return pendingStoppages.get(tool);
    }

    void addPendingStoppages(int tool, int delta) {
        pendingStoppages.add(tool, delta);
    }

    /** Whether the tool is down, for whatever reason. */
    public boolean isStopped(int tool) {
        return activeStoppage.get(tool) != NONE || commandDown.get(tool) != 0;
    }

    /** Since when work in the tool stands still, {@link #RUNNING} when it does not. */
    long interruptedSinceUs(int tool) {
        return interruptedSinceUs.get(tool);
    }

    void interruptedSinceUs(int tool, long value) {
        interruptedSinceUs.set(tool, value);
    }
}
