/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What differs between two maps from paths: of scenarios, of figures. */
public final class RunDifference {
    private static final YAMLMapper YAML = new YAMLMapper();

    private RunDifference() {}

    /**
     * One path with what each side has there.
     *
     * @param first null where the first has nothing.
     * @param second null where the second has nothing.
     */
    public record Entry<T>(String path, T first, T second) {}

    /** Paths whose values differ, in the order of the first, then what only the second has. */
    public static <T> List<Entry<T>> between(Map<String, T> first, Map<String, T> second) {
        final Set<String> paths = new LinkedHashSet<>(first.keySet());
        paths.addAll(second.keySet());
        final List<Entry<T>> found = new ArrayList<>();
        for (final String path : paths) {
            if (!Objects.equals(first.get(path), second.get(path))) {
                found.add(new Entry<>(path, first.get(path), second.get(path)));
            }
        }
        return found;
    }

    /** All values of a scenario's text by path, as written; elements of a list by number. */
    public static Map<String, String> values(String scenarioText) {
        try {
            final Map<String, String> values = new LinkedHashMap<>();
            collect("", YAML.readTree(scenarioText), values);
            return values;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the scenario in the log's header is no YAML: " + e.getOriginalMessage(), e);
        }
    }

    private static void collect(String path, JsonNode node, Map<String, String> into) {
        if (node.isValueNode()) {
            into.put(path, node.asText());
            return;
        }
        int index = 0;
        for (final Map.Entry<String, JsonNode> field : node.properties()) {
            collect(path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), into);
        }
        for (final JsonNode element : node.isArray() ? node : List.<JsonNode>of()) {
            collect(path + "[" + index++ + "]", element, into);
        }
    }
}
