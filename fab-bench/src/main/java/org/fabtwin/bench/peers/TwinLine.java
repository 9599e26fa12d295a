/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.CarrierQueuedDecoder;
import org.fabtwin.core.event.LotCompletedDecoder;
import org.fabtwin.core.event.TrackInDecoder;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.core.log.RingMemory;
import org.fabtwin.core.twin.Twin;
import org.fabtwin.sim.scenario.ScenarioReader;
import org.fabtwin.sim.scenario.ScenarioSource;

/** A line on the whole twin, as its users write it: a scenario; the answer is read from the event log. */
final class TwinLine implements PeerModel {
    private static final long STEP_US = 3_600_000_000L;
    private static final int CARRIERS = 1 << 16;

    private final Line line;
    private final long lots;
    private final boolean waits;
    private final RingMemory memory = new RingMemory(1 << 20, 4);

    private TwinLine(String name, String scenario, long lots, boolean waits) {
        line = LineCompiler.compile(ScenarioReader.read(ScenarioSource.of(name, scenario), List.of())
                .definition());
        this.lots = lots;
        this.waits = waits;
    }

    /** Mean wait of M/M/c with services of a minute, until so many customers have left. */
    static TwinLine customers(int servers, double load, long customers) {
        String scenario = String.format(Locale.ROOT, """
                line: {mode: lot, eventDetail: lot, days: 1 d}
                products: {customer: {}}
                tools: {servers: {kind: single, count: %d}}
                steps: {serve: {tool: servers, time: {mean: 1 min, distribution: exponential}}}
                releases: {arrivals: {product: customer, every: {mean: %s min, distribution: exponential}}}
                """, servers, 1 / (servers * load));
        return new TwinLine("customers", scenario, customers, true);
    }

    /** Mean cycle time of {@link ReentrantFab}, until so many lots are completed. */
    static TwinLine reentrantFab(long lots) {
        String scenario = String.format(
                Locale.ROOT, """
                line: {mode: lot, eventDetail: lot, days: 1 d}
                products: {p: {}}
                tools: {A: {kind: single}, B: {kind: single}}
                steps:
                  s0: {tool: A, time: {mean: %1$s min, distribution: exponential}}
                  s1: {tool: B, time: {mean: %2$s min, distribution: exponential}}
                  s2: {tool: A, time: {mean: %1$s min, distribution: exponential}}
                  s3: {tool: B, time: {mean: %2$s min, distribution: exponential}}
                  s4: {tool: A, time: {mean: %1$s min, distribution: exponential}}
                releases: {lots: {product: p, every: {mean: %3$s min, distribution: exponential}}}
                """, ReentrantFab.MINUTES_AT[0], ReentrantFab.MINUTES_AT[1], 1 / ReentrantFab.RATE);
        return new TwinLine("reentrant", scenario, lots, false);
    }

    private static final class Times implements RecordHandler {
        private final CarrierQueuedDecoder queued = new CarrierQueuedDecoder();
        private final TrackInDecoder trackIn = new TrackInDecoder();
        private final LotCompletedDecoder completed = new LotCompletedDecoder();
        /** By the carrier's number, which is not used again: those in the line are close together. */
        private final long[] queuedUs = new long[CARRIERS];

        private double waitUs;
        private long starts;
        private double cycleUs;
        private long completions;

        @Override
        public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
            int block = offset + BLOCK_OFFSET;
            long nowUs = buffer.getLong(offset + TIME_OFFSET);
            switch (templateId) {
                case CarrierQueuedDecoder.TEMPLATE_ID:
                    queued.wrap(buffer, block, CarrierQueuedDecoder.BLOCK_LENGTH, CarrierQueuedDecoder.SCHEMA_VERSION);
                    queuedUs[queued.carrier() & CARRIERS - 1] = nowUs;
                    break;
                case TrackInDecoder.TEMPLATE_ID:
                    trackIn.wrap(buffer, block, TrackInDecoder.BLOCK_LENGTH, TrackInDecoder.SCHEMA_VERSION);
                    waitUs += nowUs - queuedUs[trackIn.carrier() & CARRIERS - 1];
                    starts++;
                    break;
                case LotCompletedDecoder.TEMPLATE_ID:
                    completed.wrap(buffer, block, LotCompletedDecoder.BLOCK_LENGTH, LotCompletedDecoder.SCHEMA_VERSION);
                    cycleUs += nowUs - completed.releasedUs();
                    completions++;
                    break;
                default:
                    break;
            }
        }
    }

    @Override
    public double run() {
        Times times = new Times();
        try (EventLog log = EventLog.create(EventLogConfig.inMemory(memory));
                EventLogReader reader = log.inlineReader()) {
            Twin twin = new Twin(line, 1, 0, log, new EventWriter(log), null);
            twin.start();
            for (long untilUs = STEP_US; times.completions < lots; untilUs += STEP_US) {
                while (!twin.advance(untilUs, 1024)) {
                    reader.poll(times, Integer.MAX_VALUE);
                }
                reader.poll(times, Integer.MAX_VALUE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (waits ? times.waitUs / times.starts : times.cycleUs / times.completions) / Exponential.US_PER_MINUTE;
    }
}
