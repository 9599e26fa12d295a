/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fabtwin.sim.cli.CommandFailure;
import org.fabtwin.sim.cli.ExitCode;
import org.fabtwin.sim.cli.OutputOptions;
import org.fabtwin.sim.cli.Subcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fab load}: how many events the gateway delivers, beside brokers under the same load. */
@Command(
        name = "load",
        description = {
            "Put load on the gateway's streams, and the same on nats-server and redis-server where this machine has them: events "
                    + "of 40 bytes, a filter on, servers and subscribers in separate processes, targets in turn. Events a second, CPU time "
                    + "per delivered event, and latency at a rate from each event's due time."
        },
        footer = {
            "%nExamples:",
            "  fab load",
            "  fab load --subscribers 1,10 --targets websocket,nats --rounds 3",
            "  fab load --latency 10000 --seconds 10 --out fab-bench/results/load.json",
            "  fab load --twin line2nm-6k --subscribers 10",
            "  fab load --subscribers 100 --stuck 50 --targets websocket",
            "  fab load --subscribers 10 --targets websocket,websocket-tls"
        })
public final class LoadCommand implements Subcommand {
    private static final List<String> ALL = List.of("websocket", "tcp", "json", "nats", "redis");
    private static final List<String> TLS = List.of("websocket-tls", "tcp-tls");

    /** Of a measurement, for each subscriber. */
    private static final long FEWEST_EVENTS = 20_000;

    private static final long MOST_IN_RING = 8_000_000;

    @Option(
            names = "--targets",
            split = ",",
            paramLabel = "NAME",
            description =
                    "websocket, tcp, json, nats, redis, and with TLS websocket-tls, tcp-tls. Default: those without.")
    private List<String> targets = ALL;

    @Option(
            names = "--subscribers",
            split = ",",
            paramLabel = "N",
            description = "Numbers of subscribers. Default: 1,10,100,1000.")
    private List<Integer> subscribers = List.of(1, 10, 100, 1000);

    @Option(
            names = "--stuck",
            paramLabel = "N",
            defaultValue = "0",
            description = "So many of them subscribe and never read. Default: 0.")
    private int stuck;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Measurements of each, targets in turn. Default: 5.")
    private int rounds;

    @Option(
            names = "--deliveries",
            paramLabel = "N",
            defaultValue = "40000000",
            description = "Delivered events of a measurement, about. Default: 40000000.")
    private long deliveries;

    @Option(
            names = "--latency",
            paramLabel = "RATE",
            description = "Measure latency at so many events a second instead.")
    private Long latencyRate;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Length of a measurement of latency. Default: 5.")
    private long seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "36",
            description =
                    "Seconds at the same rate before latency is measured, for each target, in turn, so that the compilers are done. "
                            + "Default: 36.")
    private long warmUpSeconds;

    @Option(
            names = "--catch-up",
            paramLabel = "EVENTS",
            description =
                    "Measure instead how fast one subscriber takes so many events that are all in the log; at most 8000000.")
    private Long catchUp;

    @Option(
            names = "--twin",
            paramLabel = "SCENARIO",
            description = "Measure instead what subscribers cost the thread of a twin that runs as fast as it goes.")
    private String twin;

    @Option(names = "--loops", paramLabel = "N", defaultValue = "1", description = "Threads of the gateway's network.")
    private int loops;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the raw figures there, as JSON.")
    private Path file;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException {
        for (final String target : targets) {
            if (!ALL.contains(target) && !TLS.contains(target)) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "--targets: expected " + String.join(", ", ALL) + ", " + String.join(", ", TLS) + ", found '"
                                + target + "'");
            }
        }
        final List<LoadFigures> figures = new ArrayList<>();
        if (twin != null) {
            return report(new TwinCost(twin, subscribers.get(0), seconds).run(rounds));
        }
        if (catchUp != null) {
            subscribers = List.of(1);
            if (catchUp < 10 || catchUp > MOST_IN_RING) {
                throw new CommandFailure(
                        ExitCode.USAGE, "--catch-up: expected 10 to " + MOST_IN_RING + ", found " + catchUp);
            }
        }
        for (final int count : subscribers) {
            if (latencyRate != null) {
                measureLatency(count, figures);
                continue;
            }
            for (int round = 0; round < rounds; round++) {
                for (final String target : targets) {
                    measure(target, count, figures);
                }
            }
        }
        return report(figures);
    }

    private int report(List<LoadFigures> figures) throws IOException {
        print(figures);
        if (file != null) {
            Files.writeString(file, json(figures).toPrettyString() + "\n");
        }
        return ExitCode.OK;
    }

    private void measureLatency(int count, List<LoadFigures> figures) throws IOException {
        try (LatencyTurns turns = new LatencyTurns(latencyRate, count, stuck)) {
            for (final String name : targets) {
                final Target target = open(name);
                if (target != null) {
                    turns.add(target);
                }
            }
            turns.run(warmUpSeconds, seconds, rounds, measured -> keep(measured, figures));
        }
    }

    private void measure(String name, int count, List<LoadFigures> figures) throws IOException {
        if (catchUp != null && broker(name) != null) {
            // They keep nothing.
            return;
        }
        final Target target = open(name);
        if (target == null) {
            return;
        }
        try (target) {
            keep(
                    catchUp != null
                            ? Measurement.catchUp((GatewayTarget) target, catchUp)
                            : new Measurement(target, count, stuck)
                                    .run(Math.max(FEWEST_EVENTS, deliveries / (count - stuck))),
                    figures);
        }
    }

    private void keep(LoadFigures measured, List<LoadFigures> figures) {
        figures.add(measured);
        output.remarks().println("fab: " + measured.text());
        output.remarks().flush();
    }

    /** Null for what is no broker. */
    private static BrokerTarget.Broker broker(String name) {
        return switch (name) {
            case "nats" -> BrokerTarget.Broker.NATS;
            case "redis" -> BrokerTarget.Broker.REDIS;
            default -> null;
        };
    }

    /** Null where this machine does not have it, which is said. */
    private Target open(String name) throws IOException {
        final BrokerTarget.Broker broker = broker(name);
        if (broker == null) {
            return new GatewayTarget(
                    GatewayTarget.Protocol.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')), loops);
        }
        if (broker.file() == null) {
            output.remarks().println("fab: this machine has no server for " + name + ": left out");
            return null;
        }
        return new BrokerTarget(broker);
    }

    private void print(List<LoadFigures> figures) {
        if (output.json()) {
            output.result().println(json(figures));
            return;
        }
        for (final int count :
                figures.stream().map(LoadFigures::subscribers).distinct().toList()) {
            for (final String name : figures.stream()
                    .filter(one -> one.subscribers() == count)
                    .map(LoadFigures::target)
                    .distinct()
                    .toList()) {
                output.result()
                        .println(LoadFigures.median(figures.stream()
                                        .filter(one -> one.subscribers() == count
                                                && one.target().equals(name))
                                        .toList())
                                .text());
            }
        }
    }

    private static JsonNode json(List<LoadFigures> figures) {
        final ObjectMapper mapper = new ObjectMapper();
        final ArrayNode all = mapper.createArrayNode();
        figures.forEach(one -> all.add((ObjectNode) mapper.valueToTree(one)));
        return all;
    }
}
