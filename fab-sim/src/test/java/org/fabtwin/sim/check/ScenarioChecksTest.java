/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.twin.Command;
import org.fabtwin.core.twin.Twin;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioChecksTest {
    @ParameterizedTest
    @CsvSource({"minifab, 30", "line2nm-pilot, 2", "line2nm-6k, 0.25"})
    void shouldPassOnBundledScenario(final String scenario, final double days) throws IOException {
        final Checks checks = new Checks();

        checks.end(RunLog.run(scenario, List.of(), days, 1, checks));

        assertThat(new CheckReport(scenario, checks, true).text()).doesNotContain("FAILS");
        assertThat(checks.records()).isGreaterThan(1000);
    }

    /** From an empty line; {@code -Dfab.checks.longer=20} runs so many times as long. */
    @ParameterizedTest
    @MethodSource("sizesAndHandOffs")
    void shouldPassWithEachCarrierSizeHandOffAndForm(
            final String scenario, final double days, final int size, final String handOff, final String form)
            throws IOException {
        final Checks checks = new Checks();

        checks.end(RunLog.run(
                scenario,
                List.of(
                        "carrier.size=" + size,
                        "carrier.handoff=" + handOff,
                        "line.form=" + form,
                        "line.eventDetail=robot"),
                days * Double.parseDouble(System.getProperty("fab.checks.longer", "1")),
                1,
                checks));

        assertThat(new CheckReport(scenario, checks, true).text()).doesNotContain("FAILS");
        assertThat(checks.records()).isGreaterThan(500);
    }

    private static Stream<Arguments> sizesAndHandOffs() {
        final List<Arguments> all = new ArrayList<>();
        final Map<String, Double> scenarios = Map.of("line2nm-pilot", 3.0, "line2nm-6k", 0.6, "line2nm-25k", 0.2);
        scenarios.forEach((scenario, days) -> {
            for (final int size : new int[] {1, 5, 25}) {
                for (final String handOff : List.of("held", "buffered", "direct")) {
                    for (final String form : List.of("flow-line", "detailed")) {
                        all.add(Arguments.of(scenario, days, size, handOff, form));
                    }
                }
            }
        });
        return all.stream();
    }

    @ParameterizedTest
    @CsvSource({"false, false, 1", "false, true, 1", "true, false, 2", "true, true, 2", "true, true, 0"})
    void shouldPassOnRoughLineWithCommands(
            final boolean hasReworkSteps, final boolean isRemeasured, final int eventDetail) throws IOException {
        final long seed = Long.getLong("fab.seed", System.nanoTime());
        final Checks checks = new Checks();
        final Line line = RoughLine.compile(hasReworkSteps, isRemeasured, eventDetail);

        checks.end(RunLog.run(line, 30, seed, checks, twin -> sendCommands(twin, new Random(seed))));

        assertThat(new CheckReport("rough line, seed " + seed, checks, true).text())
                .as("seed %d", seed)
                .doesNotContain("FAILS");
        assertThat(checks.records()).isGreaterThan(10_000);
    }

    private static void sendCommands(final Twin twin, final Random random) {
        for (int i = 0; i < 300; i++) {
            final long atUs = (long) (random.nextDouble() * 25 * 86_400_000_000.0);
            final long laterUs = atUs + (long) (random.nextDouble() * 7_200_000_000.0);
            if (random.nextBoolean()) {
                final int tool = random.nextInt(twin.line().toolGroups().toolTotal());
                twin.inbox().offer(Command.toolDown(tool).at(atUs));
                twin.inbox().offer(Command.toolUp(tool).at(laterUs));
            } else {
                final int lot = random.nextInt(500);
                twin.inbox().offer(Command.holdLot(lot).at(atUs));
                twin.inbox().offer(Command.releaseHold(lot).at(laterUs));
            }
        }
    }
}
