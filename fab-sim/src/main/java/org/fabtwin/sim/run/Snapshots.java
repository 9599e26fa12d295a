/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.fabtwin.core.log.Durability;
import org.fabtwin.core.log.LogFormat;
import org.fabtwin.core.twin.Twin;

/**
 * The snapshots beside a kept log: {@code snapshot-<position>.snap}, written whole under another name and then renamed, so that a
 * death leaves the earlier ones. The two newest stay. Single-threaded: the twin's thread, between two instants.
 */
final class Snapshots {
    /** Log bytes between two snapshots at the least: what a restart repeats in about a second. */
    static final long DEFAULT_EVERY_BYTES = 64L << 20;

    private static final int KEPT = 2;
    /** A snapshot is written when the log has grown by so many times its size: it may cost an eighth of the log's writing. */
    private static final int LOG_PER_SNAPSHOT = 8;

    private static final String TEMPORARY = "snapshot.new";

    private final Path directory;
    private final Durability durability;
    private final long everyBytes;
    private long lastPosition;
    private long duePosition;
    private IOException failure;

    /**
     * For a run whose log stands at a position.
     *
     * @param everyBytes log bytes between two snapshots; {@code Long.MAX_VALUE}: none are written.
     */
    Snapshots(Path directory, Durability durability, long everyBytes, long position) {
        this.directory = directory;
        this.durability = durability;
        this.everyBytes = everyBytes;
        this.lastPosition = position;
        this.duePosition = after(position, everyBytes);
    }

    private static long after(long position, long bytes) {
        return bytes > Long.MAX_VALUE - position ? Long.MAX_VALUE : position + bytes;
    }

    /** Files of all snapshots, the newest first. */
    static List<Path> newestFirst(Path directory) throws IOException {
        final List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "snapshot-*")) {
            for (final Path file : found) {
                if (position(file) >= 0) {
                    files.add(file);
                }
            }
        }
        files.sort(Comparator.comparingLong(Snapshots::position).reversed());
        return files;
    }

    /** Removes what a process that died had begun to write. */
    static void removeUnfinished(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(TEMPORARY));
    }

    /** Position of the log at which a snapshot was taken. */
    static long position(Path file) {
        return LogFormat.snapshotPosition(file.getFileName().toString());
    }

    /** Whether the log has grown enough since the last one. */
    boolean isDue(long logPosition) {
        return logPosition >= duePosition;
    }

    /** Whether there is anything since the last one. */
    boolean isBehind(long logPosition) {
        return logPosition > lastPosition && everyBytes != Long.MAX_VALUE;
    }

    /**
     * Writes one, and removes what is older than the last two. What goes wrong stays without consequence for the run: a restart
     * takes the one before; see {@link #takeFailure}.
     */
    void write(Twin twin, long logPosition) {
        final Path temporary = directory.resolve(TEMPORARY);
        try {
            final long bytes = writeWhole(twin, temporary);
            Files.move(temporary, LogFormat.snapshotFile(directory, logPosition), StandardCopyOption.ATOMIC_MOVE);
            lastPosition = logPosition;
            duePosition = after(
                    logPosition,
                    everyBytes == DEFAULT_EVERY_BYTES ? Math.max(everyBytes, LOG_PER_SNAPSHOT * bytes) : everyBytes);
            final List<Path> files = newestFirst(directory);
            for (final Path old : files.subList(Math.min(KEPT, files.size()), files.size())) {
                Files.deleteIfExists(old);
            }
        } catch (IOException e) {
            failure = e;
            duePosition = after(logPosition, everyBytes);
            deleteQuietly(temporary);
        }
    }

    private long writeWhole(Twin twin, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            twin.snapshot(channel);
            if (durability != Durability.NONE) {
                channel.force(true);
            }
            return channel.size();
        }
    }

    private void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Why a snapshot could not be written, once; null if none failed since this was last asked. */
    IOException takeFailure() {
        final IOException taken = failure;
        failure = null;
        return taken;
    }
}
