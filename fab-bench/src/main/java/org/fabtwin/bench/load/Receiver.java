/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** The thread that reads all subscribers of a load. {@link #lowest} and {@link #total} are for any thread. */
final class Receiver implements AutoCloseable {
    private final List<Subscriber> subscribers = new ArrayList<>();
    private final Selector selector = Selector.open();
    private final Histogram latencies;
    private final Thread thread = new Thread(this::run, "load-receiver");
    private volatile long lowest;
    private volatile long total;
    private volatile boolean isStopped;
    private volatile String failure;

    /** @param latencies null: nothing is timed. */
    Receiver(Histogram latencies) throws IOException {
        this.latencies = latencies;
    }

    /** Adds a subscriber before {@link #start}. */
    void add(Subscriber subscriber) throws IOException {
        subscriber.socket().configureBlocking(false);
        subscriber.socket().register(selector, SelectionKey.OP_READ, subscriber);
        subscribers.add(subscriber);
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        final ByteBuffer buffer = Subscriber.newBuffer();
        try {
            while (!isStopped) {
                selector.select(key -> read((Subscriber) key.attachment(), buffer), 20);
                long least = Long.MAX_VALUE;
                long sum = 0;
                for (final Subscriber subscriber : subscribers) {
                    least = Math.min(least, subscriber.events());
                    sum += subscriber.events();
                }
                lowest = least;
                total = sum;
            }
        } catch (IOException | RuntimeException e) {
            failure = e.toString();
        }
    }

    private void read(Subscriber subscriber, ByteBuffer buffer) {
        try {
            if (!subscriber.read(buffer, latencies)) {
                throw new IllegalStateException("a stream ended after " + subscriber.events() + " events");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Events that every subscriber has. */
    long lowest() {
        return lowest;
    }

    /** Events of all together. */
    long total() {
        return total;
    }

    /** Waits until every subscriber has so many events. */
    void await(long events, long timeoutS) throws IOException {
        final long untilNs = System.nanoTime() + timeoutS * 1_000_000_000L;
        while (lowest < events) {
            if (failure != null) {
                throw new IOException(failure);
            }
            if (System.nanoTime() > untilNs) {
                throw new IOException(
                        "a subscriber has " + lowest + " of " + events + " events after " + timeoutS + " s");
            }
            java.util.concurrent.locks.LockSupport.parkNanos(200_000);
        }
    }

    @Override
    public void close() throws IOException {
        isStopped = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (final Subscriber subscriber : subscribers) {
            subscriber.socket().close();
        }
        selector.close();
    }
}
