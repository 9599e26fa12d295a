/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.fabtwin.core.log.Durability;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.OnFull;
import org.fabtwin.sim.run.LineRun;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options that say whether and how a run keeps its event log. */
public final class LogOptions {
    @Option(
            names = "--log",
            paramLabel = "DIR",
            description = "Keep the event log in this folder. A log of the same run in it is continued. "
                    + "Default: a ring in a temporary folder that goes with the run.")
    private Path directory;

    @Option(
            names = "--log-keep",
            paramLabel = "BYTES|TIME",
            split = ",",
            converter = LogKeep.Converter.class,
            description =
                    "Keep no more than so many bytes (500000000, 20 GB, 64GiB; at least 128 MiB), or drop what is older than a "
                            + "simulated time (12 h, 30 d), in pieces of 64 MiB, the last two always kept; or both: '20 GB,30 d'. A time works "
                            + "without --log too. Default: no limit.")
    private List<LogKeep> keep = List.of();

    @Option(
            names = "--on-full",
            paramLabel = "POLICY",
            converter = OnFullConverter.class,
            description = "When the disk is full or --log-keep is reached: stop (default), drop-oldest or pause.")
    private OnFull onFull;

    @Option(
            names = "--durability",
            paramLabel = "LEVEL",
            converter = DurabilityConverter.class,
            description = "What is synced to the disk: none, journal (default) or all.")
    private Durability durability;

    @Option(
            names = "--snapshot-every",
            paramLabel = "BYTES",
            converter = ByteCount.Converter.class,
            description =
                    "Log bytes between two snapshots of the line in the log's folder, from which a restart goes on. "
                            + "Default: 64 MiB, or eight times the size of a snapshot if that is more.")
    private ByteCount snapshotEvery;

    /** Reads {@code --on-full}. */
    public static final class OnFullConverter implements ITypeConverter<OnFull> {
        @Override
        public OnFull convert(String text) {
            return switch (text) {
                case "stop" -> OnFull.STOP;
                case "drop-oldest" -> OnFull.DROP_OLDEST;
                case "pause" -> OnFull.PAUSE;
                default ->
                    throw new TypeConversionException("expected stop, drop-oldest or pause, found '" + text + "'");
            };
        }
    }

    /** Reads {@code --durability}. */
    public static final class DurabilityConverter implements ITypeConverter<Durability> {
        @Override
        public Durability convert(String text) {
            return switch (text) {
                case "none" -> Durability.NONE;
                case "journal" -> Durability.JOURNAL;
                case "all" -> Durability.ALL;
                default -> throw new TypeConversionException("expected none, journal or all, found '" + text + "'");
            };
        }
    }

    /** What the options say. */
    public EventLogConfig config() {
        final ByteCount keepBytes = only(LogKeep::bytes);
        final SimulatedTime keepTime = only(LogKeep::time);
        if (directory == null && (keepBytes != null || onFull != null || durability != null || snapshotEvery != null)) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--log-keep BYTES, --on-full, --durability and --snapshot-every need --log DIR");
        }
        if (directory != null && directory.toString().isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "--log: expected a folder, found ''");
        }
        EventLogConfig config = directory == null ? EventLogConfig.ringOnly() : EventLogConfig.keptIn(directory);
        try {
            if (keepBytes != null) {
                config = config.withKeepBytes(keepBytes.bytes());
            }
            if (keepTime != null) {
                config = config.withKeepUs(keepTime.us());
            }
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "--log-keep: " + e.getMessage(), e);
        }
        if (onFull != null) {
            config = config.withOnFull(onFull);
        }
        return durability == null ? config : config.withDurability(durability);
    }

    /** What {@code --log-keep} says of one kind; null: nothing. */
    private <T> T only(Function<LogKeep, T> kind) {
        final List<T> said = keep.stream().map(kind).filter(Objects::nonNull).toList();
        if (said.size() > 1) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--log-keep: expected one number of bytes and one time at most, found " + said.size());
        }
        return said.isEmpty() ? null : said.get(0);
    }

    /** See {@code --snapshot-every}. */
    public long snapshotEveryBytes() {
        return snapshotEvery == null ? LineRun.DEFAULT_SNAPSHOT_BYTES : Math.max(1, snapshotEvery.bytes());
    }

    /** Compares the log's predicted size with the free space: an error where the run would stop, else a remark. */
    void checkRoom(EventLogConfig config, long predictedBytes, PrintWriter remarks) throws IOException {
        final long missing = config.missingBytes(predictedBytes);
        if (missing == 0) {
            return;
        }
        final String message = "the log will have about " + ByteCount.text(predictedBytes) + "; the disk of "
                + directory + " is short of " + ByteCount.text(missing);
        if (config.onFull() == OnFull.STOP) {
            throw new CommandFailure(
                    ExitCode.IO,
                    message + "; use --log-keep, --on-full drop-oldest or another folder, or less --detail");
        }
        remarks.println("fab: " + message);
    }
}
