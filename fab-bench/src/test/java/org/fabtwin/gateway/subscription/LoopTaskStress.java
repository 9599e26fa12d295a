/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.subscription;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** What is brought to an event loop is seen by a task that waits already, or brings one: {@link LoopTask}. */
final class LoopTaskStress {
    private LoopTaskStress() {}

    /** A queue of which only the count is there (a CAS, as its index is), and a loop whose tasks are counted. */
    abstract static class Bringing {
        final AtomicInteger brought = new AtomicInteger();
        final AtomicInteger tasks = new AtomicInteger();
        final LoopTask task = new LoopTask(executed -> tasks.incrementAndGet(), () -> {});

        final void bring() {
            brought.incrementAndGet();
            task.want();
        }
    }

    /** While a task begins. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Seen by the task that waited.")
    @Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "Not seen, and left to a task of its own.")
    @Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "Seen, and one task too many.")
    @Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "Left in the queue, without a task.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Another number of tasks.")
    @State
    public static class BroughtAndBegun extends Bringing {
        private int seen;

        public BroughtAndBegun() {
            task.want();
        }

        @Actor
        public void other() {
            bring();
        }

        /** As LoopStreams.drain. */
        @Actor
        public void loop() {
            task.begin();
            seen = brought.get();
        }

        @Arbiter
        public void after(II_Result result) {
            result.r1 = tasks.get();
            result.r2 = seen;
        }
    }

    /** Two threads bring something at once. */
    @JCStressTest
    @Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "One task for both.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "No task, or more than one.")
    @State
    public static class BroughtTwice extends Bringing {
        @Actor
        public void first() {
            bring();
        }

        @Actor
        public void second() {
            bring();
        }

        @Arbiter
        public void after(II_Result result) {
            result.r1 = tasks.get();
            result.r2 = brought.get();
        }
    }
}
