/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.line;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.agrona.DirectBuffer;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.core.twin.Twin;
import org.fabtwin.sim.scenario.ScenarioReader;
import org.fabtwin.sim.scenario.ScenarioSource;

/** A twin with its log and an inline reader of it, as a run has them but for the figures. Single-threaded. */
public final class RunningLine implements AutoCloseable, RecordHandler {
    private final EventLog log;
    private final EventLogReader reader;
    private final Twin twin;
    private long records;

    private RunningLine(Line line, EventLogConfig config) {
        try {
            log = EventLog.create(config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reader = log.inlineReader();
        twin = new Twin(line, 1, 0, log, new EventWriter(log), null);
        twin.start();
    }

    /** A line at its origin. */
    public static RunningLine of(Line line) {
        return new RunningLine(line, EventLogConfig.ringOnly().withSegmentCount(2));
    }

    /** The line that a scenario describes. */
    public static Line read(String scenario, String... overrides) {
        return LineCompiler.compile(
                ScenarioReader.read(scenario, List.of(overrides)).definition());
    }

    /** The line of a bundled scenario: its name, or its name and {@code detailed} for tools in detailed form that log each robot action. */
    static Line readForm(String scenario) {
        String[] words = scenario.split(" ");
        return words.length == 1 ? read(words[0]) : read(words[0], "line.form=detailed", "line.eventDetail=robot");
    }

    /** The line of a scenario's text. */
    public static LineDefinition text(String yaml) {
        return ScenarioReader.read(ScenarioSource.of("bench", yaml), List.of()).definition();
    }

    /** Simulates until about so many records more are written, and reads them. */
    public long advance(int recordCount) {
        twin.advance(Long.MAX_VALUE / 2, recordCount);
        reader.poll(this, Integer.MAX_VALUE);
        return records;
    }

    /** Simulates up to a time, and reads what is written. */
    public void advanceTo(long untilUs) {
        while (!twin.advance(untilUs, 4096)) {
            reader.poll(this, Integer.MAX_VALUE);
        }
        reader.poll(this, Integer.MAX_VALUE);
    }

    public Twin twin() {
        return twin;
    }

    public EventLog log() {
        return log;
    }

    @Override
    public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        records++;
    }

    /** Records read so far. */
    public long records() {
        return records;
    }

    @Override
    public void close() {
        reader.close();
        log.close();
    }
}
