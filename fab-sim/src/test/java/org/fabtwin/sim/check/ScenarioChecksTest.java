/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioChecksTest {
    @ParameterizedTest
    @CsvSource({"minifab, 30", "line2nm-pilot, 2", "line2nm-6k, 0.25"})
    void shouldPassOnBundledScenario(final String scenario, final double days) throws IOException {
        final Checks checks = new Checks();

        checks.end(RunLog.run(scenario, List.of(), days, 1, checks));

        assertThat(new CheckReport(scenario, checks, true).text()).doesNotContain("FAILS");
        assertThat(checks.records()).isGreaterThan(1000);
    }
}
