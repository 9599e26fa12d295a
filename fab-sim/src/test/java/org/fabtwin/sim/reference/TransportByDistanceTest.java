/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.assertj.core.data.Percentage;
import org.fabtwin.core.event.CarrierQueuedDecoder;
import org.fabtwin.core.event.MessageHeaderDecoder;
import org.fabtwin.core.event.TransportStartedDecoder;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.core.twin.Twin;
import org.fabtwin.sim.capacity.RouteTime;
import org.fabtwin.sim.scenario.Scenario;
import org.fabtwin.sim.scenario.ScenarioReader;
import org.fabtwin.sim.scenario.ScenarioSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bundled lines bring carriers by distance; the mean move takes what amhs.csv says for size and carrier. */
class TransportByDistanceTest {
    private static LineDefinition line(String size, int carrierSize) {
        String name = "line2nm-" + (size.equals("1k") ? "pilot" : size);
        String text = ScenarioSource.find(name)
                .text()
                .replaceFirst("size: [0-9]+k, carrierSize: [0-9]+", "size: " + size + ", carrierSize: " + carrierSize);
        return ScenarioReader.read(ScenarioSource.of(name, text), List.of()).definition();
    }

    @ParameterizedTest
    @CsvSource({
        "1k, 1, 3.02",
        "1k, 5, 3.67",
        "1k, 25, 3.60",
        "6k, 1, 3.47",
        "6k, 5, 3.71",
        "6k, 25, 4.03",
        "25k, 1, 4.74",
        "25k, 5, 4.93",
        "25k, 25, 5.30"
    })
    void shouldTakeTheMeanOfTheFleetModel(String size, int carrierSize, double minutes) {
        LineDefinition line = line(size, carrierSize);
        // check.py follows single wafers of the full route.
        RouteTime time = RouteTime.of(line, line.products.get(0), 1);

        assertThat(time.transportUs() / 60e6 / (time.moves() - 1)).isCloseTo(minutes, Percentage.withPercentage(0.1));
    }

    @ParameterizedTest
    @CsvSource({"2, 14.46", "13, 32.84"})
    void shouldTakeWaitsBetweenCarrierSizesInProportion(int carrierSize, double seconds) {
        assertThat(line("1k", carrierSize).layout.waitTime.value() / 1e6)
                .isCloseTo(seconds, Percentage.withPercentage(0.1));
    }

    @Test
    void shouldSimulateTheMeanThatTheCapacityModelExpects() throws IOException {
        Scenario scenario = ScenarioReader.read("line2nm-pilot", List.of());
        scenario.definition().eventDetail = 0;
        Line line = LineCompiler.compile(scenario.definition());
        double expectedUs = 0;
        double moves = 0;
        for (var product : scenario.definition().products) {
            RouteTime time = RouteTime.of(scenario.definition(), product, 5);
            double mix = product.name.equals("accel") ? 0.35 : product.name.equals("mobile") ? 0.55 : 0.1;
            expectedUs += mix * time.transportUs();
            moves += mix * (time.moves() - 1);
        }
        try (EventLog log = EventLog.create(EventLogConfig.ringOnly())) {
            Twin twin = new Twin(line, 1, 0, log, new EventWriter(log), null);
            EventLogReader reader = log.inlineReader();
            Moves seen = new Moves();
            twin.start();
            for (long day = 1; day <= 40; day++) {
                while (!twin.advance(day * 86_400_000_000L, 1024)) {
                    reader.poll(seen, Integer.MAX_VALUE);
                }
                reader.poll(seen, Integer.MAX_VALUE);
            }

            assertThat(seen.count).isGreaterThan(100_000);
            assertThat(seen.sumUs / seen.count).isCloseTo(expectedUs / moves, Percentage.withPercentage(2));
        }
    }

    @Test
    void shouldTakeAFixedTimeThatIsSet() {
        LineDefinition line =
                ScenarioReader.read("line2nm-pilot", List.of("transport=5 min")).definition();

        assertThat(line.layout).isNull();
        assertThat(line.transports)
                .allSatisfy(row -> assertThat(row.time().a().value()).isEqualTo(300e6));
    }

    /** Moves of a log: how many ended and how long they took. */
    private static final class Moves implements RecordHandler {
        private final Map<Integer, Long> startedUs = new TreeMap<>();
        private final TransportStartedDecoder started = new TransportStartedDecoder();
        private final CarrierQueuedDecoder queued = new CarrierQueuedDecoder();
        private final MessageHeaderDecoder header = new MessageHeaderDecoder();
        private double sumUs;
        private long count;

        @Override
        public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
            int message = offset + RecordHandler.HEADER_OFFSET;
            if (templateId == TransportStartedDecoder.TEMPLATE_ID) {
                started.wrapAndApplyHeader(buffer, message, header);
                startedUs.put(started.carrier(), started.timeUs());
            } else if (templateId == CarrierQueuedDecoder.TEMPLATE_ID) {
                queued.wrapAndApplyHeader(buffer, message, header);
                Long since = startedUs.remove(queued.carrier());
                if (since != null) {
                    sumUs += queued.timeUs() - since;
                    count++;
                }
            }
        }
    }
}
