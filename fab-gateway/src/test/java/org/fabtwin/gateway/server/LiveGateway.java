/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.sim.run.LineRun;
import org.fabtwin.sim.run.RunPlan;
import org.fabtwin.sim.scenario.Scenario;
import org.fabtwin.sim.scenario.ScenarioReader;

/** A gateway in this process on ports of its own, and a foreign client (the JDK's) to talk to it. */
public final class LiveGateway implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long DAY_US = 86_400_000_000L;

    private final Gateway gateway;
    private final HttpClient client = HttpClient.newHttpClient();

    private LiveGateway(Gateway gateway) {
        this.gateway = gateway;
    }

    /** Status and body of an answer. */
    public record Answer(int status, JsonNode body) {}

    /** An empty line; {@code directory} null keeps no log. */
    public static RunPlan plan(String scenarioName, Path directory, String... changes) throws IOException {
        final Scenario scenario = ScenarioReader.read(scenarioName, List.of(changes));
        return new RunPlan(
                scenario.name(),
                scenario.text(),
                LineCompiler.compile(scenario.definition()),
                scenario.seed(),
                0,
                null,
                0,
                40_000 * DAY_US,
                List.of(),
                directory == null ? EventLogConfig.ringOnly() : EventLogConfig.keptIn(directory),
                0,
                "test");
    }

    /** Starts an empty line at a speed; {@code directory} null keeps no log. */
    public static LiveGateway start(String scenarioName, Path directory, double speed, String... changes)
            throws IOException {
        final RunPlan plan = plan(scenarioName, directory, changes);
        final Gateway gateway =
                Gateway.open(plan, LineRun.DEFAULT_SNAPSHOT_BYTES, speed, GatewayConfig.local(), remark -> {});
        gateway.start();
        return new LiveGateway(gateway);
    }

    public Gateway gateway() {
        return gateway;
    }

    public URI uri(String target) {
        return URI.create("http://127.0.0.1:" + gateway.httpPort() + target);
    }

    public HttpClient client() {
        return client;
    }

    public Answer get(String target) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(target)).build());
    }

    /** Sends a command; {@code key} may be null. */
    public Answer command(String body, String key) throws IOException, InterruptedException {
        final HttpRequest.Builder request = HttpRequest.newBuilder(uri("/v1/commands"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return send(request.build());
    }

    public Answer send(HttpRequest request) throws IOException, InterruptedException {
        final HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), JSON.readTree(response.body()));
    }

    @Override
    public void close() {
        gateway.close();
    }
}
