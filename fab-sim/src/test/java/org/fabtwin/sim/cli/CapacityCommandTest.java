/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class CapacityCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return FabCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @Test
    void shouldPrintMiniFabsLoadsAndBottleneckAsJsonAlone() throws IOException {
        assertThat(run("capacity", "minifab", "--json")).isEqualTo(ExitCode.OK);

        JsonNode root = new ObjectMapper().readTree(out.toString());
        assertThat(root.get("bottleneck").asText()).isEqualTo("Me");
        assertLoad(root, "MaMb", 8400, 88.5);
        assertLoad(root, "Me", 8820, 91.7);
        assertLoad(root, "McMd", 6300, 79.2);
        assertThat(root.at("/toolGroups/Me/setup").asDouble()).isPositive();
        assertThat(root.at("/products/Pa/steps").asInt()).isEqualTo(6);
    }

    private static void assertLoad(JsonNode root, String group, double minutesPerWeek, double percentWithMaintenance) {
        JsonNode node = root.get("toolGroups").get(group);
        assertThat(node.get("load").asDouble() / 100 * 168 * 60).as(group).isEqualTo(minutesPerWeek, within(1e-6));
        assertThat(node.get("load").asDouble() + node.get("pm").asDouble())
                .as(group)
                .isEqualTo(percentWithMaintenance, within(0.05));
    }

    @Test
    void shouldPrintTableWithBusiestGroupFirstAndBottleneckMarked() {
        assertThat(run("capacity", "line2nm-pilot")).isEqualTo(ExitCode.OK);

        assertThat(out.toString().lines().skip(3).findFirst().orElseThrow()).startsWith("*OCD ");
        assertThat(out.toString())
                .startsWith("line2nm-pilot: 48 tools, 1100 wafers started in 30 days\n")
                .contains("* bottleneck OCD: ")
                .contains("accel: 892 steps, 731.5 moves, raw process time 81.8 h");
        assertThat(out.toString().lines().skip(3).takeWhile(line -> !line.isEmpty()))
                .hasSize(40);
    }

    @Test
    void shouldTakeOverridesAndSizeForAnotherLoad() throws IOException {
        assertThat(run("capacity", "line2nm-pilot", "--json", "--max-load", "50", "--set", "tools.OCD.count=3"))
                .isEqualTo(ExitCode.OK);

        JsonNode ocd = new ObjectMapper().readTree(out.toString()).at("/toolGroups/OCD");
        assertThat(ocd.get("tools").asInt()).isEqualTo(3);
        assertThat(ocd.get("toolsNeeded").asInt()).isEqualTo(2);
        assertThat(ocd.at("/ports/carrierSize").asDouble()).isEqualTo(5);
    }

    @Test
    void shouldRefuseUnknownScenarioAndWrongPercentage() {
        assertThat(run("capacity", "line2nm-pilto")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("did you mean line2nm-pilot?");
        assertThat(run("capacity", "minifab", "--max-load", "120")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--max-load: found 120.0");
        final String tooOften = "tools.CCP.breakdown.mtbf=1 us";
        for (final String command : new String[] {"capacity", "params"}) {
            err.getBuffer().setLength(0);
            assertThat(run(command, "line2nm-pilot", "--set", tooOften))
                    .as(command)
                    .isEqualTo(ExitCode.USAGE);
            assertThat(err.toString()).contains("tools.CCP.breakdown.mtbf is 1.0 us, at least");
        }
        assertThat(out.toString()).isEmpty();
    }
}
