/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EventJson json = new EventJson(TinyLine.line(), 7, null);

    @Test
    void shouldWriteCloudEventWithNamesOfTheLine() {
        final LogSketch log = new LogSketch()
                .add("Padding", 0)
                .add("TrackIn", 86_400_000_001L, "lot", 17, "carrier", 20, "step", 1, "tool", 1, "wafers", 5);

        assertThat(lines(log, json))
                .containsExactly("{\"specversion\":\"1.0\",\"id\":\"7:24\",\"source\":\"/fabtwin/tiny%20line\","
                        + "\"type\":\"org.fabtwin.trackIn\",\"subject\":\"lot/17\",\"simtimeus\":\"86400000001\","
                        + "\"datacontenttype\":\"application/json\",\"data\":{\"lot\":17,\"timeUs\":86400000001,"
                        + "\"carrier\":20,\"step\":\"1.etch\",\"tool\":\"CLU-01\",\"wafers\":5,\"visit\":0}}");
    }

    @Test
    void shouldWriteDateWhenTheOriginHasOne() throws Exception {
        final EventJson dated = new EventJson(TinyLine.line(), 0, Instant.parse("2027-02-28T23:00:00Z"));
        final LogSketch log = new LogSketch()
                .add("SetupChanged", 3_600_000_000L - 1)
                .add("SetupChanged", 3_600_000_000L)
                .add("SetupChanged", 366L * 86_400_000_000L + 3_723_000_009L);

        assertThat(lines(log, dated))
                .extracting(line -> JSON.readTree(line).get("time").asText())
                .containsExactly(
                        "2027-02-28T23:59:59.999999Z", "2027-03-01T00:00:00.000000Z", "2028-03-01T00:02:03.000009Z");
    }

    @Test
    void shouldWriteReadableJsonForEveryType() throws Exception {
        for (final EventType type : EventTable.table().types()) {
            final LogSketch log = new LogSketch().add(type.name(), 5);
            if (type.name().equals("CommandApplied")) {
                log.alter(0, "kind", "TOOL_DOWN");
            }
            final List<String> lines = lines(log, json);
            if (type.name().equals("Padding")) {
                assertThat(lines).isEmpty();
                continue;
            }
            final JsonNode event = JSON.readTree(lines.get(0));
            assertThat(event.get("type").asText()).isEqualTo("org.fabtwin." + type.lowerCamelName());
            assertThat(event.get("subject").asText()).isNotEmpty();
            assertThat(event.get("data").get("timeUs").asLong()).isEqualTo(5);
            for (final EventField field : type.fields()) {
                assertThat(event.get("data").has(field.name()))
                        .isEqualTo(field.meaning() != EventField.Meaning.RESERVED);
            }
        }
    }

    @Test
    void shouldResolveCodesIdsAndNones() throws Exception {
        final LogSketch log = new LogSketch()
                .add("ToolStateChanged", 1, "tool", 0, "from", "STANDBY", "to", "SCHEDULED_DOWN", "item", -1)
                .add("CommandApplied", 1, "sequence", 3, "subject", 2, "kind", "TOOL_UP", "value", 0.1)
                .add("CommandApplied", 1, "sequence", 4, "subject", 2, "kind", "HOLD_LOT", "value", 1e23)
                .add("LotReleased", 1, "firstWafer", -1, "dueUs", Long.MAX_VALUE)
                .add("ParameterChanged", 1, "parameter", 0, "newValue", Double.NaN)
                .add("QueueTimeStarted", 1, "window", 0)
                .add("TrackIn", 1, "tool", 4);
        final List<JsonNode> events = new ArrayList<>();
        for (final String line : lines(log, json)) {
            events.add(JSON.readTree(line));
        }

        assertThat(events.get(0).get("subject").asText()).isEqualTo("tool/SGL-01");
        assertThat(events.get(0).get("data").get("to").asText()).isEqualTo("SCHEDULED_DOWN");
        assertThat(events.get(0).get("data").get("item").isNull()).isTrue();
        assertThat(events.get(1).get("data").get("subject").asText()).isEqualTo("CAS-01");
        assertThat(events.get(1).get("data").get("value").doubleValue()).isEqualTo(0.1);
        assertThat(events.get(2).get("data").get("subject").asInt()).isEqualTo(2);
        assertThat(events.get(2).get("data").get("value").doubleValue()).isEqualTo(1e23);
        assertThat(events.get(3).get("data").get("firstWafer").isNull()).isTrue();
        assertThat(events.get(3).get("data").get("dueUs").isNull()).isTrue();
        assertThat(events.get(4).get("subject").asText()).isEqualTo("parameter/tools.\"SGL\".mttr");
        assertThat(events.get(4).get("data").get("newValue").isNull()).isTrue();
        assertThat(events.get(5).get("data").get("window").asText()).isEqualTo("1.etch -> 2.anneal");
        // An id that the line does not have stays a number.
        assertThat(events.get(6).get("data").get("tool").isNumber()).isTrue();
    }

    @Test
    void shouldEscapeTexts() throws Exception {
        final String text = "a \"quote\", a \\, a line\nanother\t\u0001 and \u00b5";
        final LogSketch log = new LogSketch().add("LogHeader", 0, "scenarioName", text, "line", "{}");

        final JsonNode data = JSON.readTree(lines(log, json).get(0)).get("data");

        assertThat(data.get("scenarioName").asText()).isEqualTo(text);
        assertThat(data.get("line").asText()).isEqualTo("{}");
    }

    @Test
    void shouldNotAllocateOnceWarm() {
        final LogSketch log =
                new LogSketch().add("TrackIn", 86_400_000_001L, "lot", 17).add("WaferStarted", 5);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long[] total = new long[1];

        log.replay((buffer, offset, length, templateId, position) -> {
            long least = Long.MAX_VALUE;
            for (int round = 0; round < 20; round++) {
                final long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 1000; i++) {
                    total[0] += json.encode(buffer, offset, length, templateId, position + i);
                }
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertThat(least).isLessThan(1000);
        });
        assertThat(total[0]).isPositive();
    }

    private static List<String> lines(final LogSketch log, final EventJson json) {
        final List<String> lines = new ArrayList<>();
        log.replay((buffer, offset, length, templateId, position) -> {
            if (json.encode(buffer, offset, length, templateId, position) > 0) {
                lines.add(json.toString());
            }
        });
        return lines;
    }
}
