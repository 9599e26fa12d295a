/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.LogMetadata;
import org.fabtwin.core.log.RecordHandler;

/** The log in a folder, as a command's argument names it. */
final class LogFolder implements AutoCloseable {
    private static final int BATCH = 4096;

    private final EventLogReader reader;
    private final LogMetadata metadata;
    private final PrintWriter remarks;

    private LogFolder(EventLogReader reader, LogMetadata metadata, PrintWriter remarks) {
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
        return new LogFolder(EventLogReader.open(directory), LogMetadata.read(directory), remarks);
    }

    EventLogReader reader() {
        return reader;
    }

    LogMetadata metadata() {
        return metadata;
    }

    /** Hands over the records from the reader's place to the end; the handler may stop it through {@link Stop}. */
    void readAll(RecordHandler handler, Stop stop) {
        final long end = reader.tail();
        while (!stop.isWanted() && reader.position() < end) {
            final int polled = reader.poll(handler, BATCH);
            if (polled == EventLogReader.LOST) {
                remarks.println("fab: records from position " + reader.lostFrom() + " to " + reader.lostTo()
                        + " are no longer kept");
            } else if (polled == 0) {
                return;
            }
        }
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
