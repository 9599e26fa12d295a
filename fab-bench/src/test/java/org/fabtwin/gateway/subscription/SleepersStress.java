/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.subscription;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Whoever publishes wakes who sleeps at the log's end, and nobody sleeps over news: {@link Sleepers} and {@link LoopSleep}, with
 * a tail that is released and acquired as the log's is.
 */
final class SleepersStress {
    private SleepersStress() {}

    /** A log of one word, the tailer's thread, which is woken by a flag, and a loop, whose tasks are counted. */
    abstract static class Sleeping {
        final AtomicLong tail = new AtomicLong();
        final Sleepers sleepers = new Sleepers(this::unpark);
        final AtomicInteger looks = new AtomicInteger();
        final LoopSleep loop = new LoopSleep(task -> looks.incrementAndGet(), () -> {});
        private int woken;

        Sleeping() {
            sleepers.add(loop);
        }

        private void unpark() {
            woken = 1;
        }

        final void publish() {
            tail.setRelease(1);
        }

        final boolean isNews() {
            return tail.getAcquire() > 0;
        }

        final int woken() {
            return woken;
        }

        /** As LogTailer.park; whether it would sleep. */
        final int sleep(boolean wantsNews) {
            sleepers.lieDown(wantsNews);
            return isNews() ? 0 : 1;
        }
    }

    /** The tailer's thread waits for news. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Stays awake: it has seen the news.")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "Stays awake, and is woken: once too often.")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Sleeps, and is woken.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Sleeps over news.")
    @State
    public static class ThreadAndNews extends Sleeping {
        @Actor
        public void publisher(II_Result result) {
            publish();
            sleepers.wake();
            result.r2 = woken();
        }

        @Actor
        public void thread(II_Result result) {
            result.r1 = sleep(true);
        }
    }

    /** It has slept before without a wish for news. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Stays awake: it has seen the news.")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "Stays awake, and is woken: once too often.")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Sleeps, and is woken.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Sleeps over news.")
    @State
    public static class ThreadThatBeginsToWait extends Sleeping {
        public ThreadThatBeginsToWait() {
            sleepers.lieDown(false);
        }

        @Actor
        public void publisher(II_Result result) {
            publish();
            sleepers.wake();
            result.r2 = woken();
        }

        @Actor
        public void thread(II_Result result) {
            sleepers.getUp();
            result.r1 = sleep(true);
        }
    }

    /** Somebody asks it for a batch; the word stands for its inbox, which has stronger fences of its own. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Stays awake: it has seen the request.")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "Stays awake, and is woken: once too often.")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Sleeps, and is woken.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Sleeps over a request.")
    @State
    public static class ThreadAndRequest extends Sleeping {
        @Actor
        public void asker(II_Result result) {
            publish();
            sleepers.wakeThread();
            result.r2 = woken();
        }

        @Actor
        public void thread(II_Result result) {
            result.r1 = sleep(false);
        }
    }

    /** A loop waits for news: one look, by whoever was first. */
    @JCStressTest
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "It has seen the news itself.")
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "Woken.")
    @Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "Sleeps over news.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "More than one look.")
    @State
    public static class LoopAndNews extends Sleeping {
        private int own;

        @Actor
        public void publisher() {
            publish();
            sleepers.wake();
        }

        /** As LiveEnd.arm. */
        @Actor
        public void loop() {
            if (loop.arm() && isNews() && loop.disarm()) {
                own = 1;
            }
        }

        @Arbiter
        public void after(II_Result result) {
            result.r1 = looks.get();
            result.r2 = own;
        }
    }

    /** It looks, as it was told, and wants to be woken again, while more is published. */
    @JCStressTest
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "Seen by the look, or after it.")
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "Woken for the next look.")
    @Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "Sleeps over news.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "More than one look.")
    @State
    public static class LookAndNews extends Sleeping {
        private int seen;

        public LookAndNews() {
            loop.wantLook();
        }

        @Actor
        public void publisher() {
            publish();
            sleepers.wake();
        }

        /** As LoopStreams.look. */
        @Actor
        public void loop() {
            loop.beginLook();
            if (isNews() || loop.arm() && isNews() && loop.disarm()) {
                seen = 1;
            }
        }

        @Arbiter
        public void after(II_Result result) {
            result.r1 = looks.get();
            result.r2 = seen;
        }
    }

    /** The loop finds news by itself, while it is woken. */
    @JCStressTest
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The loop's own look.")
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "Woken.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "No look, or more than one.")
    @State
    public static class WantedAndWoken extends Sleeping {
        private int own;

        public WantedAndWoken() {
            loop.arm();
        }

        @Actor
        public void publisher() {
            sleepers.wake();
        }

        @Actor
        public void loop() {
            own = loop.wantLook() ? 1 : 0;
        }

        @Arbiter
        public void after(II_Result result) {
            result.r1 = looks.get();
            result.r2 = own;
        }
    }

    /** Two threads wake it: the one that publishes, and another. */
    @JCStressTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "One look.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "No look, or more than one.")
    @State
    public static class WokenTwice extends Sleeping {
        public WokenTwice() {
            loop.arm();
        }

        @Actor
        public void first() {
            sleepers.wake();
        }

        @Actor
        public void second() {
            sleepers.wake();
        }

        @Arbiter
        public void after(I_Result result) {
            result.r1 = looks.get();
        }
    }
}
