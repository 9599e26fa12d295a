/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Notices Ctrl-C and termination signals while a command works, and holds the end of the process up until the command has
 * brought its files in order and printed what it has. {@link #isWanted} is for any thread.
 */
public final class StopSignal implements AutoCloseable {
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::onShutdown, "fab-stop");
    private volatile boolean wanted;

    /** Whether a signal is ending the process: its exit code is the signal's. */
    private static volatile boolean processEnds;

    private StopSignal() {}

    /**
     * Whether a signal that a command listened to is ending the process. Then {@code main} only returns: {@code System.exit} could
     * overtake the JVM's own end, whose exit code says which signal it was.
     */
    static boolean endsProcess() {
        return processEnds;
    }

    public static StopSignal listen() {
        final StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    private void onShutdown() {
        wanted = true;
        processEnds = true;
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public boolean isWanted() {
        return wanted;
    }

    /** The command is done and has flushed its output: the process may end. */
    @Override
    public void close() {
        done.countDown();
        if (!wanted) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The signal came just now; the hook returns at once.
                wanted = true;
            }
        }
    }
}
