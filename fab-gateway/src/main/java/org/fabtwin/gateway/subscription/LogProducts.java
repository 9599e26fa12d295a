/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.subscription;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.sim.event.HeaderLine;
import org.fabtwin.sim.event.SerialProducts;

/**
 * The products of all lots and wafers of a log, for filters by product, wherever in the log they read. One for all of them:
 * read from the log's beginning on, when the first asks, then as the log grows. Any thread.
 */
final class LogProducts implements AutoCloseable {
    /** Between two looks at whether it has been closed; some milliseconds. */
    private static final int RECORDS_AT_ONCE = 100_000;

    private final Path directory;
    private final SerialProducts products;
    private EventLogReader reader;
    private volatile long position;
    private volatile boolean isClosed;

    LogProducts(Path directory, HeaderLine line) {
        this.directory = directory;
        this.products = new SerialProducts(line);
    }

    /** Up to where it has read. */
    long position() {
        return position;
    }

    /**
     * What was learnt, at least up to a position below the log's tail; reads on where needed, which takes as long as the log is far.
     * What it returns may be asked for serials of records below that position by the caller's thread.
     *
     * @throws IllegalStateException when it is closed, also meanwhile.
     */
    synchronized SerialProducts upTo(long limit) {
        if (position < limit) {
            throwIfClosed();
            if (reader == null) {
                reader = open();
            }
            while (reader.position() < limit && reader.poll(products, RECORDS_AT_ONCE, limit) != 0) {
                // On, also where records are no longer kept.
                throwIfClosed();
            }
            position = reader.position();
        }
        return products;
    }

    private EventLogReader open() {
        try {
            return EventLogReader.open(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void throwIfClosed() {
        if (isClosed) {
            throw new IllegalStateException("the log is read no more");
        }
    }

    /** Ends a reading on another thread, too, and waits for that. */
    @Override
    public void close() {
        isClosed = true;
        synchronized (this) {
            if (reader != null) {
                reader.close();
                reader = null;
            }
        }
    }
}
