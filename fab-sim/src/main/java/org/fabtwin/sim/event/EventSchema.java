/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.event;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON Schema (2020-12) of the JSON form of events, from the table of events. Stateless. */
public final class EventSchema {
    private EventSchema() {}

    /** The whole object of an event of a type: attributes of CloudEvents and data. */
    public static ObjectNode of(final EventType type) {
        final ObjectNode schema = object();
        final ObjectNode properties = schema.putObject("properties");
        properties.putObject("specversion").put("const", "1.0");
        properties
                .putObject("id")
                .put("type", "string")
                .put("pattern", "^[0-9]+:[0-9]+$")
                .put("description", "epoch:position in the log");
        properties.putObject("source").put("type", "string").put("pattern", "^/fabtwin/");
        properties.putObject("type").put("const", "org.fabtwin." + type.lowerCamelName());
        properties.putObject("subject").put("type", "string").put("description", "what it is about, such as lot/17");
        properties.putObject("time").put("type", "string").put("format", "date-time");
        properties
                .putObject("simtimeus")
                .put("type", "string")
                .put("pattern", "^-?[0-9]+$")
                .put("description", "simulated time in microseconds");
        properties.putObject("datacontenttype").put("const", "application/json");
        properties.set("data", data(type));
        final ArrayNode required = schema.putArray("required");
        for (final String name :
                new String[] {"specversion", "id", "source", "type", "subject", "simtimeus", "datacontenttype", "data"
                }) {
            required.add(name);
        }
        return schema;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode().put("type", "object").put("additionalProperties", false);
    }

    private static ObjectNode data(final EventType type) {
        final ObjectNode schema = object();
        schema.put("description", type.description());
        final ObjectNode properties = schema.putObject("properties");
        final ArrayNode required = schema.putArray("required");
        for (final EventField field : type.fields()) {
            if (field.meaning() != EventField.Meaning.RESERVED) {
                properties.set(field.name(), value(field));
                required.add(field.name());
            }
        }
        for (final EventType.TextField text : type.data()) {
            properties.putObject(text.name()).put("type", "string").put("description", text.description());
            required.add(text.name());
        }
        return schema;
    }

    private static ObjectNode value(final EventField field) {
        final ObjectNode schema = JsonNodeFactory.instance.objectNode();
        if (!field.values().isEmpty()) {
            final ArrayNode names = schema.put("type", "string").putArray("enum");
            field.values().values().forEach(names::add);
        } else if (field.encoding() == EventField.Encoding.DOUBLE) {
            types(schema, "number", "null");
        } else if (field.name().equals("subject")) {
            // Of a command: a name of the line, or a serial.
            types(schema, "string", "integer", "null");
        } else {
            switch (field.meaning()) {
                case ID -> types(schema, field.idTable() == IdTable.NONE ? "integer" : "string", "null");
                case SERIAL -> types(schema, "integer", "null");
                // A due date may be none.
                case US -> types(schema, "integer", "null");
                default -> schema.put("type", "integer");
            }
        }
        final String description = field.description().isEmpty() ? field.typeDescription() : field.description();
        if (!description.isEmpty()) {
            schema.put("description", description);
        }
        return schema;
    }

    private static void types(final ObjectNode schema, final String... names) {
        final ArrayNode types = schema.putArray("type");
        for (final String name : names) {
            types.add(name);
        }
    }
}
