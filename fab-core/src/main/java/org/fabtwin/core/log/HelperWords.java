/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the log's writer and its helper tell each other within the process; what readers see, too, is {@link LogMeta}'s. The
 * writer may set {@link #wish} and {@link #close}, the helper everything else; each looks at all of it.
 *
 * <p>{@code preparedTo} is released after a block was filled; partner: {@link #preparedAcquire}, on the writer's thread. All
 * others are volatile: the helper answers a wish by {@link #pause}, {@link #stick} or {@link #fail}, and what it answers
 * after it has seen the wish stays, for the writer takes old answers back before it wishes.
 */
final class HelperWords {
    private final AtomicLong preparedTo;
    private volatile long flushTo;
    private volatile boolean closing;
    private volatile boolean paused;
    /** Nothing can be dropped until the writer goes on to another segment. */
    private volatile boolean stuck;

    private volatile LogStoppedException failure;

    HelperWords(long preparedTo) {
        this.preparedTo = new AtomicLong(preparedTo);
    }

    /** All below has its place on the disk. Writer's thread. */
    long preparedAcquire() {
        return preparedTo.getAcquire();
    }

    /** Helper only. */
    long prepared() {
        return preparedTo.get();
    }

    /** Helper only, after it has filled what lies below. Acquire partner: {@link #preparedAcquire}. */
    void preparedRelease(long position) {
        preparedTo.setRelease(position);
    }

    /** Wants all below {@code end}, which is published, to be kept. Gives a helper without room one more try. Writer only. */
    void wish(long end) {
        paused = false;
        stuck = false;
        flushTo = end;
    }

    /** Whether the writer wants more than is kept. */
    boolean isWished(long kept) {
        return flushTo > kept;
    }

    /** Whether the helper can't do what is wished. */
    boolean isInVain() {
        return failure != null || paused || stuck;
    }

    boolean isPaused() {
        return paused;
    }

    /** There is no room: the helper retries at its own pace. Helper only. */
    void pause() {
        paused = true;
    }

    /** There is no room until the writer goes on to another segment. Helper only. */
    void stick() {
        stuck = true;
    }

    /** There is room (again). Helper only. */
    void goOn() {
        paused = false;
        stuck = false;
    }

    /** What stopped the helper for good; null. */
    LogStoppedException failure() {
        return failure;
    }

    /** Nothing more will be done. Helper only. */
    void fail(LogStoppedException cause) {
        failure = cause;
    }

    boolean isClosing() {
        return closing;
    }

    /** The helper is to end; the caller wakes it then. Writer only. */
    void close() {
        closing = true;
    }
}
