/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.flow;

import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.Steps;
import org.fabtwin.core.line.Windows;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.process.StepEffects;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;

/**
 * Queue-time windows of the carriers: opened at the end of a step, closed at the start of a later one (of the next that is done,
 * where that one is skipped), cancelled when the wafers go back, join others or leave. A breach is found and reported once, when the window closes. Single-threaded: the twin's
 * thread only.
 */
public final class QueueTimes {
    private static final int OPEN = 0;

    private final Steps steps;
    private final Windows windows;
    private final Parameters parameters;
    private final Carriers carriers;
    private final Wafers wafers;
    private final StepEffects effects;
    private final EventWriter events;
    private final IntColumn openCount;

    public QueueTimes(
            StateArena arena,
            Line line,
            Parameters parameters,
            Carriers carriers,
            Wafers wafers,
            StepEffects effects,
            EventWriter events) {
        this.steps = line.steps();
        this.windows = line.windows();
        this.parameters = parameters;
        this.carriers = carriers;
        this.wafers = wafers;
        this.effects = effects;
        this.events = events;
        this.openCount = arena.ints("queueTimes.open", 1, 0);
    }

    /** Windows open in the whole line. */
    public int openCount() {
        return openCount.get(OPEN);
    }

    /** Opens the window that begins at the end of this step. */
    void open(int carrier, int step, long nowUs) {
        int window = steps.windowOpened(step);
        if (window >= 0) {
            carriers.openWindow(carrier, windows.place(window), window, nowUs);
            openCount.add(OPEN, 1);
            events.queueTimeStarted(nowUs, carriers.lotSerial(carrier), carriers.serial(carrier), window);
        }
    }

    /** The window that the carrier would close too late at its step now, the strictest policy first; -1 without. */
    public int breachedWindow(int carrier, long nowUs) {
        int strictest = -1;
        for (int place = 0; place < carriers.windowPlaces(); place++) {
            int window = carriers.openWindow(carrier, place);
            boolean breached = endsHere(carrier, window)
                    && nowUs - carriers.windowOpenedUs(carrier, place) > parameters.us(windows.limit(window));
            if (breached && (strictest < 0 || windows.policy(window) > windows.policy(strictest))) {
                strictest = window;
            }
        }
        return strictest;
    }

    /** Whether an open window ends at the start of the carrier's step: the step that it names, or the first done after it. */
    private boolean endsHere(int carrier, int window) {
        return window != Carriers.NONE && windows.to(window) <= carriers.step(carrier);
    }

    /** Closes the windows that end at the start of the carrier's step, and says whether they were breached. */
    public void close(int carrier, long nowUs) {
        for (int place = 0; place < carriers.windowPlaces(); place++) {
            int window = carriers.openWindow(carrier, place);
            if (endsHere(carrier, window)) {
                long elapsed = nowUs - carriers.windowOpenedUs(carrier, place);
                long limit = parameters.us(windows.limit(window));
                carriers.closeWindow(carrier, place);
                openCount.add(OPEN, -1);
                events.queueTimeEnded(
                        nowUs,
                        carriers.lotSerial(carrier),
                        carriers.serial(carrier),
                        window,
                        elapsed,
                        limit,
                        carriers.wafers(carrier),
                        elapsed > limit ? 1 : 0);
                if (effects.hasEffects(window)) {
                    feelWait(carrier, window, elapsed);
                }
            }
        }
    }

    private void feelWait(int carrier, int window, long elapsedUs) {
        for (int wafer = carriers.firstWafer(carrier); wafer != Wafers.NONE; wafer = wafers.next(wafer)) {
            effects.onWaited(wafer, wafers.key(wafer), wafers.visit(wafer), window, elapsedUs);
        }
    }

    /** Least time left in the open windows that end at the carrier's step, {@link Long#MAX_VALUE} without one. */
    public long slackUs(int carrier, long nowUs) {
        long slack = Long.MAX_VALUE;
        for (int place = 0; place < carriers.windowPlaces(); place++) {
            int window = carriers.openWindow(carrier, place);
            if (endsHere(carrier, window)) {
                long opened = carriers.windowOpenedUs(carrier, place);
                slack = Math.min(slack, opened + parameters.us(windows.limit(window)) - nowUs);
            }
        }
        return slack;
    }

    /** Wafers that leave a carrier for another take its open windows with them. */
    void copy(int carrier, int child) {
        for (int place = 0; place < carriers.windowPlaces(); place++) {
            int window = carriers.openWindow(carrier, place);
            if (window != Carriers.NONE) {
                carriers.openWindow(child, place, window, carriers.windowOpenedUs(carrier, place));
                openCount.add(OPEN, 1);
            }
        }
    }

    /**
     * Wafers join a carrier of which nobody knows who is longer on the way: a window open on both began when it was opened first, one
     * open on theirs is open on the carrier that they join from now on. Only one that finds no place there is cancelled.
     */
    void join(int child, int parent, long nowUs) {
        for (int place = 0; place < carriers.windowPlaces(); place++) {
            int window = carriers.openWindow(child, place);
            int open = carriers.openWindow(parent, place);
            if (window == Carriers.NONE) {
                continue;
            }
            long openedUs = carriers.windowOpenedUs(child, place);
            if (open == Carriers.NONE) {
                carriers.openWindow(parent, place, window, openedUs);
            } else if (open == window) {
                carriers.openWindow(parent, place, window, Math.min(openedUs, carriers.windowOpenedUs(parent, place)));
                openCount.add(OPEN, -1);
            } else {
                openCount.add(OPEN, -1);
                events.queueTimeCancelled(nowUs, carriers.lotSerial(child), carriers.serial(child), window);
            }
            carriers.closeWindow(child, place);
        }
    }

    /** Ends all open windows of a carrier whose wafers go back, are scrapped, join another carrier or leave the line. */
    void cancel(int carrier, long nowUs) {
        for (int place = 0; place < carriers.windowPlaces(); place++) {
            int window = carriers.openWindow(carrier, place);
            if (window != Carriers.NONE) {
                carriers.closeWindow(carrier, place);
                openCount.add(OPEN, -1);
                events.queueTimeCancelled(nowUs, carriers.lotSerial(carrier), carriers.serial(carrier), window);
            }
        }
    }
}
