/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.subscription;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A task for what others bring to an event loop: however much it is, it waits in the loop's queue once at most. {@link #want} is for any
 * thread, {@link #begin} for the task.
 */
final class LoopTask {
    private final Executor loop;
    private final Runnable task;
    private final AtomicBoolean isScheduled = new AtomicBoolean();

    LoopTask(Executor loop, Runnable task) {
        this.loop = loop;
        this.task = task;
    }

    /** Something was brought, by a volatile store or what is as strong. Partner: {@link #begin}. */
    void want() {
        if (isScheduled.compareAndSet(false, true)) {
            loop.execute(task);
        }
    }

    /** The task begins, before it looks what there is: what is brought from now on brings a task of its own. */
    void begin() {
        isScheduled.set(false);
    }
}
