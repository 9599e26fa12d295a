/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.LogMetadata;
import org.fabtwin.core.log.RecordHandler;

/** The log in a folder, as a command's argument names it. */
final class LogFolder implements AutoCloseable {
    private static final int BATCH = 4096;

    private final Path directory;
    private final EventLogReader reader;
    private final LogMetadata metadata;
    private final PrintWriter remarks;

    private LogFolder(Path directory, EventLogReader reader, LogMetadata metadata, PrintWriter remarks) {
        this.directory = directory;
        this.reader = reader;
        this.metadata = metadata;
        this.remarks = remarks;
    }

    /** @param remarks told when records are missing. */
    static LogFolder open(Path directory, PrintWriter remarks) throws IOException {
        if (!Files.exists(directory.resolve("log.meta"))) {
            throw new CommandFailure(
                    ExitCode.IO,
                    directory + " holds no log" + (Files.isDirectory(directory) ? "" : ": there is no such folder"));
        }
        return new LogFolder(directory, EventLogReader.open(directory), LogMetadata.read(directory), remarks);
    }

    EventLogReader reader() {
        return reader;
    }

    LogMetadata metadata() {
        return metadata;
    }

    /** Hands over the records from the reader's place to the end; the handler may stop it through {@link Stop}. */
    void readAll(RecordHandler handler, Stop stop) {
        read(handler, stop, lost -> remarks.println("fab: " + lost));
    }

    /**
     * As {@link #readAll}, for handlers that need the header: where the beginning is gone it is taken from beside the log, and what is
     * said of the rest is remarked.
     *
     * @param saidOfTheRest what the command's result is then.
     */
    void readFromHeader(RecordHandler handler, Stop stop, String saidOfTheRest) throws IOException {
        if (reader.earliest() > 0) {
            LogMetadata.deliverHeader(directory, handler);
            remarks.println("fab: " + lost(0, reader.earliest()) + ": " + saidOfTheRest);
        }
        readAll(handler, stop);
    }

    /**
     * Hands over all records of a log of which none is gone.
     *
     * @param purpose what only such a log can be.
     * @throws CommandFailure when one is.
     */
    void readWhole(RecordHandler handler, String purpose) {
        final Consumer<String> refusal = lost -> {
            throw new CommandFailure(ExitCode.IO, directory + ": " + lost + "; only a whole log can be " + purpose);
        };
        if (reader.earliest() > 0) {
            refusal.accept(lost(0, reader.earliest()));
        }
        read(handler, Stop.NEVER, refusal);
    }

    private void read(RecordHandler handler, Stop stop, Consumer<String> onLost) {
        final long end = reader.tail();
        while (!stop.isWanted() && reader.position() < end) {
            final int polled = reader.poll(handler, BATCH);
            if (polled == EventLogReader.LOST) {
                onLost.accept(lost(reader.lostFrom(), reader.lostTo()));
            } else if (polled == 0) {
                return;
            }
        }
    }

    private static String lost(long from, long to) {
        return "records from position " + from + " to " + to + " are no longer kept";
    }

    /** Asked between batches of records. */
    @FunctionalInterface
    interface Stop {
        Stop NEVER = () -> false;

        boolean isWanted();
    }

    @Override
    public void close() {
        reader.close();
    }
}
