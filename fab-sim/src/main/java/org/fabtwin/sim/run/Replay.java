/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.RunInfoDecoder;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.LogMetadata;
import org.fabtwin.sim.scenario.Scenario;
import org.fabtwin.sim.scenario.ScenarioReader;
import org.fabtwin.sim.scenario.ScenarioSource;

/**
 * Regenerates a run from what its log's folder says of it (scenario, seed, replication, journal) into a fresh ring, and compares
 * the records with those of the folder, byte for byte. Nothing in the folder is changed. Single-threaded.
 */
public final class Replay implements AutoCloseable {
    /** Far beyond any log: a replay ends with the log that it compares. */
    private static final long NO_END_US = Long.MAX_VALUE / 2;

    private final EventLogReader there;
    private final LineRun run;
    private final EventLogReader here;
    private final long tail;
    private long records;
    private String difference;

    private Replay(EventLogReader there, LineRun run) {
        this.there = there;
        this.run = run;
        this.here = run.log().inlineReader();
        this.tail = there.tail();
    }

    /**
     * What a replay found.
     *
     * @param records compared and equal.
     * @param difference the first difference in words, null when all is equal.
     * @param logHash of the regenerated records, up to the first difference or the log's end.
     */
    public record Result(long records, String difference, int logHash) {
        public boolean isEqual() {
            return difference == null;
        }
    }

    /**
     * Prepares to replay the run of a folder.
     *
     * @throws IOException if it holds no log.
     * @throws DifferentRunException if this version makes another line of the scenario.
     */
    public static Replay open(Path directory) throws IOException {
        final LogMetadata metadata = LogMetadata.read(directory);
        final Scenario scenario =
                ScenarioReader.read(ScenarioSource.of(metadata.scenarioName(), metadata.scenario()), List.of());
        scenario.definition().eventDetail = metadata.eventDetail().value();
        final Line line = LineCompiler.compile(scenario.definition());
        if (!line.toJson().equals(metadata.line())) {
            throw new DifferentRunException("this version compiles the scenario of " + directory
                    + " to another line; replay it with version " + metadata.codeVersion());
        }
        final RunPlan plan = new RunPlan(
                metadata.scenarioName(),
                metadata.scenario(),
                line,
                metadata.seed(),
                metadata.replication(),
                metadata.startedFrom().isEmpty() ? null : WarmStart.beside(directory, metadata.startedFrom()),
                0,
                NO_END_US,
                JournaledCommands.readCopy(directory).commands(),
                EventLogConfig.ringOnly(),
                metadata.wallTimeMs(),
                metadata.codeVersion());
        final EventLogReader there = EventLogReader.open(directory);
        try {
            return new Replay(there, LineRun.start(plan));
        } catch (IOException | RuntimeException e) {
            there.close();
            throw e;
        }
    }

    /** Regenerates and compares a stretch; false when the log's end or a difference is reached. */
    public boolean advance() {
        final boolean goesOn = run.advance();
        while (difference == null && there.position() < tail && here.poll(this::compare, 1) > 0) {
            // One record at a time: the comparison may end at any of them.
        }
        if (difference == null && there.position() < tail && !goesOn) {
            difference = "the log goes on at position " + there.position() + ", the regenerated one ends";
        }
        return difference == null && there.position() < tail;
    }

    private void compare(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        if (position < there.earliest()) {
            return;
        }
        final int polled = there.poll(
                (other, otherOffset, otherLength, otherTemplateId, otherPosition) -> {
                    if (templateId != RunInfoDecoder.TEMPLATE_ID || otherTemplateId != RunInfoDecoder.TEMPLATE_ID) {
                        compareBytes(buffer, offset, length, position, other, otherOffset, otherLength, otherPosition);
                    }
                },
                1);
        if (polled == EventLogReader.LOST) {
            // Dropped since: the next regenerated records are skipped up to there.
            return;
        }
        if (polled == 0 && difference == null) {
            difference = "the log has no record at position " + position;
        }
        if (difference == null) {
            records++;
        }
    }

    private void compareBytes(
            DirectBuffer buffer,
            int offset,
            int length,
            long position,
            DirectBuffer other,
            int otherOffset,
            int otherLength,
            long otherPosition) {
        boolean isEqual = length == otherLength && position == otherPosition;
        for (int i = 0; isEqual && i < length; i += Long.BYTES) {
            isEqual = buffer.getLong(offset + i) == other.getLong(otherOffset + i);
        }
        if (!isEqual) {
            difference = String.format(
                    Locale.ROOT,
                    "the records at position %d differ (simulated time %s)",
                    otherPosition,
                    SimulatedDays.text(run.nowUs()));
        }
    }

    /** Simulated time that the replay has got to. */
    public long nowUs() {
        return run.nowUs();
    }

    /** What was found so far. */
    public Result result() {
        return new Result(records, difference, run.logHash());
    }

    @Override
    public void close() {
        run.close();
        there.close();
    }
}
