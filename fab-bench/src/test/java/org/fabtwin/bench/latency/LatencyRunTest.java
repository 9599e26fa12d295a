/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.fabtwin.bench.BenchJvm;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatencyRunTest {
    @Test
    void shouldMeasureEachEventOnEachPathAndLeaveHistograms(@TempDir Path folder) throws IOException {
        LatencyRun run = new LatencyRun(new int[] {20_000}, 0.1, 1_000, BenchJvm.command());
        List<String> remarks = new ArrayList<>();

        run.run(remarks::add);
        run.write(folder.resolve("x"));

        assertThat(run.histograms().keySet())
                .containsExactly("log-20000", "thread-20000", "process-20000", "websocket-20000", "tcp-20000");
        assertThat(remarks.subList(0, 3)).allMatch(line -> line.contains("\"events\":2000"));
        List<Long> counts = new ArrayList<>();
        try (HistogramLogReader reader =
                new HistogramLogReader(folder.resolve("x.hlog").toFile())) {
            for (var next = reader.nextIntervalHistogram(); next != null; next = reader.nextIntervalHistogram()) {
                counts.add(((Histogram) next).getTotalCount());
            }
        }
        assertThat(counts.subList(0, 3)).containsExactly(2000L, 2000L, 2000L);
        // One in ten is filtered out: what is left of whole tens is up to one more.
        assertThat(counts.subList(3, 5)).allMatch(count -> count >= 2000 && count <= 2001);
        assertThat(folder.resolve("x.svg")).isNotEmptyFile();
    }

    /** A writer that cannot keep its rate is late with all that follows; a stopwatch around each write would see nothing of it. */
    @Test
    void shouldCountTheDelayOfEventsThatWaitForTheWriter() throws IOException {
        Histogram published = LatencyReader.newHistogram();
        try (EventLog log = EventLog.create(
                EventLogConfig.ringOnly().withSegmentBytes(1 << 20).withHelperThread(false))) {
            new PacedWriter(log).write(50_000, 1_000_000_000, published);
        }

        assertThat(published.getValueAtPercentile(90))
                .as("events are due 1 ns apart, and publishing takes longer: the queue grows to the end")
                .isGreaterThan(2 * published.getValueAtPercentile(10));
        assertThat(published.getValueAtPercentile(50)).isGreaterThan(50_000);
    }
}
