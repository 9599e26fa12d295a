/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.LogStoppedException;
import org.fabtwin.gateway.live.Speed;
import org.fabtwin.gateway.security.KeyFileException;
import org.fabtwin.gateway.server.Gateway;
import org.fabtwin.gateway.server.GatewayConfig;
import org.fabtwin.sim.cli.CommandFailure;
import org.fabtwin.sim.cli.ExitCode;
import org.fabtwin.sim.cli.LineOptions;
import org.fabtwin.sim.cli.LogOptions;
import org.fabtwin.sim.cli.OutputOptions;
import org.fabtwin.sim.cli.SimulatedTime;
import org.fabtwin.sim.cli.StopSignal;
import org.fabtwin.sim.cli.Subcommand;
import org.fabtwin.sim.run.DifferentRunException;
import org.fabtwin.sim.run.RunPlan;
import org.fabtwin.sim.scenario.Scenario;
import org.fabtwin.sim.scenario.ScenarioException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code fab serve}: a live twin and its event stream. */
@Command(
        name = "serve",
        description = {
            "Run a scenario live and serve its events, its state and its commands over the network: WebSocket, Server-Sent Events, "
                    + "NDJSON, raw TCP. It goes on until Ctrl-C; with --log the next start on the same folder goes on where it ended."
        },
        footer = {
            "%nExamples:",
            "  fab serve",
            "  fab serve line2nm-pilot --speed 3600 --log runs/live",
            "  fab serve minifab --speed max --days 30 --port 9000",
            "%nThen:",
            "  curl -N 'http://localhost:8088/v1/events?from=latest&type=LotCompleted'",
            "  fab tail http://localhost:8088 --tool CCP-01"
        })
public final class ServeCommand implements Subcommand {
    private static final int MOST_PORT = 0xFFFF;
    /** As good as no end. */
    private static final long HUNDRED_YEARS_US = 36_525L * 86_400_000_000L;

    @Mixin
    private LineOptions lineOptions;

    @Option(
            names = "--speed",
            paramLabel = "N|max",
            defaultValue = "1",
            converter = SpeedConverter.class,
            description = "Simulated seconds a second, or max: as fast as it goes. Default: 1.")
    private Double speed;

    @Option(
            names = "--days",
            paramLabel = "TIME",
            converter = SimulatedTime.Converter.class,
            description = "Stop the line after this simulated time; it is served on. Default: it goes on.")
    private SimulatedTime days;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on. Default: ${DEFAULT-VALUE}.")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8088",
            description = "Port of HTTP and WebSocket; 0: any. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--tcp-port",
            paramLabel = "N",
            defaultValue = "8089",
            description = "Port of the raw TCP stream; 0: any. Default: ${DEFAULT-VALUE}.")
    private int tcpPort;

    @Option(
            names = "--loops",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads of the network. Default: ${DEFAULT-VALUE}.")
    private int loops;

    @Mixin
    private SecurityOptions security;

    @Mixin
    private LogOptions logOptions;

    @Mixin
    private OutputOptions output;

    /** Reads {@code --speed}. */
    public static final class SpeedConverter implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            final double speed = Speed.parse(text);
            if (Double.isNaN(speed)) {
                throw new TypeConversionException("expected " + Speed.EXPECTED + ", found '" + text + "'");
            }
            return speed;
        }
    }

    private static void checkPort(String option, int number) {
        if (number < 0 || number > MOST_PORT) {
            throw new CommandFailure(
                    ExitCode.USAGE, option + ": expected 0 (any that is free) to " + MOST_PORT + ", found " + number);
        }
    }

    private GatewayConfig config() {
        checkPort("--port", port);
        checkPort("--tcp-port", tcpPort);
        final InetSocketAddress http = new InetSocketAddress(host, port);
        if (http.isUnresolved()) {
            throw new CommandFailure(ExitCode.USAGE, "--host: " + host + " is no address of this machine");
        }
        try {
            return new GatewayConfig(http, new InetSocketAddress(host, tcpPort), loops, security.config());
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
        }
    }

    /** A log that nobody keeps is another one at each start: its epoch is the second of the start, so that no place of an earlier one fits. */
    private EventLogConfig log() {
        final EventLogConfig log = logOptions.config();
        return log.isKept() ? log : log.withEpoch((int) (System.currentTimeMillis() / 1000));
    }

    @Override
    public Integer call() throws IOException {
        // Before the scenario: who has forgotten a key need not wait for it.
        final GatewayConfig config = config();
        final RunPlan plan;
        try {
            final Scenario scenario = lineOptions.scenario();
            plan = lineOptions.plan(
                    scenario, false, days == null ? HUNDRED_YEARS_US : days.us(), start -> 0, log(), output.remarks());
        } catch (ScenarioException e) {
            throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
        }
        try (StopSignal stop = StopSignal.listen();
                Gateway gateway = Gateway.open(plan, logOptions.snapshotEveryBytes(), speed, config, this::remark)) {
            remark("event log in " + gateway.twin().directory());
            gateway.start();
            final String secure = config.security().tls() == null ? "" : "s";
            remark("serving " + plan.scenario() + " at http" + secure + "://" + host + ":" + gateway.httpPort()
                    + " and tcp" + secure + "://" + host + ":" + gateway.tcpPort() + "; Ctrl-C ends it");
            return serve(gateway, stop);
        } catch (DifferentRunException | KeyFileException e) {
            throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
        }
    }

    private int serve(Gateway gateway, StopSignal stop) {
        try {
            while (!stop.isWanted()) {
                final boolean hasEnded = gateway.twin().awaitEnd(100, TimeUnit.MILLISECONDS);
                final Throwable failure = gateway.failure();
                if (hasEnded || failure != null) {
                    if (failure != null) {
                        remark("ended by " + failure);
                    }
                    return failure instanceof LogStoppedException ? ExitCode.IO : ExitCode.INTERNAL;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.OK;
    }

    private void remark(String text) {
        output.remarks().println("fab: " + text);
        output.remarks().flush();
    }
}
