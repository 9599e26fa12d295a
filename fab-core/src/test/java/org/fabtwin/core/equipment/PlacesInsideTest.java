/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import org.fabtwin.core.event.TrackInDecoder;
import org.fabtwin.core.event.TrackOutDecoder;
import org.fabtwin.core.line.HandOff;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.twin.LineFixture;
import org.fabtwin.core.twin.RecordedRun;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hand-off bounded: between held (no place inside) and buffered (a place for every carrier), with a closed form in between. */
class PlacesInsideTest {
    private static final double PROCESS_S = 1000;
    private static final double EXCHANGE_S = 60;
    private static final int CARRIERS = 60;

    /** Eight chambers, carriers of {@code wafers}. */
    private static RecordedRun run(boolean detailed, int handOff, int ports, int places, int wafers)
            throws IOException {
        LineFixture fixture = LineFixture.ofWafers().detail(0);
        fixture.definition().handOff = handOff;
        ToolGroupDefinition tool = DetailedTools.tool(fixture, ToolKind.CLUSTER, 1, 0, 8);
        tool.detailed = detailed;
        tool.loadPorts = ports;
        tool.bufferCarriers = places;
        tool.portExchangeTime = DetailedTools.seconds("tools.T.ports.exchange", EXCHANGE_S);
        DetailedTools.recipe(fixture, PROCESS_S);
        return DetailedTools.runAtOnce(fixture, wafers, CARRIERS);
    }

    private static List<Double> seconds(RecordedRun run, int templateId) {
        return run.events(templateId).stream()
                .map(event -> event.timeUs() / 1e6)
                .toList();
    }

    private static void assertSameTimes(RecordedRun one, RecordedRun other) {
        assertThat(seconds(one, TrackInDecoder.TEMPLATE_ID))
                .hasSize(CARRIERS)
                .isEqualTo(seconds(other, TrackInDecoder.TEMPLATE_ID));
        assertThat(seconds(one, TrackOutDecoder.TEMPLATE_ID))
                .hasSize(CARRIERS)
                .isEqualTo(seconds(other, TrackOutDecoder.TEMPLATE_ID));
    }

    @ParameterizedTest
    @CsvSource({"false, 1, 1", "true, 1, 1", "false, 3, 5", "true, 3, 5", "false, 2, 25", "true, 2, 25"})
    void shouldBeHeldWithoutAPlaceInside(boolean detailed, int ports, int wafers) throws IOException {
        assertSameTimes(
                run(detailed, HandOff.BOUNDED, ports, 0, wafers), run(detailed, HandOff.HELD, ports, 0, wafers));
    }

    @ParameterizedTest
    @CsvSource({"false, 1, 1", "true, 1, 1", "false, 3, 5", "true, 3, 5"})
    void shouldBeBufferedWithAPlaceForEach(boolean detailed, int ports, int wafers) throws IOException {
        assertSameTimes(
                run(detailed, HandOff.BOUNDED, ports, CARRIERS, wafers),
                run(detailed, HandOff.BUFFERED, ports, CARRIERS, wafers));
    }

    /**
     * Carriers of one at saturation: each takes up a port or place for its residence R = 1000 s and an exchange E = 60 s, so so many
     * come out in R + E; the exchange alone lets one port pass 17 in that time, the chambers 8.48.
     */
    @ParameterizedTest
    @CsvSource({"false, 1, 0", "false, 1, 2", "false, 2, 3", "true, 1, 0", "true, 1, 2", "true, 2, 3"})
    void shouldLetThroughPortsAndPlacesEachResidenceAndExchange(boolean detailed, int ports, int places)
            throws IOException {
        List<Double> outs = seconds(run(detailed, HandOff.BOUNDED, ports, places, 1), TrackOutDecoder.TEMPLATE_ID);
        int atOnce = ports + places;

        for (int k = 2 * atOnce; k + atOnce < CARRIERS; k++) {
            assertThat(outs.get(k + atOnce) - outs.get(k))
                    .as("carriers %d and %d", k, k + atOnce)
                    .isCloseTo(PROCESS_S + EXCHANGE_S, within(1e-6));
        }
    }
}
