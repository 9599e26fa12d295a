/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.document;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fabtwin.core.event.CommandResult;
import org.fabtwin.gateway.command.CommandDesk;

/** JSON Schemas of commands and their answers. Stateless. */
final class CommandSchemas {
    private CommandSchemas() {}

    static ObjectNode command() {
        final ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", "object").put("additionalProperties", false);
        final ObjectNode properties = schema.putObject("properties");
        final ObjectNode what = properties.putObject("do").put("type", "string");
        final ArrayNode kinds = what.putArray("enum");
        CommandDesk.kinds().forEach(kinds::add);
        properties
                .putObject("target")
                .put("description", "parameter, tool, order, excursion, chamber by name; lot or wafer by serial")
                .putArray("type")
                .add("string")
                .add("integer");
        properties
                .putObject("value")
                .put(
                        "description",
                        "new value, with a unit or in the parameter's own; number of lots; speed; what the kind takes")
                .putArray("type")
                .add("string")
                .add("number");
        properties
                .putObject("at")
                .put("type", "string")
                .put("description", "simulated time, such as 30 h; now without");
        schema.putArray("required").add("do");
        return schema;
    }

    static ObjectNode answer() {
        final ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", "object").put("additionalProperties", false);
        final ObjectNode properties = schema.putObject("properties");
        final ArrayNode results =
                properties.putObject("result").put("type", "string").putArray("enum");
        for (final CommandResult result : CommandResult.values()) {
            if (result != CommandResult.NULL_VAL) {
                results.add(result.name());
            }
        }
        results.add("WAITING");
        properties.putObject("sequence").put("type", "integer").put("description", "number in the journal");
        properties.putObject("epoch").put("type", "integer");
        properties
                .putObject("position")
                .put("type", "integer")
                .put("description", "of its CommandApplied event in the log");
        properties
                .putObject("timeUs")
                .put("type", "integer")
                .put("description", "simulated time at which it took effect");
        properties.putObject("speed").putArray("type").add("number").add("string");
        properties.putObject("key").put("type", "string");
        properties.putObject("text").put("type", "string");
        properties.putObject("error").put("type", "string").put("description", "in words, if it had no effect");
        properties.set("problems", problems());
        return schema;
    }

    private static ObjectNode problems() {
        final ObjectNode list = JsonNodeFactory.instance.objectNode().put("type", "array");
        final ObjectNode properties =
                list.putObject("items").put("type", "object").putObject("properties");
        for (final String name : new String[] {"field", "found", "expected", "nearest"}) {
            properties.putObject(name).put("type", "string");
        }
        return list;
    }
}
