/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.fabtwin.core.twin.SnapshotHeader;
import org.fabtwin.core.twin.Twin;

/**
 * The snapshot of a working line that a run starts from.
 *
 * @param file that holds it.
 * @param startUs simulated time of it: where the run begins.
 * @param hash SHA-256 of its bytes, the first 16 hexadecimal digits: what the log's first record names.
 */
public record WarmStart(Path file, long startUs, String hash) {
    /** Name of the copy beside a kept log, from which the run can be repeated. */
    private static final String COPY = "start.snap";

    /**
     * Reads what a snapshot's header says.
     *
     * @throws IOException if it is none.
     */
    public static WarmStart of(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            final long startUs = SnapshotHeader.readFrom(channel).timeUs();
            return new WarmStart(file, startUs, hash(Files.readAllBytes(file)));
        }
    }

    /** No CRC: a snapshot ends with its own, and with that all have the same. */
    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, Long.BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The snapshot beside a log.
     *
     * @param hash that the log names.
     * @throws IOException if it is not there, or another.
     */
    static WarmStart beside(Path directory, String hash) throws IOException {
        final Path file = directory.resolve(COPY);
        if (!Files.exists(file)) {
            throw new IOException("the run in " + directory + " started from a snapshot, " + file + " is missing");
        }
        final WarmStart start = of(file);
        if (!start.hash.equals(hash)) {
            throw new IOException(file + " has the hash " + start.hash + ", the run started from " + hash);
        }
        return start;
    }

    /** Puts a copy beside a log. */
    void copyTo(Path directory) throws IOException {
        final Path copy = directory.resolve(COPY);
        if (!Files.exists(copy) || !Files.isSameFile(copy, file)) {
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Puts a twin that has not started into the snapshot's state. */
    void start(Twin twin) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            twin.startFrom(SnapshotHeader.readFrom(channel), channel);
        }
    }
}
