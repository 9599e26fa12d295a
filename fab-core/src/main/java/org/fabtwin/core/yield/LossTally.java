/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.yield;

import org.fabtwin.core.event.LossCause;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.StateArena;

/** Lost dies of the wafer under test, by cause, step, chamber and what failed. Columns are scratch. */
final class LossTally {
    /** More kinds than {@link #MOST} less one for each cause are added to the last of their cause, which always has a row. */
    static final int MOST = 256;

    private static final int CAUSES = 3;

    private static final int ROWS = 0;

    private final IntColumn rows;
    private final IntColumn cause;
    private final IntColumn step;
    private final IntColumn chamber;
    private final IntColumn parameter;
    private final IntColumn dies;
    private final EventWriter events;

    LossTally(StateArena arena, EventWriter events) {
        this.events = events;
        rows = arena.ints("losses.rows", 1, 0);
        cause = arena.ints("losses.cause", MOST, 0);
        step = arena.ints("losses.step", MOST, 0);
        chamber = arena.ints("losses.chamber", MOST, 0);
        parameter = arena.ints("losses.parameter", MOST, 0);
        dies = arena.ints("losses.dies", MOST, 0);
    }

    void clear() {
        rows.set(ROWS, 0);
    }

    /** One more die. */
    void add(LossCause itsCause, int itsStep, int itsChamber, int itsParameter) {
        add(itsCause, itsStep, itsChamber, itsParameter, 1);
    }

    void add(LossCause itsCause, int itsStep, int itsChamber, int itsParameter, int more) {
        int code = itsCause.value();
        int n = rows.get(ROWS);
        int last = -1;
        for (int row = 0; row < n; row++) {
            if (cause.get(row) == code) {
                last = row;
                if (step.get(row) == itsStep && chamber.get(row) == itsChamber && parameter.get(row) == itsParameter) {
                    dies.add(row, more);
                    return;
                }
            }
        }
        if (n >= MOST - CAUSES && last >= 0) {
            dies.add(last, more);
            return;
        }
        cause.set(n, code);
        step.set(n, itsStep);
        chamber.set(n, itsChamber);
        parameter.set(n, itsParameter);
        dies.set(n, more);
        rows.set(ROWS, n + 1);
    }

    /** Dies lost by a cause. */
    int of(LossCause wanted) {
        int sum = 0;
        for (int row = 0; row < rows.get(ROWS); row++) {
            sum += cause.get(row) == wanted.value() ? dies.get(row) : 0;
        }
        return sum;
    }

    void log(long nowUs, int waferSerial) {
        for (int row = 0; row < rows.get(ROWS); row++) {
            events.diesLost(
                    nowUs,
                    waferSerial,
                    step.get(row),
                    chamber.get(row),
                    parameter.get(row),
                    dies.get(row),
                    cause.get(row));
        }
    }
}
