/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.determinism;

import java.io.IOException;
import java.util.List;
import org.fabtwin.core.event.EventDetail;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.log.LogMetadata;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.core.twin.Twin;
import org.fabtwin.sim.scenario.Scenario;
import org.fabtwin.sim.scenario.ScenarioReader;

/**
 * A twin of a bundled scenario, with a ring of its own and the header that {@code fab run} writes, so that its hash is the one
 * that {@code fab run --json} prints.
 */
final class ScenarioTwin implements AutoCloseable {
    static final long HOUR_US = 3_600_000_000L;
    private static final int RECORDS = 100_000;

    private final EventLog log;
    private final Twin twin;

    private ScenarioTwin(Scenario scenario, Line line, long seed) throws IOException {
        log = EventLog.create(EventLogConfig.ringOnly().withSegmentCount(2).withHelperThread(false));
        new LogMetadata(
                        0,
                        0,
                        0,
                        "determinism",
                        "",
                        "",
                        seed,
                        0,
                        EventDetail.get((short) line.eventDetail()),
                        scenario.name(),
                        line.toJson(),
                        scenario.text())
                .writeTo(log);
        twin = new Twin(line, seed, 0, log, new EventWriter(log), null);
    }

    /** Not started: {@link Twin#start} or {@link Twin#restore} is the caller's. */
    static ScenarioTwin of(Scenario scenario, Line line, long seed) throws IOException {
        return new ScenarioTwin(scenario, line, seed);
    }

    static Scenario read(String name) {
        return ScenarioReader.read(name, List.of());
    }

    Twin twin() {
        return twin;
    }

    EventLog log() {
        return log;
    }

    void runTo(long untilUs) {
        while (!twin.advance(untilUs, RECORDS)) {
            // Nobody reads but the hash.
        }
    }

    void runTo(long untilUs, EventLogReader reader, RecordHandler handler) {
        boolean isDone;
        do {
            isDone = twin.advance(untilUs, RECORDS);
            while (reader.poll(handler, Integer.MAX_VALUE) > 0) {
                // Until it has seen all.
            }
        } while (!isDone);
    }

    /** Hash of the log, 8 hexadecimal digits. */
    String hash() {
        return hex(log.hash());
    }

    static String hex(int hash) {
        final String digits = Integer.toHexString(hash);
        return "0".repeat(8 - digits.length()) + digits;
    }

    @Override
    public void close() {
        log.close();
    }
}
