/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.agrona.concurrent.UnsafeBuffer;
import org.fabtwin.core.event.LoopUpdatedDecoder;
import org.fabtwin.core.event.LoopUpdatedEncoder;
import org.fabtwin.core.event.ResultSource;
import org.fabtwin.sim.event.HeaderLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopTallyTest {
    private static final HeaderLine LINE = HeaderLine.parse("""
            {"name":"one","lotMode":false,
             "toolGroups":[{"name":"ETC","area":"etch","kind":"cluster","firstTool":0,"tools":1,"chambersPerTool":2}],
             "tools":["ETC-01"],
             "chambers":["ETC-01/A","ETC-01/B"],
             "products":[{"name":"logic"}],
             "criticalParameters":[{"name":"cd","unit":"nm","lower":-2,"upper":2}],
             "controllers":[{"name":"cd","parameter":"cd","method":"ewma","byChamber":1},
                            {"name":"tool","parameter":"cd","method":"ewma","byTool":1,"byProduct":1}]}
            """);

    private final LoopTally tally = new LoopTally(LINE);

    private void update(ResultSource source, double residual) {
        update(0, 1, 0, 0, source, residual);
    }

    private void update(int controller, int chamber, int product, int component, ResultSource source, double residual) {
        final UnsafeBuffer block = new UnsafeBuffer(new byte[LoopUpdatedEncoder.BLOCK_LENGTH]);
        new LoopUpdatedEncoder()
                .wrap(block, 0)
                .controller(controller)
                .chamber(chamber)
                .product((short) product)
                .component((short) component)
                .residual(residual)
                .source(source);
        tally.onUpdated(new LoopUpdatedDecoder()
                .wrap(block, 0, LoopUpdatedDecoder.BLOCK_LENGTH, LoopUpdatedDecoder.SCHEMA_VERSION));
    }

    /** What was measured of wafers of before the maintenance is a result, and not the first after it. */
    @Test
    void shouldTellAnEarlierResultFromTheFirstAfterMaintenance() {
        update(ResultSource.MAINTENANCE, 0);
        update(ResultSource.EARLIER_MEASUREMENT, 2);
        update(ResultSource.MEASUREMENT, 0.5);
        update(ResultSource.MEASUREMENT, 1.5);

        assertThat(tally.loops()).hasSize(1);
        assertThat(tally.loops().get(0).results).isEqualTo(3);
        assertThat(tally.qualifications().unqualifiedFirstErrorPercent()).isCloseTo(100 * 0.5 / 2, within(1e-9));
        assertThat(tally.qualifications().firstErrorPercent()).isNull();
    }

    /** Controller, chamber, product, component of which the line has one not: a foreign or damaged log. */
    @ParameterizedTest
    @CsvSource({
        "0, -1, 0, 0",
        "0, 2, 0, 0",
        "0, 0, 0, 2",
        "0, 0, 0, 3",
        "1, -1, 0, 0",
        "1, 2, 0, 0",
        "1, 0, 1, 0",
        "2, 0, 0, 0"
    })
    void shouldPassOverWhatTheLineHasNot(int controller, int chamber, int product, int component) {
        update(0, 0, 0, 0, ResultSource.MEASUREMENT, 1);
        update(0, 1, 0, 0, ResultSource.MEASUREMENT, 1);
        update(1, 1, 0, 0, ResultSource.MEASUREMENT, 1);
        update(controller, chamber, product, component, ResultSource.MEASUREMENT, 5);

        assertThat(tally.loops()).hasSize(3).allMatch(loop -> loop.results == 1 && loop.residual == 1);
    }
}
