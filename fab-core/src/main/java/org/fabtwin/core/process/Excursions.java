/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.process;

import org.fabtwin.core.line.Distributions;
import org.fabtwin.core.line.ExcursionKind;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ParameterTable;
import org.fabtwin.core.line.ProcessTables;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.random.Cause;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.random.Draws;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;
import org.fabtwin.core.time.EventCalendar;
import org.fabtwin.core.time.EventKind;

/**
 * Chambers that have left their usual state: at a given time, at random, or by command; until so many wafers have passed, until
 * maintenance that redraws the chamber's offset, or until a command ends it. A chamber has one excursion at a time: what falls into
 * another's does not happen. Single-threaded: the twin's thread only.
 */
public final class Excursions {
    /** No excursion. */
    public static final int NONE = -1;

    private final Line line;
    private final ProcessTables tables;
    private final Parameters parameters;
    private final Draws draws;
    private final ChamberStates chambers;
    private final EventCalendar calendar;
    private final EventWriter events;
    private final IntColumn active;
    private final IntColumn wafersSoFar;
    private final IntColumn occurrence;

    Excursions(
            StateArena arena,
            Line line,
            Parameters parameters,
            Draws draws,
            ChamberStates chambers,
            EventCalendar calendar,
            EventWriter events) {
        this.line = line;
        this.tables = line.process();
        this.parameters = parameters;
        this.draws = draws;
        this.chambers = chambers;
        this.calendar = calendar;
        this.events = events;
        int total = tables.isActive() ? line.toolGroups().chamberTotal() : 0;
        int processes = 0;
        for (int excursion = 0; excursion < tables.excursions(); excursion++) {
            processes += tables.excursionChambers(excursion);
        }
        active = arena.ints("excursions.active", total, NONE);
        wafersSoFar = arena.ints("excursions.wafersSoFar", total, 0);
        occurrence = arena.ints("excursions.occurrence", processes, 0);
    }

    /** Schedules those that have a time, and the first of those that come at random. */
    public void start() {
        int process = 0;
        for (int excursion = 0; excursion < tables.excursions(); excursion++) {
            for (int i = 0; i < tables.excursionChambers(excursion); i++) {
                if (tables.excursionAt(excursion) != ParameterTable.NONE) {
                    calendar.schedule(parameters.us(tables.excursionAt(excursion)), EventKind.EXCURSION, process);
                } else {
                    scheduleNext(excursion, process, i, 0);
                }
                process++;
            }
        }
    }

    private void scheduleNext(int excursion, int process, int i, long nowUs) {
        int gap = tables.excursionGap(excursion);
        if (gap == Distributions.NONE) {
            return;
        }
        Distributions distributions = line.distributions();
        long subject = Draws.subject(
                Draws.keyOf(tables.excursionName(excursion)),
                chambers.chamberKey(tables.excursionChamber(excursion, i)));
        double gapUs = Distribution.sample(
                distributions.kind(gap),
                parameters.value(distributions.a(gap)),
                parameters.value(distributions.b(gap)),
                parameters.value(distributions.c(gap)),
                draws,
                Cause.EXCURSION_GAP,
                subject,
                occurrence.add(process, 1) - 1);
        calendar.schedule(
                nowUs + Math.round(Math.max(1, Math.min(Parameters.MOST_US, gapUs))), EventKind.EXCURSION, process);
    }

    /** A pair of excursion and chamber falls due. */
    public void onDue(int process, long nowUs) {
        int excursion = 0;
        int i = process;
        while (i >= tables.excursionChambers(excursion)) {
            i -= tables.excursionChambers(excursion);
            excursion++;
        }
        begin(excursion, tables.excursionChamber(excursion, i), nowUs);
        scheduleNext(excursion, process, i, nowUs);
    }

    /** Begins an excursion; false when the chamber has one already. */
    public boolean begin(int excursion, int chamber, long nowUs) {
        if (active.get(chamber) != NONE) {
            return false;
        }
        active.set(chamber, excursion);
        wafersSoFar.set(chamber, 0);
        events.excursionStarted(nowUs, chamber, excursion, parameters.value(tables.excursionSize(excursion)));
        return true;
    }

    /** Ends what a chamber has; false when it has none. */
    public boolean end(int chamber, long nowUs) {
        int excursion = active.get(chamber);
        if (excursion == NONE) {
            return false;
        }
        active.set(chamber, NONE);
        events.excursionEnded(nowUs, chamber, excursion, Math.min(wafersSoFar.get(chamber), 0xFFFF));
        return true;
    }

    /** Whether a chamber is one that the excursion can strike. */
    public boolean canStrike(int excursion, int chamber) {
        for (int i = 0; i < tables.excursionChambers(excursion); i++) {
            if (tables.excursionChamber(excursion, i) == chamber) {
                return true;
            }
        }
        return false;
    }

    /** The excursion of a chamber, {@link #NONE} without. */
    public int active(int chamber) {
        return active.get(chamber);
    }

    double size(int chamber) {
        return parameters.value(tables.excursionSize(active.get(chamber)));
    }

    private int kind(int chamber) {
        return tables.excursionKind(active.get(chamber));
    }

    double shift(int chamber) {
        return switch (kind(chamber)) {
            case ExcursionKind.JUMP -> size(chamber);
            case ExcursionKind.DRIFT -> size(chamber) * (wafersSoFar.get(chamber) + 1);
            default -> 0;
        };
    }

    double edge(int chamber) {
        return kind(chamber) == ExcursionKind.EDGE_RING ? size(chamber) : 0;
    }

    double particles(int chamber) {
        return kind(chamber) == ExcursionKind.PARTICLES ? size(chamber) : 0;
    }

    boolean scratches(int chamber) {
        return kind(chamber) == ExcursionKind.SCRATCH;
    }

    /** A wafer has felt an excursion of a parameter. */
    void waferStarted(int chamber, long nowUs) {
        if (ExcursionKind.hasParameter(kind(chamber))) {
            count(chamber, nowUs);
        }
    }

    /** A wafer has felt an excursion of the other kinds. */
    void waferDone(int chamber, long nowUs) {
        if (!ExcursionKind.hasParameter(kind(chamber))) {
            count(chamber, nowUs);
        }
    }

    private void count(int chamber, long nowUs) {
        int most = tables.excursionWafers(active.get(chamber));
        int wafers = wafersSoFar.add(chamber, 1);
        if (most != ParameterTable.NONE && wafers >= parameters.value(most)) {
            end(chamber, nowUs);
        }
    }
}
