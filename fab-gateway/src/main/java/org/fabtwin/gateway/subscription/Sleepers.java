/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.subscription;

import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Who has to be woken: the tailer's thread, and event loops that wait at the log's end ({@link LoopSleep}). Whoever goes to sleep
 * says so and then looks whether there is something to do; whoever brings something puts it there and then looks who sleeps. Both put
 * a full fence between their two steps: at least one of them sees the other, so nobody sleeps over what has come.
 *
 * <p>{@link #lieDown} and {@link #getUp} are for the tailer's thread; everything else for any thread.
 */
final class Sleepers {
    private final Runnable unpark;
    private volatile boolean isParked;
    /** What the tailer's thread is asked for lies at the log's end: it wants to know of news. */
    private volatile boolean isForNews;

    private volatile LoopSleep[] loops = new LoopSleep[0];

    /** @param unpark wakes the tailer's thread; once too often does no harm. */
    Sleepers(Runnable unpark) {
        this.unpark = unpark;
    }

    /** From now on a loop is woken with the log. */
    synchronized void add(LoopSleep loop) {
        final LoopSleep[] more = Arrays.copyOf(loops, loops.length + 1);
        more[loops.length] = loop;
        loops = more;
    }

    /** The tailer's thread is about to sleep; it does so only if it then finds nothing to do. */
    void lieDown(boolean wantsNews) {
        isForNews = wantsNews;
        isParked = true;
        // Partners: the fences in wakeThread and wake.
        VarHandle.fullFence();
    }

    /** It sleeps no longer, or did not. */
    void getUp() {
        isParked = false;
    }

    /** The tailer's thread has got something to do. */
    void wakeThread() {
        // Partner: the fence in lieDown.
        VarHandle.fullFence();
        if (isParked) {
            unpark.run();
        }
    }

    /** There may be more in the log. Costs a fence and a load for each who reads when all are awake, or want nothing. */
    void wake() {
        // Partners: the fences in lieDown and in LoopSleep.arm. Either we see that somebody waits, or he sees what
        // we have published.
        VarHandle.fullFence();
        if (isForNews && isParked) {
            unpark.run();
        }
        for (final LoopSleep loop : loops) {
            loop.wake();
        }
    }
}
