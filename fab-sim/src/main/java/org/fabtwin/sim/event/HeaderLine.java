/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.LogHeaderDecoder;
import org.fabtwin.core.log.RecordHandler;

/**
 * The line as a log's header tells it: names and capacities by id. Knows nothing of the model's code, so that a log can be
 * read, and checked, alone.
 *
 * <p>Immutable; any thread.
 */
public final class HeaderLine {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Equal tools.
     *
     * @param kind such as {@code cluster}.
     * @param capacityCarriers carriers that a tool may hold; 0 = not bounded by a number of carriers.
     * @param chambersPerTool all copies of all stages.
     */
    public record ToolGroup(
            String name,
            String area,
            String kind,
            int firstTool,
            int tools,
            int chambersPerTool,
            int capacityCarriers) {}

    /**
     * Ports, and what moves wafers inside a tool in detailed form.
     *
     * @param isDetailed whether the tools log each move at detail robot.
     * @param ports 0 = not bounded.
     * @param placesInside carriers inside beside those on the ports, with hand-off bounded.
     * @param locks 0 = wafers are handed over at atmosphere, in {@code slots} places.
     */
    public record Handling(
            boolean isDetailed,
            int ports,
            int placesInside,
            long portExchangeUs,
            int arms,
            long actionUs,
            int frontArms,
            long frontActionUs,
            int locks,
            int slots,
            long pumpUs,
            long ventUs) {
        private static Handling of(final JsonNode group) {
            return new Handling(
                    group.path("detailed").asBoolean(),
                    group.path("ports").asInt(),
                    group.path("placesInside").asInt(),
                    group.path("portExchangeUs").asLong(),
                    group.path("arms").asInt(1),
                    group.path("actionUs").asLong(),
                    group.path("frontArms").asInt(1),
                    group.path("frontActionUs").asLong(),
                    group.path("locks").asInt(),
                    group.path("slots").asInt(),
                    group.path("pumpUs").asLong(),
                    group.path("ventUs").asLong());
        }
    }

    /**
     * A step of a route, or of the loop that reworked wafers pass.
     *
     * @param product id.
     * @param toolGroup id.
     * @param next the step that follows; negative after the last of the route or of the rework loop.
     * @param isRework whether it belongs to the rework loop and not to the route.
     * @param isSampled whether carriers may pass without doing it.
     */
    public record Step(
            String name,
            String module,
            int product,
            int toolGroup,
            String recipe,
            long zeroLoadUs,
            int next,
            boolean isRework,
            boolean isSampled) {}

    /**
     * Dies of a product; with their size and the edge exclusion their places on a wafer follow.
     *
     * @param bins names, best first.
     */
    public record Die(
            double widthMm, double heightMm, double scribeMm, double edgeExclusionMm, int dies, List<String> bins) {}

    /** A queue-time window from the end of a step to the start of another. */
    public record Window(int from, int to, long limitUs, String policy) {}

    /**
     * A run-to-run controller.
     *
     * @param factor one unit of the critical parameter in own units.
     * @param variableFactor one unit of the manipulated variable in own units.
     */
    public record Controller(
            String name,
            String method,
            String unit,
            double factor,
            String variable,
            String variableUnit,
            double variableFactor,
            boolean byChamber,
            boolean byTool,
            boolean byProduct) {}

    /**
     * A critical parameter's window.
     *
     * @param lower least deviation from the target within the window, own units; NaN where the header does not say it.
     * @param upper largest deviation.
     */
    public record CriticalParameter(String name, boolean isOverlay, double lower, double upper) {}

    private final String name;
    private final boolean isLotMode;
    private final List<ToolGroup> toolGroups = new ArrayList<>();
    private final List<Handling> handlings = new ArrayList<>();
    private final String handOff;
    private final List<Step> steps = new ArrayList<>();
    private final List<Window> windows = new ArrayList<>();
    private final List<Die> dies = new ArrayList<>();
    private final int[] groupOfTool;
    private final long[] zeroLoadUsOfProduct;
    private final int[] batchMaximumOfStep;
    private final int[] reticleOfStep;
    private final Map<Integer, BitSet> chambersLeftOut = new TreeMap<>();
    private final int[] reticleCopiesOfGroup;
    private final int[] toolOfChamber;
    private final List<Controller> controllers = new ArrayList<>();
    private final List<CriticalParameter> criticalParameters = new ArrayList<>();
    private final Map<IdTable, String[]> names = new EnumMap<>(IdTable.class);

    private HeaderLine(final JsonNode json) {
        name = json.path("name").asText("line");
        isLotMode = json.path("lotMode").asBoolean();
        for (final JsonNode group : json.path("toolGroups")) {
            toolGroups.add(new ToolGroup(
                    group.path("name").asText(),
                    group.path("area").asText(),
                    group.path("kind").asText(),
                    group.path("firstTool").asInt(),
                    group.path("tools").asInt(),
                    Math.max(1, group.path("chambersPerTool").asInt(1)),
                    group.path("capacityCarriers")
                            .asInt(capacityOf(group.path("kind").asText()))));
        }
        handOff = json.path("handOff").asText("buffered");
        json.path("toolGroups").forEach(group -> handlings.add(Handling.of(group)));
        for (final JsonNode step : json.path("steps")) {
            // A product's rework steps follow its route, whose last step has no next.
            final int product = step.path("product").asInt();
            final Step before = steps.isEmpty() ? null : steps.get(steps.size() - 1);
            final boolean isRework =
                    before != null && before.product() == product && (before.isRework() || before.next() < 0);
            steps.add(new Step(
                    step.path("name").asText(),
                    step.path("module").asText(),
                    product,
                    step.path("toolGroup").asInt(),
                    step.path("recipe").asText(),
                    step.path("zeroLoadUs").asLong(),
                    step.path("next").asInt(steps.size() + 1),
                    isRework,
                    // A header that does not say it allows any step to be passed over.
                    step.path("sampled").asBoolean(true)));
        }
        json.path("products").forEach(product -> dies.add(dieOf(product.path("die"))));
        for (final JsonNode window : json.path("windows")) {
            windows.add(new Window(
                    window.path("from").asInt(),
                    window.path("to").asInt(),
                    window.path("limitUs").asLong(),
                    window.path("policy").asText()));
        }
        for (final JsonNode controller : json.path("controllers")) {
            controllers.add(controller(controller, json.path("criticalParameters")));
        }
        for (final JsonNode parameter : json.path("criticalParameters")) {
            criticalParameters.add(new CriticalParameter(
                    parameter.path("name").asText(),
                    parameter.path("overlay").asBoolean(),
                    parameter.path("lower").asDouble(Double.NaN),
                    parameter.path("upper").asDouble(Double.NaN)));
        }
        names.put(IdTable.PRODUCT, namesOf(json.path("products")));
        names.put(IdTable.LOT_CLASS, namesOf(json.path("lotClasses")));
        names.put(IdTable.STEP, namesOf(json.path("steps")));
        names.put(IdTable.TOOL_GROUP, namesOf(json.path("toolGroups")));
        names.put(IdTable.TOOL, namesOf(json.path("tools")));
        names.put(IdTable.CHAMBER, namesOf(json.path("chambers")));
        names.put(IdTable.SETUP, namesOf(json.path("setups")));
        names.put(IdTable.ITEM, namesOf(json.path("items")));
        names.put(IdTable.ORDER, namesOf(json.path("orders")));
        names.put(IdTable.PARAMETER, namesOf(json.path("parameters")));
        names.put(IdTable.CRITICAL_PARAMETER, namesOf(json.path("criticalParameters")));
        names.put(IdTable.EXCURSION, namesOf(json.path("excursions")));
        names.put(IdTable.CONTROLLER, namesOf(json.path("controllers")));
        names.put(IdTable.CHART, namesOf(json.path("charts")));
        names.put(
                IdTable.WINDOW,
                windows.stream()
                        .map(window -> name(IdTable.STEP, window.from()) + " -> " + name(IdTable.STEP, window.to()))
                        .toArray(String[]::new));
        batchMaximumOfStep = new int[steps.size()];
        for (int step = 0; step < batchMaximumOfStep.length; step++) {
            batchMaximumOfStep[step] =
                    json.path("steps").path(step).path("batchMaximum").asInt();
        }
        reticleOfStep = new int[steps.size()];
        for (int step = 0; step < reticleOfStep.length; step++) {
            reticleOfStep[step] = json.path("steps").path(step).path("reticle").asInt(-1);
        }
        for (int step = 0; step < steps.size(); step++) {
            for (final JsonNode chamber : json.path("steps").path(step).path("chambersLeftOut")) {
                chambersLeftOut.computeIfAbsent(step, unused -> new BitSet()).set(chamber.asInt());
            }
        }
        reticleCopiesOfGroup = new int[toolGroups.size()];
        for (int group = 0; group < reticleCopiesOfGroup.length; group++) {
            reticleCopiesOfGroup[group] =
                    json.path("toolGroups").path(group).path("reticleCopies").asInt();
        }
        zeroLoadUsOfProduct = new long[names.get(IdTable.PRODUCT).length];
        for (int product = 0; product < zeroLoadUsOfProduct.length; product++) {
            zeroLoadUsOfProduct[product] =
                    json.path("products").path(product).path("zeroLoadUs").asLong();
        }
        groupOfTool = new int[names.get(IdTable.TOOL).length];
        toolOfChamber = new int[names.get(IdTable.CHAMBER).length];
        mapTools();
    }

    /** Whether a chamber of a step's tools may not run it. */
    public boolean isLeftOut(final int step, final int chamber) {
        return chamber >= 0
                && chambersLeftOut.containsKey(step)
                && chambersLeftOut.get(step).get(chamber);
    }

    /** The setup whose reticle a step needs, -1 without. */
    public int reticleOf(final int step) {
        return step < 0 || step >= reticleOfStep.length ? -1 : reticleOfStep[step];
    }

    /** Copies of each reticle that a tool's group has, 0 without reticles. */
    public int reticleCopies(final int tool) {
        return groupOfTool(tool) < 0 ? 0 : reticleCopiesOfGroup[groupOfTool(tool)];
    }

    /** Critical parameters with their windows, by id. */
    public List<CriticalParameter> criticalParameters() {
        return Collections.unmodifiableList(criticalParameters);
    }

    private static Controller controller(final JsonNode json, final JsonNode criticalParameters) {
        JsonNode parameter = json;
        for (final JsonNode candidate : criticalParameters) {
            parameter = candidate.path("name").equals(json.path("parameter")) ? candidate : parameter;
        }
        return new Controller(
                json.path("name").asText(),
                json.path("method").asText(),
                parameter.path("unit").asText(),
                parameter.path("factor").asDouble(1),
                json.path("variable").asText(),
                json.path("variableUnit").asText(),
                json.path("variableFactor").asDouble(1),
                json.path("byChamber").asInt() != 0,
                json.path("byTool").asInt() != 0,
                json.path("byProduct").asInt() != 0);
    }

    private static Die dieOf(final JsonNode die) {
        return !die.isObject()
                ? null
                : new Die(
                        die.path("widthMm").asDouble(),
                        die.path("heightMm").asDouble(),
                        die.path("scribeMm").asDouble(),
                        die.path("edgeExclusionMm").asDouble(),
                        die.path("dies").asInt(),
                        List.of(namesOf(die.path("bins"))));
    }

    private static int capacityOf(final String kind) {
        return switch (kind) {
            case "single" -> 1;
            case "two-slot-cascade" -> 2;
            default -> 0;
        };
    }

    private void mapTools() {
        Arrays.fill(groupOfTool, -1);
        Arrays.fill(toolOfChamber, -1);
        int chamber = 0;
        for (int g = 0; g < toolGroups.size(); g++) {
            final ToolGroup group = toolGroups.get(g);
            for (int tool = group.firstTool(); tool < group.firstTool() + group.tools(); tool++) {
                if (tool >= groupOfTool.length) {
                    throw new IllegalArgumentException("the header's line has " + groupOfTool.length + " tools; "
                            + group.name() + " wants " + tool);
                }
                groupOfTool[tool] = g;
                for (int i = 0; i < group.chambersPerTool() && chamber < toolOfChamber.length; i++) {
                    toolOfChamber[chamber++] = tool;
                }
            }
        }
    }

    /**
     * Reads the header's JSON.
     *
     * @throws IllegalArgumentException when it is no JSON object or contradicts itself.
     */
    public static HeaderLine parse(final String json) {
        final JsonNode node;
        try {
            node = JSON.readTree(json);
        } catch (final JsonProcessingException e) {
            throw new IllegalArgumentException("the line in the log's header is no JSON: " + e.getOriginalMessage(), e);
        }
        if (node == null || !node.isObject()) {
            throw new IllegalArgumentException("the line in the log's header is no JSON object");
        }
        return new HeaderLine(node);
    }

    /** Reads the {@code LogHeader} record whose frame starts at {@code offset}. */
    public static HeaderLine of(final DirectBuffer buffer, final int offset) {
        final LogHeaderDecoder header = new LogHeaderDecoder();
        final int block = offset + RecordHandler.HEADER_OFFSET;
        header.wrap(
                buffer,
                offset + RecordHandler.BLOCK_OFFSET,
                buffer.getShort(block, ByteOrder.LITTLE_ENDIAN) & 0xFFFF,
                buffer.getShort(block + 6, ByteOrder.LITTLE_ENDIAN) & 0xFFFF);
        header.skipScenarioName();
        final byte[] line = new byte[header.lineLength()];
        header.getLine(line, 0, line.length);
        return parse(new String(line, StandardCharsets.UTF_8));
    }

    private static String[] namesOf(final JsonNode list) {
        final String[] result = new String[list.size()];
        for (int i = 0; i < result.length; i++) {
            final JsonNode entry = list.get(i);
            result[i] = entry.isObject()
                    ? entry.path(entry.has("name") ? "name" : "path").asText()
                    : entry.asText();
        }
        return result;
    }

    public String name() {
        return name;
    }

    public boolean isLotMode() {
        return isLotMode;
    }

    public List<ToolGroup> toolGroups() {
        return List.copyOf(toolGroups);
    }

    public int stepCount() {
        return steps.size();
    }

    public int toolCount() {
        return groupOfTool.length;
    }

    public int chamberCount() {
        return toolOfChamber.length;
    }

    public int windowCount() {
        return windows.size();
    }

    /** Most wafers of a batch of the step, 0 where it says none. */
    public int batchMaximumOfStep(final int step) {
        return step >= 0 && step < batchMaximumOfStep.length ? batchMaximumOfStep[step] : 0;
    }

    /** Cycle time of a lot of this product alone in the line; 0 when the header does not say. */
    public long zeroLoadUsOfProduct(final int product) {
        return product >= 0 && product < zeroLoadUsOfProduct.length ? zeroLoadUsOfProduct[product] : 0;
    }

    /** Null when there is no such step. */
    public Step step(final int id) {
        return id >= 0 && id < steps.size() ? steps.get(id) : null;
    }

    /** First step of the loop that reworked wafers of a product pass, -1 when they go straight back. */
    public int firstReworkStep(final int product) {
        for (int step = 0; step < steps.size(); step++) {
            if (steps.get(step).isRework() && steps.get(step).product() == product) {
                return step;
            }
        }
        return -1;
    }

    /** Run-to-run controllers, by id. */
    public List<Controller> controllers() {
        return Collections.unmodifiableList(controllers);
    }

    /** Null when there is no such controller. */
    public Controller controller(final int id) {
        return id >= 0 && id < controllers.size() ? controllers.get(id) : null;
    }

    /** Null when wafers of the product are not tested. */
    public Die die(final int product) {
        return product >= 0 && product < dies.size() ? dies.get(product) : null;
    }

    /** Null when there is no such window. */
    public Window window(final int id) {
        return id >= 0 && id < windows.size() ? windows.get(id) : null;
    }

    /** Id of the tool's group, -1 when there is no such tool. */
    public int groupOfTool(final int tool) {
        return tool >= 0 && tool < groupOfTool.length ? groupOfTool[tool] : -1;
    }

    /** Null when there is no such tool. */
    public ToolGroup toolGroupOf(final int tool) {
        final int group = groupOfTool(tool);
        return group < 0 ? null : toolGroups.get(group);
    }

    /** Null when there is no such tool. */
    public Handling handlingOf(final int tool) {
        final int group = groupOfTool(tool);
        return group < 0 ? null : handlings.get(group);
    }

    /** Of each tool group, by id. */
    public List<Handling> handlings() {
        return Collections.unmodifiableList(handlings);
    }

    /** What carriers do at load ports: held, buffered, direct, bounded. */
    public String handOff() {
        return handOff;
    }

    /** Id of the chamber's tool, -1 when there is no such chamber. */
    public int toolOfChamber(final int chamber) {
        return chamber >= 0 && chamber < toolOfChamber.length ? toolOfChamber[chamber] : -1;
    }

    /** Entries of a list. */
    public int size(final IdTable table) {
        return table == IdTable.NONE ? 0 : names.get(table).length;
    }

    /** Name of an id; the id itself as text where the line has no such entry. */
    public String name(final IdTable table, final int id) {
        final String[] list = names.get(table);
        return list != null && id >= 0 && id < list.length ? list[id] : Integer.toString(id);
    }

    /** Id of a name, -1 when there is none. */
    public int idOf(final IdTable table, final String wanted) {
        return Arrays.asList(names.get(table)).indexOf(wanted);
    }
}
