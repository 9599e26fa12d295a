/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The compiled line as a log's header describes it: names for the ids in the records, and what figures need of tools,
 * steps and products. Immutable.
 */
public final class LoggedLine {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String name;
    private final boolean lotMode;
    private final List<String> toolGroups;
    private final List<String> tools;
    private final List<String> chambers;
    private final List<String> setups;
    private final List<String> products;
    private final List<String> lotClasses;
    private final List<String> orders;
    private final List<String> steps;
    private final List<String> modules;
    private final List<String> items;
    private final List<String> parameters;
    private final List<Window> windows;
    private final int[] groupOfTool;
    private final int[] firstChamberOfTool;
    private final int[] moduleOfStep;
    private final int[] groupOfStep;
    private final long[] zeroLoadUsOfProduct;

    /** A queue-time window: from the end of one step to the start of another. */
    public record Window(int fromStep, int toStep, long limitUs, String policy) {}

    private LoggedLine(JsonNode line) {
        name = line.path("name").asText();
        lotMode = line.path("lotMode").asBoolean();
        toolGroups = names(line.path("toolGroups"));
        tools = names(line.path("tools"));
        chambers = names(line.path("chambers"));
        setups = names(line.path("setups"));
        products = names(line.path("products"));
        lotClasses = names(line.path("lotClasses"));
        orders = names(line.path("orders"));
        steps = names(line.path("steps"));
        items = names(line.path("items"));
        parameters = names(line.path("parameters"));
        groupOfTool = new int[tools.size()];
        firstChamberOfTool = new int[tools.size() + 1];
        readTools(line.path("toolGroups"));
        moduleOfStep = new int[steps.size()];
        groupOfStep = new int[steps.size()];
        modules = readSteps(line.path("steps"));
        zeroLoadUsOfProduct = new long[products.size()];
        for (int product = 0; product < zeroLoadUsOfProduct.length; product++) {
            zeroLoadUsOfProduct[product] =
                    line.path("products").path(product).path("zeroLoadUs").asLong();
        }
        windows = readWindows(line.path("windows"));
    }

    /** Reads what {@code Line.toJson()} wrote. */
    public static LoggedLine ofJson(String json) {
        try {
            return new LoggedLine(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the log's header holds no readable line: " + e.getOriginalMessage(), e);
        }
    }

    private void readTools(JsonNode groups) {
        int chamber = 0;
        for (int group = 0; group < toolGroups.size(); group++) {
            final JsonNode node = groups.path(group);
            final int first = node.path("firstTool").asInt();
            final int count = node.path("tools").asInt();
            final int chambersPerTool = node.path("chambersPerTool").asInt();
            for (int tool = first; tool < first + count; tool++) {
                groupOfTool[tool] = group;
                firstChamberOfTool[tool] = chamber;
                chamber += chambersPerTool;
            }
        }
        firstChamberOfTool[tools.size()] = chamber;
        if (chamber != chambers.size()) {
            throw new IllegalArgumentException(
                    "the log's header names " + chambers.size() + " chambers, its tool groups have " + chamber);
        }
    }

    private List<String> readSteps(JsonNode nodes) {
        final Map<String, Integer> ids = new LinkedHashMap<>();
        for (int step = 0; step < steps.size(); step++) {
            final String module = nodes.path(step).path("module").asText();
            final Integer known = ids.putIfAbsent(module, ids.size());
            moduleOfStep[step] = known == null ? ids.size() - 1 : known;
            groupOfStep[step] = nodes.path(step).path("toolGroup").asInt();
        }
        return List.copyOf(ids.keySet());
    }

    private static List<Window> readWindows(JsonNode nodes) {
        final List<Window> windows = new ArrayList<>();
        for (final JsonNode node : nodes) {
            windows.add(new Window(
                    node.path("from").asInt(),
                    node.path("to").asInt(),
                    node.path("limitUs").asLong(),
                    node.path("policy").asText()));
        }
        return List.copyOf(windows);
    }

    // Plain names, or objects with a "name" (parameters: a "path").
    private static List<String> names(JsonNode nodes) {
        final List<String> names = new ArrayList<>();
        for (final JsonNode node : nodes) {
            names.add(
                    node.isTextual()
                            ? node.asText()
                            : node.path(node.has("path") ? "path" : "name").asText());
        }
        return List.copyOf(names);
    }

    public String name() {
        return name;
    }

    /** Lots are the moving entity; there are no records of single wafers. */
    public boolean isLotMode() {
        return lotMode;
    }

    public List<String> toolGroups() {
        return toolGroups;
    }

    public List<String> tools() {
        return tools;
    }

    public List<String> chambers() {
        return chambers;
    }

    public List<String> setups() {
        return setups;
    }

    public List<String> products() {
        return products;
    }

    public List<String> lotClasses() {
        return lotClasses;
    }

    public List<String> orders() {
        return orders;
    }

    public List<String> steps() {
        return steps;
    }

    /** Modules of the routes, in order of their first step. */
    public List<String> modules() {
        return modules;
    }

    /** Breakdown and maintenance items. */
    public List<String> items() {
        return items;
    }

    /** Paths of the parameters. */
    public List<String> parameters() {
        return parameters;
    }

    public List<Window> windows() {
        return windows;
    }

    public int groupOfTool(int tool) {
        return groupOfTool[tool];
    }

    /** The tool's first chamber; its last is the one before {@code firstChamberOfTool(tool + 1)}. */
    public int firstChamberOfTool(int tool) {
        return firstChamberOfTool[tool];
    }

    /** Index into {@link #modules()}. */
    public int moduleOfStep(int step) {
        return moduleOfStep[step];
    }

    public int groupOfStep(int step) {
        return groupOfStep[step];
    }

    /** Cycle time of a lot of this product alone in the line. */
    public long zeroLoadUsOfProduct(int product) {
        return zeroLoadUsOfProduct[product];
    }
}
