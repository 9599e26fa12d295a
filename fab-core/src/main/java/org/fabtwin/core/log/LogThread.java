/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Does for the log's writer what may block or fail: gives blocks of the ring their place on the disk before the writer
 * enters them, and copies published bytes to kept files. A thread of its own, or the writer's when it waits.
 *
 * <p>Writer and helper talk by {@link HelperWords}; the writer's progress comes through {@link LogMeta}'s horizon and tail.
 */
final class LogThread implements Runnable {
    private static final int AHEAD_BLOCKS = 16;
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long WAIT_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final int SPINS = 200;

    private final EventLogConfig config;
    private final RingFiles ring;
    private final LogMeta meta;
    private final LogKeeper keeper;
    /** Null: records are kept however old they are. */
    private final TimeRetention retention;

    private final int blockBytes;
    private final long firstLapEnd;
    private final HelperWords words;
    private final Thread thread;
    private long touchedTo;

    LogThread(
            EventLogConfig config, RingFiles ring, LogMeta meta, LogKeeper keeper, long segmentStart, int blockBytes) {
        this.config = config;
        this.ring = ring;
        this.meta = meta;
        this.keeper = keeper;
        this.retention = config.keepUs() == Long.MAX_VALUE ? null : new TimeRetention(config, ring, meta, keeper);
        this.blockBytes = blockBytes;
        this.firstLapEnd = segmentStart + ring.capacity();
        this.words = new HelperWords(segmentStart);
        this.touchedTo = firstLapEnd;
        this.thread = config.helperThread() ? new Thread(this, "fabtwin-log") : null;
        if (thread != null) {
            thread.setDaemon(true);
        }
    }

    void start() throws IOException {
        fillNextBlock();
        if (thread != null) {
            thread.start();
        }
    }

    private void fillNextBlock() throws IOException {
        long block = words.prepared();
        ring.fillWithZeros(block, blockBytes);
        words.preparedRelease(block + blockBytes);
    }

    /** Position up to which the writer may write now. Writer's thread. */
    private long writeLimit() {
        long prepared = words.preparedAcquire();
        long written = prepared < firstLapEnd ? prepared : Long.MAX_VALUE;
        return keeper == null ? written : Math.min(written, meta.keptAcquire() + ring.capacity());
    }

    /** Waits until the writer may write up to {@code end}; returns how far it may. Writer's thread. */
    long awaitWritable(long end) {
        long limit = writeLimit();
        for (int tries = 0; limit < end; tries++) {
            LogStoppedException failure = words.failure();
            if (failure != null) {
                throw new LogStoppedException(failure.getMessage(), failure);
            }
            waitForHelper(tries);
            limit = writeLimit();
        }
        return limit;
    }

    private void waitForHelper(int tries) {
        if (thread == null) {
            if (doWork(true) == 0 && words.isPaused()) {
                LockSupport.parkNanos(this, IDLE_NANOS);
            }
        } else if (tries < SPINS) {
            Thread.onSpinWait();
        } else if (words.isPaused()) {
            // The helper retries at its own pace.
            LockSupport.parkNanos(this, IDLE_NANOS);
        } else {
            signal();
            LockSupport.parkNanos(this, WAIT_NANOS);
        }
    }

    /** There is something to do: the writer has entered a block. */
    void signal() {
        if (thread != null) {
            LockSupport.unpark(thread);
        } else if (keeper != null || retention != null) {
            doWork(false);
        }
    }

    boolean isPaused() {
        return words.isPaused();
    }

    LogStoppedException failure() {
        return words.failure();
    }

    /** Returns when all that is published now is kept; false if it can't be. Writer's thread. */
    boolean flush() {
        if (keeper == null) {
            return true;
        }
        long end = meta.tailAcquire();
        words.wish(end);
        for (int tries = 0; meta.keptAcquire() < end; tries++) {
            if (words.isInVain()) {
                return false;
            }
            if (thread == null) {
                doWork(true);
            } else {
                signal();
                waitForHelper(tries);
            }
        }
        return true;
    }

    @Override
    public void run() {
        boolean idle = false;
        while (!words.isClosing()) {
            if (doWork(idle || words.isWished(meta.keptAcquire())) > 0 && !words.isPaused()) {
                idle = false;
            } else {
                if (keeper == null) {
                    LockSupport.park(this);
                } else {
                    LockSupport.parkNanos(this, IDLE_NANOS);
                }
                idle = true;
            }
        }
    }

    private int doWork(boolean evenLittle) {
        if (words.failure() != null) {
            return 0;
        }
        int work = 0;
        try {
            work += prepare();
            if (keeper != null) {
                work += keeper.keep(evenLittle);
            }
            if (retention != null) {
                retention.expire();
            }
            words.goOn();
        } catch (IOException e) {
            work += makeRoom(e);
        } catch (RuntimeException | Error e) {
            failed(e);
            throw e;
        }
        return work;
    }

    /** What has become too old meanwhile makes room, whatever is to be done when there is none. */
    private int makeRoom(IOException cause) {
        try {
            return hasExpired(cause) ? 1 : onFull(cause);
        } catch (RuntimeException | Error e) {
            failed(e);
            throw e;
        }
    }

    private void failed(Throwable cause) {
        words.fail(new LogStoppedException("the log's helper failed: " + cause, cause));
    }

    /** No room matters once the writer is in the last block that has its place. */
    private int tryToFillNextBlock() throws IOException {
        try {
            fillNextBlock();
            return 1;
        } catch (IOException e) {
            if (isOutOfBlocks()) {
                throw e;
            }
            return 0;
        }
    }

    private boolean isOutOfBlocks() {
        long prepared = words.prepared();
        return prepared < firstLapEnd && meta.horizonAcquire() >= prepared;
    }

    private int prepare() throws IOException {
        long wanted = meta.horizonAcquire() + (long) AHEAD_BLOCKS * blockBytes;
        long prepared = words.prepared();
        if (prepared < firstLapEnd) {
            return prepared < wanted ? tryToFillNextBlock() : 0;
        } else if (ring.needsTouching()) {
            touchedTo = Math.max(touchedTo, meta.horizonAcquire());
            if (touchedTo < wanted) {
                ring.touchPages(touchedTo, (int) (blockBytes - (touchedTo & blockBytes - 1)));
                touchedTo = (touchedTo | blockBytes - 1) + 1;
                return 1;
            }
        }
        return 0;
    }

    private boolean hasExpired(IOException cause) {
        try {
            return retention != null && retention.expire();
        } catch (IOException e) {
            cause.addSuppressed(e);
            return false;
        }
    }

    /** Applies the policy; returns 1 if it is worth trying again at once. */
    private int onFull(IOException cause) {
        if (keeper != null && config.onFull() == OnFull.PAUSE) {
            words.pause();
            return 0;
        }
        if (keeper != null && config.onFull() == OnFull.DROP_OLDEST && keeper.isFull(cause)) {
            try {
                if (keeper.drop()) {
                    return 1;
                }
                if (!isOutOfBlocks()) {
                    words.stick();
                    return 0;
                }
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
        words.fail(
                new LogStoppedException("the log in " + config.directory() + " stopped: " + cause.getMessage(), cause));
        return 0;
    }

    /** Keeps what is left and ends. True if all is kept; {@code hash} is the log's. */
    boolean close(int hash) {
        boolean complete = flush();
        words.close();
        if (thread != null) {
            LockSupport.unpark(thread);
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (keeper != null) {
            keeper.close(complete, hash);
        }
        return complete;
    }
}
