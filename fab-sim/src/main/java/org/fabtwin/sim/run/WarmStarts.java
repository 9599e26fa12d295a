/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;
import org.fabtwin.core.event.EventDetail;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.log.LogMetadata;
import org.fabtwin.core.twin.Twin;
import org.fabtwin.sim.scenario.Scenario;

/**
 * Snapshots of lines in their steady state, made on first use and kept in a folder of the user: an empty line is run for the
 * scenario's {@code line.warmStart}, under a seed of its own. A line that differs in anything (a parameter too), another detail of the log and
 * another version of the program have another snapshot.
 */
public final class WarmStarts {
    private static final long SEED = 20260101;
    private static final int RECORDS_AT_ONCE = 65_536;

    private final Path folder;
    private final String codeVersion;

    /** @param codeVersion version of the program. */
    public WarmStarts(Path folder, String codeVersion) {
        this.folder = folder;
        this.codeVersion = codeVersion;
    }

    /** The folder that the system property {@code fab.cache} names (the launcher: FAB_CACHE), else the user's cache folder. */
    public static Path userFolder() {
        final String named = System.getProperty("fab.cache", "");
        return named.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache", "fabtwin") : Path.of(named);
    }

    /** The file of a scenario's snapshot, which may not be there yet. */
    public Path file(Scenario scenario, Line line) {
        final MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        final String key = String.join(
                "\n",
                codeVersion,
                Integer.toString(line.eventDetail()),
                Long.toString(scenario.warmStartUs()),
                lineAlone(scenario.text()));
        digest.update(key.getBytes(StandardCharsets.UTF_8));
        final String hex = HexFormat.of().formatHex(digest.digest(), 0, 8);
        return folder.resolve("warm-" + scenario.name().replaceAll("[^A-Za-z0-9._-]", "_") + "-" + hex + ".snap");
    }

    /** The scenario without what only its run depends on, and without where its figures come from. */
    private static String lineAlone(String text) {
        final StringBuilder alone = new StringBuilder();
        boolean isInLine = false;
        for (final String row : text.split("\n")) {
            isInLine = row.startsWith(" ") ? isInLine : row.startsWith("line:");
            final boolean isOfRun = isInLine && row.matches("  (days|warmup|seed|eventDetail|description):.*")
                    || row.matches(" +mark:.*");
            if (!isOfRun) {
                alone.append(row).append('\n');
            }
        }
        return alone.toString();
    }

    /**
     * Runs the empty line for its time and writes the file.
     *
     * @param progress told the simulated time now and then.
     */
    public WarmStart make(Scenario scenario, Line line, LongConsumer progress) throws IOException {
        final Path file = file(scenario, line);
        Files.createDirectories(folder);
        final Path unfinished = Files.createTempFile(folder, "warm", ".new");
        try (EventLog log = EventLog.create(EventLogConfig.ringOnly())) {
            new LogMetadata(
                            0,
                            0,
                            0,
                            scenario.name(),
                            codeVersion,
                            "",
                            SEED,
                            0,
                            EventDetail.get((short) line.eventDetail()),
                            scenario.name(),
                            line.toJson(),
                            scenario.text())
                    .writeTo(log);
            final Twin twin = new Twin(line, SEED, 0, log, new EventWriter(log), null);
            twin.start();
            while (!twin.advance(scenario.warmStartUs(), RECORDS_AT_ONCE)) {
                progress.accept(twin.nowUs());
            }
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                twin.snapshot(channel);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        return WarmStart.of(file);
    }
}
