/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.state;

import java.util.function.Function;
import org.fabtwin.sim.run.LineRun;

/**
 * Something about a line at one instant. Immutable. All events below the position have happened, none at or after it has.
 *
 * @param epoch of the log.
 * @param position in the log: a stream that starts there ({@code from=epoch:position}) goes on from this state.
 * @param timeUs simulated time.
 */
public record Snapshot<T>(int epoch, long position, long timeUs, T data) {
    /** A question to {@code LiveTwin.ask}, asked on the twin's thread, with its answer's place. */
    public static <T> Function<LineRun, Snapshot<T>> of(Function<StateReader, T> question) {
        return run -> new Snapshot<>(run.epoch(), run.position(), run.nowUs(), question.apply(new StateReader(run)));
    }
}
