/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.twin;

import java.util.concurrent.CompletableFuture;
import org.fabtwin.core.event.CommandKind;

/**
 * Something that somebody outside wants of a running twin. Immutable but for its receipt, which the twin's thread completes when the
 * command has taken effect: whoever waits for it should continue on a thread of its own.
 *
 * @param kind what to do.
 * @param subject parameter, tool, order, excursion or chamber (ids of the compiled line) or lot (serial), as the kind says.
 * @param count lots to release; chamber of an excursion that starts; {@link #REJOIN} of a wafer to release; else 0.
 * @param value new value of a parameter, in the twin's own terms; else 0.
 * @param atUs simulated time at which it shall take effect; {@link #NOW} = as soon as possible. A time that has passed means now.
 * @param receipt completed when the command has taken effect.
 */
public record Command(
        CommandKind kind, int subject, int count, double value, long atUs, CompletableFuture<CommandReceipt> receipt) {
    /** As soon as possible. */
    public static final long NOW = Long.MIN_VALUE;
    /** {@link #count} of a wafer whose hold ends: it joins the others of its lot again; 0: it travels alone. */
    public static final int REJOIN = 1;

    public static Command setParameter(int parameter, double value) {
        return of(CommandKind.SET_PARAMETER, parameter, 0, value);
    }

    public static Command toolDown(int tool) {
        return of(CommandKind.TOOL_DOWN, tool, 0, 0);
    }

    public static Command toolUp(int tool) {
        return of(CommandKind.TOOL_UP, tool, 0, 0);
    }

    public static Command holdLot(int lotSerial) {
        return of(CommandKind.HOLD_LOT, lotSerial, 0, 0);
    }

    public static Command releaseHold(int lotSerial) {
        return of(CommandKind.RELEASE_HOLD, lotSerial, 0, 0);
    }

    public static Command releaseLots(int order, int count) {
        return of(CommandKind.RELEASE_LOTS, order, count, 0);
    }

    /** Begins an excursion in one of the chambers that it can strike. */
    public static Command startExcursion(int excursion, int chamber) {
        return of(CommandKind.START_EXCURSION, excursion, chamber, 0);
    }

    /** Ends the excursion of a chamber. */
    public static Command endExcursion(int chamber) {
        return of(CommandKind.END_EXCURSION, chamber, 0, 0);
    }

    public static Command pause() {
        return of(CommandKind.PAUSE, -1, 0, 0);
    }

    public static Command resume() {
        return of(CommandKind.RESUME, -1, 0, 0);
    }

    public static Command of(CommandKind kind, int subject, int count, double value) {
        return new Command(kind, subject, count, value, NOW, new CompletableFuture<>());
    }

    /** The same command for a simulated time. */
    public Command at(long timeUs) {
        return new Command(kind, subject, count, value, timeUs, receipt);
    }
}
