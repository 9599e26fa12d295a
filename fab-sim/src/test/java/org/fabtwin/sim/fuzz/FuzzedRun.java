/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.fabtwin.core.event.CommandKind;
import org.fabtwin.core.event.EventDetail;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.log.LogMetadata;
import org.fabtwin.core.twin.Command;
import org.fabtwin.core.twin.SnapshotHeader;
import org.fabtwin.core.twin.Twin;
import org.fabtwin.fold.FoldedTwin;
import org.fabtwin.sim.check.Checks;
import org.fabtwin.sim.check.LogCheck;

/**
 * One seed: a random fab with its own stops and random commands, under the log's checks (safety); then all tools up, all holds
 * released, no releases: everything has to leave (liveness).
 */
final class FuzzedRun {
    private static final long HOUR_US = 3_600_000_000L;
    private static final int HOURS_BEFORE = 30;
    private static final int HOURS_OF_FAULTS = 120;
    private static final int HOURS_TO_END = 24 * 120;

    private final long seed;
    private final SplittableRandom random;
    private final Line line;
    private final Checks checks = new Checks();
    private final boolean isFolded;
    private long startUs;
    private int hash;
    private Twin twin;
    private EventLogReader reader;

    private FuzzedRun(final long seed, final boolean isFolded) {
        this.seed = seed;
        this.isFolded = isFolded;
        this.random = new SplittableRandom(seed ^ 0x5eedL);
        this.line = LineCompiler.compile(RandomFab.of(seed));
    }

    /** Runs a seed; the report of what is wrong, null when nothing is. */
    static String run(final long seed) throws IOException {
        return new FuzzedRun(seed, false).run();
    }

    /** Hash of the log of a seed, whatever else it shows. */
    static int hash(final long seed, final boolean isFolded) throws IOException {
        final FuzzedRun run = new FuzzedRun(seed, isFolded);
        run.run();
        return run.hash;
    }

    private String run() throws IOException {
        try (EventLog log = EventLog.create(EventLogConfig.ringOnly()
                .withSegmentBytes(1 << 20)
                .withSegmentCount(4)
                .withHelperThread(false))) {
            startUs = random.nextInt(4) == 0 ? HOURS_BEFORE * HOUR_US : 0;
            new LogMetadata(
                            0,
                            startUs,
                            0,
                            line.name(),
                            "fuzz",
                            "",
                            seed,
                            0,
                            EventDetail.get((short) line.eventDetail()),
                            line.name(),
                            line.toJson(),
                            "")
                    .writeTo(log);
            twin = new Twin(line, seed, 0, log, new EventWriter(log), null);
            if (isFolded) {
                FoldedTwin.fold(twin);
            }
            reader = log.inlineReader();
            if (startUs == 0) {
                twin.start();
            } else {
                startWarm();
            }
            for (int hour = 1; hour <= HOURS_OF_FAULTS; hour++) {
                while (random.nextInt(3) == 0) {
                    offerRandom(startUs + (hour - 1) * HOUR_US);
                }
                runTo(startUs + hour * HOUR_US);
            }
            final String stuck = finish();
            hash = log.hash();
            checks.end(hash);
            return checks.isPassed() ? stuck : findings();
        }
    }

    /** From the state that the fab has reached under another seed. */
    private void startWarm() throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (EventLog log = EventLog.create(EventLogConfig.ringOnly()
                .withSegmentBytes(1 << 20)
                .withSegmentCount(4)
                .withHelperThread(false))) {
            final Twin before = new Twin(line, seed + 1, 0, log, new EventWriter(log), null);
            before.start();
            while (!before.advance(startUs, 1024)) {
                // Nobody reads this log.
            }
            before.snapshot(Channels.newChannel(bytes));
        }
        final ReadableByteChannel channel = Channels.newChannel(new ByteArrayInputStream(bytes.toByteArray()));
        twin.startFrom(SnapshotHeader.readFrom(channel), channel);
    }

    private void runTo(final long untilUs) {
        boolean isDone = false;
        while (!isDone) {
            isDone = twin.advance(untilUs, 1024);
            while (reader.poll(checks, 10_000) > 0) {
                // All that there is.
            }
        }
    }

    private void offerRandom(final long fromUs) {
        final CommandKind kind = CommandKind.values()[random.nextInt(CommandKind.values().length - 1)];
        final int serial = random.nextInt(60);
        final Command command =
                switch (kind) {
                    case SET_PARAMETER -> setParameter();
                    case TOOL_DOWN, TOOL_UP ->
                        Command.of(kind, random.nextInt(line.toolGroups().toolTotal()), 0, 0);
                    case RELEASE_LOTS ->
                        Command.of(kind, random.nextInt(line.orders().size()), 1 + random.nextInt(2), 0);
                    case HOLD_WAFER -> Command.of(kind, random.nextInt(600), 0, 0);
                    case RELEASE_WAFER -> Command.of(kind, random.nextInt(600), random.nextInt(2), 0);
                    default -> Command.of(kind, serial, 0, 0);
                };
        twin.inbox().offer(command.at(fromUs + (long) (random.nextDouble() * HOUR_US)));
    }

    /** Half to twice what it is, within its bounds: a share of 1 would send wafers back for ever. */
    private Command setParameter() {
        final int parameter = random.nextInt(line.parameters().size());
        final Tunable row = line.parameters().row(parameter);
        final double value = row.value() * (0.5 + 1.5 * random.nextDouble());
        final double most = row.maximum() == 1 ? 0.7 : row.maximum();
        return Command.setParameter(parameter, Math.max(row.minimum(), Math.min(most, value)));
    }

    private String finish() {
        final long faultlessUs = startUs + HOURS_OF_FAULTS * HOUR_US;
        for (int tool = 0; tool < line.toolGroups().toolTotal(); tool++) {
            twin.inbox().offer(Command.toolUp(tool));
        }
        // A window shorter than the work within it would send wafers back for ever.
        for (int window = 0; window < line.windows().size(); window++) {
            twin.inbox().offer(Command.setParameter(line.windows().limit(window), 1e15));
        }
        for (int hour = 1; hour <= HOURS_TO_END; hour++) {
            // Lots may be held anew.
            for (int serial = 0; serial < 400; serial++) {
                twin.inbox().offer(Command.releaseHold(serial));
            }
            runTo(faultlessUs + hour * HOUR_US);
            if (twin.lotsInLine() == 0) {
                return null;
            }
        }
        return twin.lotsInLine() + " lots are in the line " + HOURS_TO_END / 24
                + " days after the last fault and release";
    }

    private String findings() {
        return checks.checks().stream()
                .filter(check -> !check.isPassed())
                .map(FuzzedRun::text)
                .collect(Collectors.joining("\n"));
    }

    private static String text(final LogCheck check) {
        return check.name() + ": " + check.findingCount() + " findings, the first "
                + check.findings().get(0);
    }
}
