/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.subscription;

import java.lang.invoke.VarHandle;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether an event loop waits for the log's news, is to look for them, or neither. However often it is woken, one look at most is
 * due. {@link #wake} is for any thread, by way of {@link Sleepers#wake}; everything else for the loop.
 */
final class LoopSleep {
    private static final int IDLE = 0;
    private static final int ARMED = 1;
    private static final int LOOK_IS_DUE = 2;

    private final Executor loop;
    private final Runnable look;
    private final AtomicInteger state = new AtomicInteger(IDLE);
    private volatile long wokenNs;

    LoopSleep(Executor loop, Runnable look) {
        this.loop = loop;
        this.look = look;
    }

    /** There may be news: the loop looks, if it waits for some. After the fence in {@link Sleepers#wake}. */
    void wake() {
        if (state.get() == ARMED && state.compareAndSet(ARMED, LOOK_IS_DUE)) {
            wokenNs = System.nanoTime();
            loop.execute(look);
        }
    }

    /** Wants to be woken from now on, and looks next whether there are news already; false: it is to be woken, or to look, anyhow. */
    boolean arm() {
        if (!state.compareAndSet(IDLE, ARMED)) {
            return false;
        }
        // Partner: the fence in Sleepers.wake.
        VarHandle.fullFence();
        return true;
    }

    /** There were news when it had armed; true when nobody has woken it meanwhile and the caller should arrange a look. */
    boolean disarm() {
        if (!state.compareAndSet(ARMED, LOOK_IS_DUE)) {
            return false;
        }
        wokenNs = System.nanoTime();
        return true;
    }

    /** There are news, whether it is armed or not; true when no look is due yet and the caller should arrange one. */
    boolean wantLook() {
        if (state.getAndSet(LOOK_IS_DUE) == LOOK_IS_DUE) {
            return false;
        }
        wokenNs = System.nanoTime();
        return true;
    }

    /** Begins the look that was due; returns when it became so (System.nanoTime). */
    long beginLook() {
        // Before the loop can be woken again.
        final long ns = wokenNs;
        state.set(IDLE);
        return ns;
    }
}
