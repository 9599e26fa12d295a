/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Threads that run replications, each its own twins, nothing shared; the results come out in the order in which they were asked
 * for, whichever ends first. So what is made of them does not depend on the number of threads.
 */
final class ReplicationPool implements AutoCloseable {
    /** Runs that may be ahead of the oldest one that has not ended, per thread. */
    private static final int AHEAD = 4;

    private final int ahead;
    private final ExecutorService threads;
    private final ThreadLocal<ReplicationRunner> runners;
    private volatile boolean closing;

    /** A run to do. */
    record Order(Point point, int number, int batches) {}

    ReplicationPool(int threadCount, BooleanSupplier isStopped) {
        ahead = AHEAD * threadCount;
        threads = Executors.newFixedThreadPool(threadCount, task -> {
            final Thread thread = new Thread(task, "fab-replication");
            thread.setDaemon(true);
            return thread;
        });
        runners = ThreadLocal.withInitial(() -> new ReplicationRunner(() -> closing || isStopped.getAsBoolean()));
    }

    /**
     * Runs orders and hands the results over, in their order, on the caller's thread, until the receiver returns false, the orders
     * end, or a run was stopped. Runs that are ahead by then are given up.
     */
    void run(Iterator<Order> orders, Predicate<Replication> receiver) throws InterruptedException {
        final Deque<Future<Replication>> pending = new ArrayDeque<>();
        try {
            while (true) {
                while (pending.size() < ahead && orders.hasNext()) {
                    final Order order = orders.next();
                    pending.add(
                            threads.submit(() -> runners.get().run(order.point(), order.number(), order.batches())));
                }
                final Replication result = pending.isEmpty() ? null : resultOf(pending.remove());
                if (result == null || !receiver.test(result)) {
                    return;
                }
            }
        } finally {
            pending.forEach(future -> future.cancel(false));
        }
    }

    private static Replication resultOf(Future<Replication> future) throws InterruptedException {
        try {
            return future.get();
        } catch (CancellationException e) {
            return null;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        closing = true;
        threads.shutdownNow();
    }
}
