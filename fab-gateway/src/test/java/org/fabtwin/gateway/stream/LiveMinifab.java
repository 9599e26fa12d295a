/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.stream;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.gateway.security.SecurityConfig;
import org.fabtwin.gateway.server.Gateway;
import org.fabtwin.gateway.server.GatewayConfig;
import org.fabtwin.sim.run.RunPlan;
import org.fabtwin.sim.scenario.Scenario;
import org.fabtwin.sim.scenario.ScenarioReader;

/** The smallest line behind a real gateway, on ports that stay the same from one start to the next. */
final class LiveMinifab {
    static final long DAY_US = 86_400_000_000L;
    /** Some 3,000 events a second. */
    static final double SPEED = 864_000;

    private final Scenario scenario = ScenarioReader.read("minifab", List.of());
    private final Line line = LineCompiler.compile(scenario.definition());
    private final EventLogConfig log;
    private final SecurityConfig security;
    private final long endUs;
    private final int httpPort = freePort();
    private final int tcpPort = freePort();

    LiveMinifab(EventLogConfig log, double days) throws IOException {
        this(log, days, SecurityConfig.OPEN);
    }

    LiveMinifab(EventLogConfig log, double days, SecurityConfig security) throws IOException {
        this.log = log;
        this.security = security;
        this.endUs = (long) (days * DAY_US);
    }

    /** Opens or resumes the run and starts to serve it. */
    Gateway start(double speed) throws IOException {
        final GatewayConfig config = new GatewayConfig(address(httpPort), address(tcpPort), 1, security);
        final RunPlan plan =
                new RunPlan(scenario.name(), scenario.text(), line, 1, 0, null, 0, endUs, List.of(), log, 0, "test");
        final Gateway gateway = Gateway.open(plan, 1 << 20, speed, config, remark -> {});
        gateway.start();
        return gateway;
    }

    /** Waits until the line has reached the end of its run; it is served on. */
    static void awaitEnd(Gateway gateway) throws InterruptedException {
        while (!gateway.twin().isAtEnd()) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** Waits until the line has got so far. */
    static void awaitTimeUs(Gateway gateway, long timeUs) throws InterruptedException {
        while (gateway.twin().nowUs() < timeUs) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    int httpPort() {
        return httpPort;
    }

    int tcpPort() {
        return tcpPort;
    }

    /** Address of the gateway. */
    String url() {
        return "http://127.0.0.1:" + httpPort;
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress("127.0.0.1", port);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
