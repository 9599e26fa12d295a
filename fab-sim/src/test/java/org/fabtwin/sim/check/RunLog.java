/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.check;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.fabtwin.core.event.EventDetail;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.log.LogMetadata;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.core.twin.Twin;
import org.fabtwin.sim.scenario.ScenarioReader;

/** Runs a scenario and hands its records to a reader, as they come. */
final class RunLog {
    private RunLog() {}

    /** Returns the log's hash. */
    static int run(
            final String scenario,
            final List<String> overrides,
            final double days,
            final long seed,
            final RecordHandler to)
            throws IOException {
        final Line line =
                LineCompiler.compile(ScenarioReader.read(scenario, overrides).definition());
        return run(line, days, seed, to, twin -> {});
    }

    /** As above; {@code beforeRun} may send commands. */
    static int run(
            final Line line, final double days, final long seed, final RecordHandler to, final Consumer<Twin> beforeRun)
            throws IOException {
        try (EventLog log = EventLog.create(
                EventLogConfig.ringOnly().withSegmentBytes(1 << 22).withSegmentCount(4))) {
            new LogMetadata(
                            0,
                            0,
                            0,
                            "run",
                            "0.1.0",
                            "",
                            seed,
                            0,
                            EventDetail.get((short) line.eventDetail()),
                            line.name(),
                            line.toJson(),
                            "")
                    .writeTo(log);
            final Twin twin = new Twin(line, seed, 0, log, new EventWriter(log), null);
            final EventLogReader reader = log.inlineReader();
            twin.start();
            beforeRun.accept(twin);
            boolean isDone = false;
            while (!isDone) {
                isDone = twin.advance(Math.round(days * 86_400_000_000.0), 1024);
                while (reader.poll(to, 10_000) > 0) {
                    // All that there is, before the ring comes round.
                }
            }
            return log.hash();
        }
    }
}
