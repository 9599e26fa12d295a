/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.twin;

import org.fabtwin.core.dispatch.Dispatcher;
import org.fabtwin.core.equipment.Equipment;
import org.fabtwin.core.event.CommandResult;
import org.fabtwin.core.event.HoldReason;
import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.flow.Lots;
import org.fabtwin.core.flow.Release;
import org.fabtwin.core.flow.Routing;
import org.fabtwin.core.flow.Wafers;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.process.Excursions;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;

/** Phase 0 of an instant: applies commands. Single-threaded: the twin's thread only. */
final class Commands {
    private static final int MOST_LOTS = 10_000;
    private static final int SEQUENCE = 0;
    private static final int PAUSED = 1;

    private final Line line;
    private final Parameters parameters;
    private final Lots lots;
    private final Carriers carriers;
    private final Wafers wafers;
    private final Release release;
    private final Routing routing;
    private final Dispatcher dispatcher;
    private final Equipment equipment;
    private final Excursions excursions;
    private final EventWriter events;
    private final IntColumn registers;

    Commands(
            StateArena arena,
            Line line,
            Parameters parameters,
            Lots lots,
            Carriers carriers,
            Wafers wafers,
            Release release,
            Routing routing,
            Dispatcher dispatcher,
            Equipment equipment,
            Excursions excursions,
            EventWriter events) {
        this.line = line;
        this.parameters = parameters;
        this.lots = lots;
        this.carriers = carriers;
        this.wafers = wafers;
        this.release = release;
        this.routing = routing;
        this.dispatcher = dispatcher;
        this.equipment = equipment;
        this.excursions = excursions;
        this.events = events;
        registers = arena.ints("commands.registers", 2, 0);
    }

    boolean isPaused() {
        return registers.get(PAUSED) != 0;
    }

    /** Number that the next command gets. */
    int nextSequence() {
        return registers.get(SEQUENCE);
    }

    /** Logs and applies a command; what it changes follows its record in the log. */
    CommandResult apply(Command command, long nowUs) {
        CommandResult result = check(command);
        events.commandApplied(
                nowUs,
                registers.add(SEQUENCE, 1) - 1,
                command.subject(),
                command.count(),
                command.value(),
                command.kind().value(),
                result.value());
        if (result == CommandResult.APPLIED) {
            change(command, nowUs);
        }
        return result;
    }

    private CommandResult check(Command command) {
        int subject = command.subject();
        switch (command.kind()) {
            case SET_PARAMETER:
                return checkParameter(subject, command.value());
            case TOOL_DOWN:
            case TOOL_UP:
                if (subject < 0 || subject >= line.toolGroups().toolTotal()) {
                    return CommandResult.NO_SUCH_SUBJECT;
                }
                boolean down = equipment.tools().isCommandDown(subject);
                return down == (command.kind() == org.fabtwin.core.event.CommandKind.TOOL_DOWN)
                        ? CommandResult.NO_EFFECT
                        : CommandResult.APPLIED;
            case HOLD_LOT:
            case RELEASE_HOLD:
                return carrierOf(subject, 0) < 0 ? CommandResult.NO_SUCH_SUBJECT : CommandResult.APPLIED;
            case HOLD_WAFER:
                return carrierOfWafer(subject) < 0 ? CommandResult.NO_SUCH_SUBJECT : CommandResult.APPLIED;
            case RELEASE_WAFER:
                return checkRelease(carrierOfWafer(subject), command.count());
            case RELEASE_LOTS:
                if (subject < 0 || subject >= line.orders().size()) {
                    return CommandResult.NO_SUCH_SUBJECT;
                }
                return command.count() < 1 || command.count() > MOST_LOTS
                        ? CommandResult.OUT_OF_RANGE
                        : CommandResult.APPLIED;
            case START_EXCURSION:
                if (subject < 0
                        || subject >= line.process().excursions()
                        || !excursions.canStrike(subject, command.count())) {
                    return CommandResult.NO_SUCH_SUBJECT;
                }
                return excursions.active(command.count()) != Excursions.NONE
                        ? CommandResult.NO_EFFECT
                        : CommandResult.APPLIED;
            case END_EXCURSION:
                if (!line.process().isActive()
                        || subject < 0
                        || subject >= line.toolGroups().chamberTotal()) {
                    return CommandResult.NO_SUCH_SUBJECT;
                }
                return excursions.active(subject) == Excursions.NONE ? CommandResult.NO_EFFECT : CommandResult.APPLIED;
            default:
                return CommandResult.APPLIED;
        }
    }

    private CommandResult checkParameter(int parameter, double value) {
        if (parameter < 0
                || parameter >= line.parameters().size()
                || !line.parameters().row(parameter).live()) {
            return CommandResult.NO_SUCH_SUBJECT;
        }
        Tunable row = line.parameters().row(parameter);
        if (!(value >= row.minimum() && value <= row.maximum())) {
            return CommandResult.OUT_OF_RANGE;
        }
        return parameters.value(parameter) == value ? CommandResult.NO_EFFECT : CommandResult.APPLIED;
    }

    private void change(Command command, long nowUs) {
        int subject = command.subject();
        switch (command.kind()) {
            case SET_PARAMETER:
                double old = parameters.value(subject);
                parameters.set(subject, command.value());
                equipment.onParameterChanged();
                events.parameterChanged(nowUs, subject, old, command.value());
                break;
            case TOOL_DOWN:
                equipment.putDown(subject, nowUs);
                break;
            case TOOL_UP:
                equipment.putUp(subject, nowUs);
                break;
            case HOLD_LOT:
                for (int carrier = carrierOf(subject, 0); carrier >= 0; carrier = carrierOf(subject, carrier + 1)) {
                    dispatcher.requestHold(carrier, HoldReason.COMMAND, nowUs);
                }
                break;
            case RELEASE_HOLD:
                for (int carrier = carrierOf(subject, 0); carrier >= 0; carrier = carrierOf(subject, carrier + 1)) {
                    dispatcher.releaseHold(carrier, nowUs);
                }
                break;
            case HOLD_WAFER:
                holdWafer(subject, nowUs);
                break;
            case RELEASE_WAFER:
                releaseWafer(subject, command.count() == Command.REJOIN, nowUs);
                break;
            case RELEASE_LOTS:
                release.releaseByCommand(subject, command.count(), nowUs);
                break;
            case START_EXCURSION:
                excursions.begin(subject, command.count(), nowUs);
                break;
            case END_EXCURSION:
                excursions.end(subject, nowUs);
                break;
            case PAUSE:
                registers.set(PAUSED, 1);
                break;
            case RESUME:
                registers.set(PAUSED, 0);
                break;
            default:
                throw new IllegalArgumentException("command of unknown kind " + command.kind());
        }
    }

    private static CommandResult checkRelease(int carrier, int count) {
        if (carrier < 0) {
            return CommandResult.NO_SUCH_SUBJECT;
        }
        return count < 0 || count > Command.REJOIN ? CommandResult.OUT_OF_RANGE : CommandResult.APPLIED;
    }

    /** Who joins the others is known before the hold ends: the carrier may stand after the step where they meet. */
    private void releaseWafer(int serial, boolean rejoins, long nowUs) {
        int carrier = carrierOfWafer(serial);
        int wafer = waferIn(carrier, serial);
        if (wafers.isHoldWanted(wafer)) {
            // Still with the others: it stays there.
            wafers.holdWanted(wafer, false);
            return;
        }
        if (rejoins) {
            routing.rejoin(carrier);
        }
        dispatcher.releaseHold(carrier, nowUs);
    }

    private void holdWafer(int serial, long nowUs) {
        int carrier = carrierOfWafer(serial);
        int wafer = waferIn(carrier, serial);
        if (!wafers.isHoldWanted(wafer)) {
            wafers.holdWanted(wafer, true);
            dispatcher.holdWaferByCommand(carrier, nowUs);
        }
    }

    private int carrierOfWafer(int serial) {
        for (int carrier = 0; carrier < carriers.used(); carrier++) {
            if (carriers.isLive(carrier) && waferIn(carrier, serial) >= 0) {
                return carrier;
            }
        }
        return -1;
    }

    /** The wafer of this serial in a carrier, -1 without. */
    private int waferIn(int carrier, int serial) {
        for (int wafer = carriers.firstWafer(carrier); wafer != Wafers.NONE; wafer = wafers.next(wafer)) {
            if (wafers.serial(wafer) == serial) {
                return wafer;
            }
        }
        return -1;
    }

    /** First carrier from row {@code from} on that belongs to the lot; -1 without. */
    private int carrierOf(int lotSerial, int from) {
        for (int carrier = from; carrier < carriers.used(); carrier++) {
            if (carriers.isLive(carrier) && lots.serial(carriers.lot(carrier)) == lotSerial) {
                return carrier;
            }
        }
        return -1;
    }
}
