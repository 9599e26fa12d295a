/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.twin;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.fabtwin.core.time.EventCalendar;
import org.jctools.queues.MpscArrayQueue;

/**
 * Commands on their way into the twin. {@link #offer} is for any thread; all else for the twin's thread. It is not part of the
 * twin's state: a command exists for the line once it is in the journal.
 */
public final class CommandInbox {
    /** Commands that may wait in the lock-free queue; more are refused. */
    public static final int CAPACITY = 4096;

    private final MpscArrayQueue<Command> queue = new MpscArrayQueue<>(CAPACITY);
    private final PriorityQueue<Waiting> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Waiting::timeUs).thenComparingLong(Waiting::order));
    private long accepted;

    /** Hands a command over; false when the queue is full. Any thread, lock-free. */
    public boolean offer(Command command) {
        return queue.offer(command);
    }

    /**
     * Simulated time at which the next command takes effect, {@link EventCalendar#NONE} without. A command for now takes
     * effect in the next instant, or at the end of what is being simulated if nothing happens before; never in an instant that is
     * over.
     */
    long nextUs(long nowUs, long nextEventUs, long untilUs) {
        Command command = queue.isEmpty() ? null : queue.poll();
        while (command != null) {
            long soonest = Math.max(nowUs + 1, Math.min(nextEventUs, untilUs));
            long time = command.atUs() == Command.NOW ? soonest : Math.max(command.atUs(), nowUs + 1);
            waiting.add(new Waiting(time, accepted++, command));
            command = queue.poll();
        }
        return waiting.isEmpty() ? EventCalendar.NONE : waiting.peek().timeUs;
    }

    /** The next command that takes effect by this time, null without. */
    Command take(long timeUs) {
        return waiting.isEmpty() || waiting.peek().timeUs > timeUs ? null : waiting.poll().command;
    }

    /** Takes out all that waits, in the order in which it was accepted. The run is over, the commands have no effect. */
    public void withdraw(Consumer<Command> withdrawn) {
        waiting.stream().sorted(Comparator.comparingLong(Waiting::order)).forEach(its -> withdrawn.accept(its.command));
        waiting.clear();
        for (Command command = queue.poll(); command != null; command = queue.poll()) {
            withdrawn.accept(command);
        }
    }

    private record Waiting(long timeUs, long order, Command command) {}
}
