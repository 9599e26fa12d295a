/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The kept files of a directory, by start position. */
final class KeptFiles {
    private KeptFiles() {}

    /** Start positions of the kept files, ascending. */
    static long[] starts(Path directory) throws IOException {
        List<Long> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, LogFormat.KEPT_PREFIX + "*")) {
            for (Path file : files) {
                long start = LogFormat.startPosition(file.getFileName().toString());
                if (start >= 0) {
                    found.add(start);
                }
            }
        }
        long[] starts = found.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(starts);
        return starts;
    }

    /** Bytes of all kept files and their indexes. */
    static long totalBytes(Path directory) throws IOException {
        long total = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, LogFormat.KEPT_PREFIX + "*")) {
            for (Path file : files) {
                total += Files.size(file);
            }
        }
        return total;
    }

    static void delete(Path directory, long start) throws IOException {
        Files.deleteIfExists(LogFormat.keptFile(directory, start));
        Files.deleteIfExists(LogFormat.indexFile(directory, start));
    }
}
