/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.state;

import java.util.List;
import org.fabtwin.core.event.E10State;
import org.fabtwin.core.event.HoldReason;
import org.fabtwin.core.event.StateCause;
import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.twin.TwinView;
import org.fabtwin.sim.kpi.RunFigures;
import org.fabtwin.sim.run.LineRun;

/** A run between two instants, with names. Single-threaded: the twin's thread, and for one question. */
public final class StateReader {
    /** Names of a carrier's states, in the order of their codes. */
    public static final List<String> CARRIER_STATES =
            List.of("IN_TRANSPORT", "QUEUED", "IN_TOOL", "HELD", "WAITING_FOR_MERGE", "HELD_AFTER_STEP");

    private final LineRun run;
    private final Line line;
    private final TwinView view;

    StateReader(LineRun run) {
        this.run = run;
        this.line = run.line();
        this.view = run.view();
    }

    LineRun run() {
        return run;
    }

    Line line() {
        return line;
    }

    TwinView view() {
        return view;
    }

    long nowUs() {
        return run.nowUs();
    }

    /** Name of a carrier's state. */
    static String carrierState(int state) {
        return CARRIER_STATES.get(state);
    }

    static String e10(int code) {
        return E10State.get((short) code).name();
    }

    static String cause(int code) {
        return StateCause.get((short) code).name();
    }

    /** The question for the figures of docs/FIGURES.md, as of now. */
    public RunFigures figures() {
        return run.figures(null);
    }

    /** Null where the carrier is not on hold and nobody wants it to be. */
    String holdReason(int carrier) {
        final int reason = view.carriers().holdReason(carrier);
        return reason == 0 ? null : HoldReason.get((short) reason).name();
    }

    String step(int step) {
        return step < 0 ? null : line.steps().name(step);
    }

    String chamber(int chamber) {
        return chamber < 0 ? null : line.toolGroups().chamberName(chamber);
    }

    /** The tool that the carrier is in, null elsewhere. */
    String toolOf(int carrier) {
        return view.carriers().state(carrier) == Carriers.IN_TOOL
                ? line.toolGroups().toolName(view.carriers().tool(carrier))
                : null;
    }

    int lotSerial(int carrier) {
        return view.lots().serial(view.carriers().lot(carrier));
    }

    String product(int carrier) {
        return line.products().name(view.lots().product(view.carriers().lot(carrier)));
    }

    String lotClass(int carrier) {
        return line.products().lotClass(view.lots().lotClass(view.carriers().lot(carrier)));
    }

    /** Name of what stops a tool or chamber, null without. */
    String stoppage(int process) {
        return process < 0 ? null : line.stoppages().name(line.stoppages().item(process));
    }
}
