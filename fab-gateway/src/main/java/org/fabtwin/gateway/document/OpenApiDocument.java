/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.document;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Type;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.fabtwin.sim.kpi.RunFigures;
import org.fabtwin.sim.state.LineState;
import org.fabtwin.sim.state.LoopState;
import org.fabtwin.sim.state.LotState;
import org.fabtwin.sim.state.MapState;
import org.fabtwin.sim.state.Page;
import org.fabtwin.sim.state.QueueState;
import org.fabtwin.sim.state.Snapshot;
import org.fabtwin.sim.state.ToolState;
import org.fabtwin.sim.state.WaferState;

/**
 * The OpenAPI 3.1 document of all that answers over HTTP. Whoever adds a route describes it in {@link #describe}; a test compares
 * the document with the router. Single-threaded; for one document.
 */
public final class OpenApiDocument {
    private static final String JSON = "application/json";
    /** What answers without a token. */
    private static final Set<String> OPEN = Set.of("get /health", "get /ready", "delete /v1/session");

    private static final Map<String, String> PARAMETERS = Map.ofEntries(
            Map.entry("after", "next of the page before"),
            Map.entry("limit", "most entries, 1 to " + Page.MOST + "; 100 without"),
            Map.entry("toolGroup", "only tools of this group"),
            Map.entry("area", "only what is in this area"),
            Map.entry("state", "only what is in this state"),
            Map.entry("product", "only those of this product"),
            Map.entry("lotClass", "only lots of this class"),
            Map.entry("lot", "only wafers of the lot of this serial"),
            Map.entry("controller", "only loops of this controller"));

    private final ObjectNode document = JsonNodeFactory.instance.objectNode();
    private final ObjectNode paths;
    private final ObjectNode schemas;
    private final Set<String> routes = new TreeSet<>();

    public OpenApiDocument(String version) {
        document.put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "fabtwin gateway")
                .put("version", version)
                .put(
                        "description",
                        "A live twin of a semiconductor line: its events, its state, commands for it. docs/GATEWAY.md "
                                + "has examples. Errors are {\"error\": text}.");
        paths = document.putObject("paths");
        final ObjectNode components = document.putObject("components");
        schemas = components.putObject("schemas");
        final ObjectNode error = schemas.putObject("Error").put("type", "object");
        error.putObject("properties").putObject("error").put("type", "string");
        error.putArray("required").add("error");
        components
                .putObject("securitySchemes")
                .putObject("bearer")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("bearerFormat", "JWT");
        describe();
    }

    /** The document. */
    public ObjectNode document() {
        return document;
    }

    /** What it describes, as {@code GET /v1/state/tools/*}: a parameter in the path is a star. */
    public Set<String> routes() {
        return routes;
    }

    private void describe() {
        get("/health", "Whether the twin lives, and where its log is", null, object());
        errors(get("/ready", "Whether the line runs and its log is followed", null, object()), "503");
        respond(
                operation("get", "/metrics", "Figures of the gateway for Prometheus"),
                "200",
                "OpenMetrics, or Prometheus' text where only text/plain is accepted",
                "application/openmetrics-text",
                JsonNodeFactory.instance.objectNode().put("type", "string"));
        get("/v1/log", "The log behind the stream: its run, the line and its names", null, object());
        respond(
                operation(
                        "post",
                        "/v1/session",
                        "Makes the bearer token of the request a cookie, for a browser's EventSource"),
                "204",
                "the cookie is in Set-Cookie");
        respond(operation("delete", "/v1/session", "Takes the cookie away"), "204", "it is gone");
        describeEvents();
        describeCommands();
        state("line", "The line at a glance", null, new TypeReference<Snapshot<LineState>>() {});
        state(
                "tools",
                "Tools, in the line's order",
                null,
                new TypeReference<Snapshot<Page<ToolState>>>() {},
                "after",
                "limit",
                "toolGroup",
                "area",
                "state");
        state(
                "tools/{tool}",
                "A tool, its chambers and the carriers in it",
                "name of the tool",
                new TypeReference<Snapshot<ToolState.Detail>>() {});
        state(
                "queues",
                "Queues of the tool groups",
                null,
                new TypeReference<Snapshot<Page<QueueState>>>() {},
                "after",
                "limit",
                "area");
        state(
                "queues/{toolGroup}",
                "A queue and who waits in it, in the order in which they stand",
                "name of the tool group",
                new TypeReference<Snapshot<QueueState.Detail>>() {},
                "limit");
        state(
                "lots",
                "Lots in the line, by serial",
                null,
                new TypeReference<Snapshot<Page<LotState>>>() {},
                "after",
                "limit",
                "product",
                "lotClass",
                "state");
        state(
                "lots/{lot}",
                "A lot and its carriers",
                "serial of the lot",
                new TypeReference<Snapshot<LotState.Detail>>() {});
        state(
                "wafers",
                "Wafers in the line, by serial",
                null,
                new TypeReference<Snapshot<Page<WaferState>>>() {},
                "after",
                "limit",
                "product",
                "lot",
                "state");
        state(
                "wafers/{wafer}",
                "A wafer and what it carries: the truth, not what is measured of it",
                "serial of the wafer",
                new TypeReference<Snapshot<WaferState.Detail>>() {});
        state(
                "maps/{wafer}",
                "The map of a tested wafer, from its event in the log",
                "serial of the wafer",
                new TypeReference<Snapshot<MapState>>() {});
        state(
                "loops",
                "Run-to-run loops",
                null,
                new TypeReference<Snapshot<Page<LoopState>>>() {},
                "after",
                "limit",
                "controller");
        state(
                "figures",
                "The figures of docs/FIGURES.md as of now",
                null,
                new TypeReference<Snapshot<RunFigures>>() {});
        get("/v1/openapi.json", "This document", null, object());
        get("/v1/asyncapi.json", "The AsyncAPI document of the streams", null, object());
        for (final String name : new String[] {"events", "stream"}) {
            respond(
                    operation("get", "/v1/schema/" + name + ".xml", "SBE schema of the binary " + name),
                    "200",
                    "the schema",
                    "application/xml",
                    JsonNodeFactory.instance.objectNode().put("type", "string"));
        }
    }

    private void describeEvents() {
        final ObjectNode events = operation(
                "get",
                "/v1/events",
                "The event stream: NDJSON, Server-Sent Events (Accept: text/event-stream), or a WebSocket (fab.json.v1, fab.sbe.v1)");
        StreamParameters.ALL.forEach((name, description) -> parameter(events, name, "query", description));
        parameter(events, "Last-Event-ID", "header", "of Server-Sent Events: goes on after it");
        final ObjectNode line = JsonNodeFactory.instance
                .objectNode()
                .put("type", "string")
                .put("description", "CloudEvents objects, one a line; /v1/asyncapi.json describes them");
        respond(events, "200", "events until the client has enough", "application/x-ndjson", line);
        respond(events, "200", "events until the client has enough", "text/event-stream", line);
        errors(events, "400");
    }

    private void describeCommands() {
        final ObjectNode post = operation(
                "post",
                "/v1/commands",
                "A command for the line, answered when it has taken effect (role engineer or admin)");
        parameter(post, "Idempotency-Key", "header", "the same command under the same key is done once");
        final ObjectNode body = post.putObject("requestBody").put("required", true);
        schemas.set("Command", CommandSchemas.command());
        schemas.set("CommandAnswer", CommandSchemas.answer());
        body.putObject("content").putObject(JSON).set("schema", reference("Command"));
        respond(post, "200", "it has taken effect", JSON, reference("CommandAnswer"));
        respond(post, "202", "it waits for its time; ask /v1/commands/{key}", JSON, reference("CommandAnswer"));
        respond(post, "400", "it can't be read", JSON, reference("CommandAnswer"));
        respond(post, "404", "its target is not in the line", JSON, reference("CommandAnswer"));
        respond(post, "409", "the target is in the wanted state already", JSON, reference("CommandAnswer"));
        respond(
                post,
                "422",
                "the value is out of range, or the key was another command's",
                JSON,
                reference("CommandAnswer"));
        errors(post, "401", "403", "415", "429", "503");
        get("/v1/commands/{key}", "What became of a command", "its key", reference("CommandAnswer"));
    }

    private void state(String path, String summary, String pathParameter, TypeReference<?> type, String... parameters) {
        final ObjectNode get =
                get("/v1/state/" + path, summary, pathParameter, reference(schema(path, type.getType())));
        for (final String name : parameters) {
            parameter(get, name, "query", PARAMETERS.get(name));
        }
        errors(get, "400", "503");
    }

    /** Keeps the schema of a path and returns its name. */
    private String schema(String path, Type type) {
        final String word = path.replaceAll("s?/\\{.*", "");
        final String name = word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
        schemas.set(name, RecordSchema.of(type));
        return name;
    }

    private ObjectNode get(String path, String summary, String pathParameter, ObjectNode schema) {
        final ObjectNode get = operation("get", path, summary);
        if (pathParameter != null) {
            final String name = path.substring(path.indexOf('{') + 1, path.indexOf('}'));
            parameter(get, name, "path", pathParameter).put("required", true);
            errors(get, "404");
        }
        respond(get, "200", "the answer", JSON, schema);
        return get;
    }

    private ObjectNode operation(String method, String path, String summary) {
        routes.add(method.toUpperCase(Locale.ROOT) + " " + path.replaceAll("\\{.*\\}$", "*"));
        final ObjectNode item = paths.has(path) ? (ObjectNode) paths.get(path) : paths.putObject(path);
        final ObjectNode operation = item.putObject(method).put("summary", summary);
        if (!OPEN.contains(method + " " + path)) {
            operation.putArray("security").addObject().putArray("bearer");
        }
        return operation;
    }

    private static ObjectNode parameter(ObjectNode operation, String name, String in, String description) {
        final ArrayNode all = operation.has("parameters")
                ? (ArrayNode) operation.get("parameters")
                : operation.putArray("parameters");
        final ObjectNode parameter =
                all.addObject().put("name", name).put("in", in).put("description", description);
        parameter.putObject("schema").put("type", "string");
        return parameter;
    }

    private static ObjectNode respond(ObjectNode operation, String status, String description) {
        final ObjectNode responses =
                operation.has("responses") ? (ObjectNode) operation.get("responses") : operation.putObject("responses");
        final ObjectNode response =
                responses.has(status) ? (ObjectNode) responses.get(status) : responses.putObject(status);
        return response.put("description", description);
    }

    private static void respond(
            ObjectNode operation, String status, String description, String mediaType, ObjectNode schema) {
        final ObjectNode response = respond(operation, status, description);
        final ObjectNode content =
                response.has("content") ? (ObjectNode) response.get("content") : response.putObject("content");
        content.putObject(mediaType).set("schema", schema);
    }

    private static void errors(ObjectNode operation, String... statuses) {
        for (final String status : statuses) {
            respond(operation, status, "an error in words", JSON, reference("Error"));
        }
    }

    private static ObjectNode reference(String schema) {
        return JsonNodeFactory.instance.objectNode().put("$ref", "#/components/schemas/" + schema);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode().put("type", "object");
    }
}
