/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.document;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** JSON Schema of a record as Jackson writes it. What is no primitive, list or map may be null. Stateless. */
final class RecordSchema {
    private RecordSchema() {}

    static ObjectNode of(Type type) {
        return of(type, Map.of());
    }

    private static ObjectNode of(Type type, Map<TypeVariable<?>, Type> known) {
        if (type instanceof TypeVariable<?> variable) {
            return of(known.get(variable), known);
        }
        final Class<?> raw = (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
        final Type[] arguments =
                type instanceof ParameterizedType generic ? generic.getActualTypeArguments() : new Type[0];
        final ObjectNode schema = JsonNodeFactory.instance.objectNode();
        if (raw == List.class) {
            schema.put("type", "array").set("items", of(arguments[0], known));
        } else if (raw.isArray()) {
            schema.put("type", "array").set("items", of(raw.getComponentType(), known));
        } else if (raw == Map.class) {
            schema.put("type", "object").set("additionalProperties", of(arguments[1], known));
        } else if (raw.isRecord()) {
            components(schema, raw, bound(raw, arguments, known));
        } else {
            schema.put("type", simple(raw));
        }
        return schema;
    }

    private static Map<TypeVariable<?>, Type> bound(Class<?> raw, Type[] arguments, Map<TypeVariable<?>, Type> outer) {
        final Map<TypeVariable<?>, Type> bound = new HashMap<>(outer);
        for (int i = 0; i < arguments.length; i++) {
            bound.put(raw.getTypeParameters()[i], arguments[i]);
        }
        return bound;
    }

    private static void components(ObjectNode schema, Class<?> raw, Map<TypeVariable<?>, Type> known) {
        schema.put("type", "object").put("additionalProperties", false);
        final ObjectNode properties = schema.putObject("properties");
        final ArrayNode required = schema.putArray("required");
        for (final RecordComponent component : raw.getRecordComponents()) {
            final ObjectNode value = of(component.getGenericType(), known);
            if (!component.getType().isPrimitive() && component.getType() != List.class) {
                final String type = value.get("type").asText();
                value.putArray("type").add(type).add("null");
            }
            properties.set(component.getName(), value);
            required.add(component.getName());
        }
    }

    private static String simple(Class<?> type) {
        if (type == String.class) {
            return "string";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "boolean";
        }
        if (type == double.class || type == Double.class) {
            return "number";
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "integer";
        }
        throw new IllegalArgumentException("no schema for " + type);
    }
}
