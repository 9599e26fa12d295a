/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.stream;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fabtwin.sim.cli.FabCommand;

/** {@code fab serve minifab} in a process of its own. */
final class ServedLine implements AutoCloseable {
    private static final String FLAGS = "--add-opens java.base/jdk.internal.misc=ALL-UNNAMED";

    private final List<String> command = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final int httpPort = LiveMinifab.freePort();
    private final int tcpPort = LiveMinifab.freePort();
    private ClientProcess process;

    ServedLine(Path log, double speed, String... more) throws IOException {
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(System.getProperty("fab.test.flags", FLAGS).split(" ")));
        command.addAll(
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(FabCommand.class.getName(), "serve", "minifab", "--log", log.toString()));
        command.addAll(List.of("--speed", Double.toString(speed), "--durability", "none", "--snapshot-every", "1 MiB"));
        command.addAll(List.of("--port", Integer.toString(httpPort), "--tcp-port", Integer.toString(tcpPort)));
        command.addAll(List.of(more));
    }

    /** Starts it, or starts it again on the same folder, and waits until it listens. */
    void start() throws Exception {
        process = new ClientProcess(command);
        process.awaitErrorLine(line -> line.startsWith("fab: serving"));
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.kill();
        process.awaitExit();
    }

    int httpPort() {
        return httpPort;
    }

    int tcpPort() {
        return tcpPort;
    }

    String health() throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + "/health"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Waits until the server counts so many subscribers. */
    void awaitSubscribers(int count) throws Exception {
        final long untilNs = System.nanoTime() + 60_000_000_000L;
        String health = health();
        while (!health.contains("\"subscribers\":" + count + "}")
                && !health.contains("\"subscribers\":" + count + ",")) {
            if (System.nanoTime() > untilNs) {
                throw new IllegalStateException("expected " + count + " subscribers, found " + health);
            }
            Thread.sleep(20);
            health = health();
        }
    }

    /** What it has said. */
    List<String> remarks() {
        return process.errors();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
