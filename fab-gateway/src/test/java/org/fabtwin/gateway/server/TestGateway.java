/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.gateway.security.SecurityConfig;
import org.fabtwin.sim.run.LineRun;
import org.fabtwin.sim.run.RunPlan;
import org.fabtwin.sim.scenario.Scenario;
import org.fabtwin.sim.scenario.ScenarioReader;

/** A gateway of a small line in this process, on any free ports of this machine. */
public final class TestGateway {
    private static final long DAY_US = 86_400_000_000L;

    private TestGateway() {}

    /** Opens it; not started, it has a log with a header, and no event. */
    public static Gateway open(SecurityConfig security) throws IOException {
        final Scenario scenario = ScenarioReader.read("minifab", List.of());
        final RunPlan plan = new RunPlan(
                scenario.name(),
                scenario.text(),
                LineCompiler.compile(scenario.definition()),
                scenario.seed(),
                0,
                null,
                0,
                40_000 * DAY_US,
                List.of(),
                EventLogConfig.ringOnly(),
                0,
                "test");
        final InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
        return Gateway.open(
                plan, LineRun.DEFAULT_SNAPSHOT_BYTES, 36_000, new GatewayConfig(any, any, 1, security), remark -> {});
    }
}
