/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Makes and removes the folders that logs lie in. */
final class LogDirectory {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final String PREFIX = "fabtwin-";
    private static final long SHARED_MEMORY_NEEDED =
            2L * EventLogConfig.DEFAULT_SEGMENT_COUNT * LogFormat.SEGMENT_BYTES;

    private LogDirectory() {}

    static Path createKept(Path directory) throws IOException {
        if (LogMeta.isIn(directory)) {
            throw new IOException("there is a log in " + directory + " already");
        }
        return Files.createDirectories(directory);
    }

    /**
     * A new temporary folder: in shared memory where there is plenty, since a disk's write-back makes pages read-only
     * again and each first write to one then costs a page fault. Removes folders whose process was killed.
     */
    static Path createTemporary() throws IOException {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        if (Files.isWritable(SHARED_MEMORY)
                && Files.getFileStore(SHARED_MEMORY).getUsableSpace() >= SHARED_MEMORY_NEEDED) {
            parent = SHARED_MEMORY;
        }
        removeOrphans(parent);
        return Files.createTempDirectory(parent, PREFIX);
    }

    /** A live log has an owner. */
    private static void removeOrphans(Path parent) throws IOException {
        try (DirectoryStream<Path> candidates = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path candidate : candidates) {
                if (LogMeta.isIn(candidate)) {
                    try {
                        LogMeta.openAsOwner(candidate).close();
                        delete(candidate);
                    } catch (IOException e) {
                        // Alive, or someone else's: not ours to remove.
                        continue;
                    }
                }
            }
        }
    }

    /** Moves all files of a closed epoch into its own folder. */
    static void archiveEpoch(Path directory, int epoch) throws IOException {
        Path archive = Files.createDirectories(directory.resolve(LogFormat.EPOCH_DIRECTORY + epoch));
        // The meta file goes last: until then the move can be done again.
        for (String pattern : new String[] {
            LogFormat.KEPT_PREFIX + "*",
            LogFormat.SNAPSHOT_PREFIX + "*",
            LogFormat.HEADER,
            LogFormat.JOURNAL,
            LogFormat.META
        }) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, pattern)) {
                for (Path file : files) {
                    Files.move(file, archive.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
    }

    static void delete(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            return;
        }
        try {
            Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException e) {
            // Another process, looking for orphans, has put its lock there since: it removes what it finds, or the next
            // one does.
            return;
        }
    }
}
