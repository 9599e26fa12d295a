/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.document;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fabtwin.gateway.wire.StreamNotice;
import org.fabtwin.gateway.wire.frame.NoticeKind;
import org.fabtwin.sim.event.EventSchema;
import org.fabtwin.sim.event.EventTable;
import org.fabtwin.sim.event.EventType;

/** The AsyncAPI 3.0 document of the streams, from the table of events. Stateless. */
public final class AsyncApiDocument {
    private static final String ANSWERED = "commandAnswered";
    private static final String COMMAND = "command";

    private AsyncApiDocument() {}

    /** The document. */
    public static ObjectNode render(final String version) {
        final ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("asyncapi", "3.0.0");
        document.putObject("info")
                .put("title", "fabtwin events")
                .put("version", version)
                .put(
                        "description",
                        "Everything that happens in the line, from its log, as CloudEvents 1.0 objects: one a line (NDJSON, WebSocket "
                                + "fab.json.v1), or as data of Server-Sent Events. /v1/schema/events.xml and stream.xml tell the "
                                + "binary form (WebSocket fab.sbe.v1, raw TCP). docs/GATEWAY.md has parameters and examples.");
        document.put("defaultContentType", "application/json");
        final ObjectNode channel = document.putObject("channels").putObject("events");
        channel.put("address", "/v1/events").put("title", "The event stream");
        channel.set("bindings", bindings());
        final ObjectNode messages = channel.putObject("messages");
        final ObjectNode operations = document.putObject("operations");
        final ArrayNode sent =
                operation(operations, "sendEvents", "send", "Events and notices, in the order of the log");
        final ObjectNode components = document.putObject("components");
        final ObjectNode allMessages = components.putObject("messages");
        final ObjectNode schemas = components.putObject("schemas");
        for (final EventType type : EventTable.table().types()) {
            if (!type.name().equals("Padding")) {
                schemas.set(type.name(), EventSchema.of(type));
                add(type.name(), type.description(), messages, allMessages, sent);
            }
        }
        for (final NoticeKind kind : NoticeKind.values()) {
            if (kind == NoticeKind.NULL_VAL) {
                continue;
            }
            final String notice = StreamNotice.nameOf(kind);
            schemas.set(notice, notice(notice));
            add(notice, "A notice: no event, its type is org.fabtwin.stream." + notice, messages, allMessages, sent);
        }
        schemas.set(ANSWERED, answered());
        add(ANSWERED, "The answer to a command on this WebSocket", messages, allMessages, sent);
        schemas.set(COMMAND, command());
        add(
                COMMAND,
                "A command from a client, on a WebSocket of either form, as text",
                messages,
                allMessages,
                operation(operations, "receiveCommand", "receive", "Commands for the line"));
        return document;
    }

    /** Name of the schema of a message with this CloudEvents type; null without. */
    public static String schemaOf(final String cloudEventsType) {
        final String name = cloudEventsType.substring(cloudEventsType.lastIndexOf('.') + 1);
        if (cloudEventsType.equals("org.fabtwin.command.answered")) {
            return ANSWERED;
        }
        if (cloudEventsType.equals("org.fabtwin.stream." + name)) {
            return name;
        }
        final EventType type = EventTable.table().type(name);
        return type == null ? null : type.name();
    }

    private static ObjectNode bindings() {
        final ObjectNode bindings = JsonNodeFactory.instance.objectNode();
        final ObjectNode query = bindings.putObject("ws")
                .put("bindingVersion", "0.1.0")
                .put("method", "GET")
                .putObject("query");
        query.put("type", "object");
        final ObjectNode properties = query.putObject("properties");
        StreamParameters.ALL.forEach((name, description) ->
                properties.putObject(name).put("type", "string").put("description", description));
        return bindings;
    }

    private static ArrayNode operation(ObjectNode operations, String name, String action, String summary) {
        final ObjectNode operation = operations.putObject(name);
        operation.put("action", action).put("summary", summary);
        operation.putObject("channel").put("$ref", "#/channels/events");
        return operation.putArray("messages");
    }

    private static void add(String name, String summary, ObjectNode ofChannel, ObjectNode all, ArrayNode ofOperation) {
        ofChannel.putObject(name).put("$ref", "#/components/messages/" + name);
        final ObjectNode message = all.putObject(name);
        message.put("name", name).put("summary", summary).put("contentType", "application/json");
        message.putObject("payload").put("$ref", "#/components/schemas/" + name);
        ofOperation.addObject().put("$ref", "#/channels/events/messages/" + name);
    }

    private static ObjectNode envelope(String type) {
        final ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", "object").put("additionalProperties", false);
        final ObjectNode properties = schema.putObject("properties");
        properties.putObject("specversion").put("const", "1.0");
        properties.putObject("id").put("type", "string");
        properties.putObject("source").put("const", "/fabtwin/gateway");
        properties.putObject("type").put("const", type);
        properties.putObject("datacontenttype").put("const", "application/json");
        final ArrayNode required = schema.putArray("required");
        properties.fieldNames().forEachRemaining(required::add);
        required.add("data");
        return schema;
    }

    private static ObjectNode notice(String name) {
        final ObjectNode schema = envelope("org.fabtwin.stream." + name);
        final ObjectNode data = ((ObjectNode) schema.get("properties")).putObject("data");
        data.put("type", "object").put("additionalProperties", false);
        final ObjectNode properties = data.putObject("properties");
        properties.putObject("epoch").put("type", "integer");
        properties.putObject("from").put("type", "integer");
        properties.putObject("to").put("type", "integer");
        properties.putObject("text").put("type", "string");
        data.putArray("required").add("epoch").add("from").add("to");
        return schema;
    }

    private static ObjectNode answered() {
        final ObjectNode schema = envelope("org.fabtwin.command.answered");
        final ObjectNode data = CommandSchemas.answer();
        final ObjectNode properties = (ObjectNode) data.get("properties");
        properties.putObject("id").putArray("type").add("string").add("null");
        properties.putObject("status").put("type", "integer").put("description", "as of HTTP");
        data.putArray("required").add("id").add("status");
        ((ObjectNode) schema.get("properties")).set("data", data);
        return schema;
    }

    private static ObjectNode command() {
        final ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", "object").put("additionalProperties", false);
        final ObjectNode properties = schema.putObject("properties");
        properties.set("command", CommandSchemas.command());
        properties.putObject("id").put("type", "string").put("description", "its key, as Idempotency-Key");
        schema.putArray("required").add("command");
        return schema;
    }
}
