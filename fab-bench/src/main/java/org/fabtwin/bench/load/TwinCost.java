/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fabtwin.bench.BenchJvm;
import org.fabtwin.sim.cli.FabCommand;

/** What subscribers cost a running line: CPU time of the twin's own thread for each byte of its log, without and with them, in turn. */
final class TwinCost {
    private static final Pattern SERVING =
            Pattern.compile("serving .* at http://127.0.0.1:(\\d+) and tcp://127.0.0.1:(\\d+)");
    private static final String TWIN_THREAD = "fab-twin";

    private final String scenario;
    private final int subscribers;
    private final long seconds;

    TwinCost(String scenario, int subscribers, long seconds) {
        this.scenario = scenario;
        this.subscribers = subscribers;
        this.seconds = seconds;
    }

    /**
     * One row without and one with subscribers for each round.
     *
     * @param eventsPerSecond how many records a second; {@code cpuNsPerEvent} is the twin's thread alone, by records of 48 bytes.
     */
    List<LoadFigures> run(int rounds) throws IOException {
        final Process server = start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(server.getErrorStream(), StandardCharsets.UTF_8))) {
            final Matcher ports = ports(said);
            final int httpPort = Integer.parseInt(ports.group(1));
            final int tcpPort = Integer.parseInt(ports.group(2));
            // So that compilers are done.
            LockSupport.parkNanos(seconds * 2_000_000_000L);
            final List<LoadFigures> figures = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                figures.add(measure(server.pid(), httpPort, tcpPort, 0));
                figures.add(measure(server.pid(), httpPort, tcpPort, subscribers));
            }
            return figures;
        } finally {
            server.destroy();
        }
    }

    private Process start() throws IOException {
        final List<String> command = new ArrayList<>(BenchJvm.command());
        // Not passed on with the other flags.
        command.add(1, "-Dfab.cache=" + System.getProperty("fab.cache", ""));
        command.addAll(List.of(
                FabCommand.class.getName(), "serve", scenario, "--speed", "max", "--port", "0", "--tcp-port", "0"));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static Matcher ports(BufferedReader said) throws IOException {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            final Matcher matcher = SERVING.matcher(line);
            if (matcher.find()) {
                return matcher;
            }
        }
        throw new IOException("fab serve ended before it served");
    }

    private LoadFigures measure(long pid, int httpPort, int tcpPort, int count) throws IOException {
        try (Receiver receiver = new Receiver(null)) {
            for (int i = 0; i < count; i++) {
                receiver.add(GatewayTarget.subscribeTcp(tcpPort, ""));
            }
            receiver.start();
            final long from = position(httpPort);
            final double cpuBefore = twinSeconds(pid);
            final long startNs = System.nanoTime();
            LockSupport.parkNanos(seconds * 1_000_000_000L);
            final double cpuS = twinSeconds(pid) - cpuBefore;
            final double wallS = (System.nanoTime() - startNs) / 1e9;
            final double records = (position(httpPort) - from) / 48.0;
            return new LoadFigures(
                    "twin-thread", count, 0, receiver.total(), records / wallS, cpuS * 1e9 / records, 0, 0, 0);
        }
    }

    private static long position(int port) throws IOException {
        try {
            final HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
                    .build();
            final String body = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
            return new ObjectMapper().readTree(body).path("position").asLong();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static double twinSeconds(long pid) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (final Path thread : threads.toList()) {
                if (Files.readString(thread.resolve("comm")).trim().equals(TWIN_THREAD)) {
                    // Nanoseconds on a processor.
                    return Long.parseLong(Files.readString(thread.resolve("schedstat"))
                                    .split(" ")[0])
                            / 1e9;
                }
            }
        }
        throw new IOException("process " + pid + " has no thread " + TWIN_THREAD);
    }
}
