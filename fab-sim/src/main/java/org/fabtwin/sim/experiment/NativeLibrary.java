/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * DuckDB's driver unpacks its library (60 MB) into a temporary file at each start and deletes it when the process ends in order; one
 * that is killed would leave it there. Linux needs the file no longer once it is loaded.
 */
final class NativeLibrary {
    private static final Path MAPPINGS = Path.of("/proc/self/maps");
    private static final String NAME = "libduckdb_java";

    private static boolean isDeleted;

    private NativeLibrary() {}

    /** Deletes the file that this process has loaded; elsewhere than on Linux nothing happens. */
    static synchronized void deleteUnpacked() {
        if (isDeleted || !Files.isReadable(MAPPINGS)) {
            return;
        }
        isDeleted = true;
        final String folder = System.getProperty("java.io.tmpdir");
        try {
            final Set<String> files = new LinkedHashSet<>();
            for (final String mapping : Files.readAllLines(MAPPINGS, StandardCharsets.UTF_8)) {
                final int path = mapping.indexOf('/');
                if (path >= 0 && mapping.contains(NAME) && mapping.startsWith(folder, path)) {
                    files.add(mapping.substring(path));
                }
            }
            for (final String file : files) {
                Files.deleteIfExists(Path.of(file));
            }
        } catch (IOException | InvalidPathException e) {
            // It stays until the process ends in order, as everywhere else.
            isDeleted = true;
        }
    }
}
