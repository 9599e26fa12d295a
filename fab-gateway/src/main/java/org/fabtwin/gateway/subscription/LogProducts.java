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
    private final Path directory;
    private final SerialProducts products;
    private EventLogReader reader;
    private volatile long position;

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
     */
    synchronized SerialProducts upTo(long limit) {
        if (position < limit) {
            if (reader == null) {
                reader = open();
            }
            while (reader.position() < limit && reader.poll(products, Integer.MAX_VALUE, limit) != 0) {
                // On, also where records are no longer kept.
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

    @Override
    public synchronized void close() {
        if (reader != null) {
            reader.close();
        }
    }
}
