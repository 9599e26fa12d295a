/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fabtwin.core.line.definition.DistributionDefinition;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.OrderDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.RecipeDefinition;
import org.fabtwin.core.line.definition.LineDefinition.SetupTimeDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.random.Draws;

/**
 * Makes a {@link Line} of a {@link LineDefinition}: names become ids, distributions and tunables get their tables. Names that
 * do not exist and numbers that cannot be are refused with an {@link IllegalArgumentException} that names them; a scenario
 * reports such things earlier, with file and line.
 */
public final class LineCompiler {
    /** Shortest mean of an endless stream of releases: below, an instant would not end. */
    private static final double SHORTEST_INTERVAL_US = 1;

    /** Products, lot classes and tool groups at most: their ids have 16 bits in the log. */
    static final int MOST_SMALL_IDS = Short.MAX_VALUE;
    /** Wafers of a lot or batch at most: a count has 16 bits in the log. */
    static final int MOST_WAFERS = (1 << 16) - 1;

    final LineDefinition definition;
    final ParameterTable.Collector parameters = new ParameterTable.Collector();
    final Distributions.Collector distributions = new Distributions.Collector(parameters);
    final ToolGroups toolGroups;
    final Recipes recipes;
    final Steps steps;
    final Windows windows;
    final Products products;
    final Orders orders;
    final Stoppages stoppages;
    final Setups setups;
    final Reticles reticles;
    final Transports transports;
    final Layout layout;
    final int dedicationsPerCarrier;
    final MinimumRuns minimumRuns;
    final Handling handling;
    final ProcessTables process;
    final Controllers controllers;
    final Charts charts;
    final Measurements measurements;

    private final Map<String, Integer> groupIds = new LinkedHashMap<>();
    private final Map<String, Integer> recipeIds = new LinkedHashMap<>();
    private final Map<String, Integer> setupIds = new LinkedHashMap<>();
    private final Map<String, Integer> locationIds = new LinkedHashMap<>();
    private final Map<String, Integer> classIds = new LinkedHashMap<>();

    private LineCompiler(LineDefinition definition) {
        this.definition = definition;
        definition.toolGroups.forEach(group -> locationIds.putIfAbsent(group.location, locationIds.size()));
        definition.transports.forEach(row -> {
            locationIds.putIfAbsent(row.from(), locationIds.size());
            locationIds.putIfAbsent(row.to(), locationIds.size());
        });
        transports = new Transports(locationIds.keySet().toArray(new String[0]));
        for (LineDefinition.TransportDefinition row : definition.transports) {
            int index = locationIds.get(row.from()) * transports.location.length + locationIds.get(row.to());
            transports.time[index] = distributions.add(row.time());
        }
        HandlingCompiler handlings = new HandlingCompiler(definition.toolGroups.size(), definition.handOff);
        toolGroups = compileToolGroups(handlings);
        handling = handlings.finish(toolGroups);
        layout = definition.layout == null ? null : new Layout(definition.layout, toolGroups, parameters);
        recipes = compileRecipes();
        for (ProductDefinition product : definition.products) {
            product.route.forEach(step -> addSetup(step.setup));
            product.rework.forEach(step -> addSetup(step.setup));
        }
        for (SetupTimeDefinition row : definition.setupTimes) {
            addSetup(row.from());
            addSetup(row.to());
        }
        setups = new Setups(setupIds.keySet().toArray(new String[0]));
        compileSetupTimes();
        RouteCompiler routes = new RouteCompiler(this);
        steps = routes.steps;
        windows = routes.windows;
        products = routes.products;
        dedicationsPerCarrier = routes.dedicationsPerCarrier;
        reticles = new Reticles(definition.toolGroups, steps, parameters);
        findSimpleGroups();
        findAlikeSteps();
        steps.findPlainEnds();
        orders = compileOrders(routes);
        minimumRuns = new MinimumRuns(toolGroups.size(), setups.size(), steps, products, orders);
        atMost("tool groups", definition.toolGroups.size(), MOST_SMALL_IDS);
        atMost("products", definition.products.size(), MOST_SMALL_IDS);
        atMost("lot classes", classIds.size(), MOST_SMALL_IDS);
        products.lotClass = classIds.keySet().toArray(new String[0]);
        stoppages = StoppageCompiler.compile(this);
        process = ProcessCompiler.compile(this);
        controllers = ControllerCompiler.compile(this);
        charts = new Charts(definition.charts, controllers, parameters);
        measurements = new Measurements(definition.measurements, process.parameters(), controllers, steps, parameters);
        definition.tunables.forEach(parameters::add);
    }

    /**
     * Compiles a definition.
     *
     * @throws LineDefinitionException if there is no such line.
     */
    public static Line compile(LineDefinition definition) {
        try {
            Line line = new Line(new LineCompiler(definition));
            ZeroLoad.fill(line, definition);
            return line;
        } catch (IllegalArgumentException e) {
            throw new LineDefinitionException(e);
        }
    }

    int group(String name, String user) {
        return id(groupIds, name, "tool group", user);
    }

    int recipe(String name, String user) {
        return id(recipeIds, name, "recipe", user);
    }

    int setup(String name) {
        return name == null || name.isEmpty() ? Setups.NO_SETUP : setupIds.get(name);
    }

    private void addSetup(String name) {
        if (name != null && !name.isEmpty()) {
            setupIds.putIfAbsent(name, setupIds.size());
        }
    }

    static int id(Map<String, Integer> ids, String name, String kind, String user) {
        Integer found = ids.get(name);
        if (found == null) {
            throw new IllegalArgumentException(user + " names " + kind + " " + name + ", which does not exist");
        }
        return found;
    }

    static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    private static void atMost(String what, int count, int most) {
        check(count <= most, "the line has " + count + " " + what + ", at most " + most + " possible");
    }

    private static void checkWafers(int wafers, String user) {
        check(
                wafers >= 1 && wafers <= MOST_WAFERS,
                user + " has lots of " + wafers + " wafers, 1 to " + MOST_WAFERS + " expected");
    }

    /** The same tunable, with values below {@code minimum} refused: now, and when a command sets it. */
    static Tunable atLeast(Tunable tunable, double minimum) {
        if (tunable == null || tunable.minimum() >= minimum) {
            return tunable;
        }
        check(
                tunable.value() >= minimum,
                "parameter " + tunable.path() + " is " + tunable.value() / tunable.factor() + " " + tunable.unit()
                        + ", at least " + minimum / tunable.factor() + " expected");
        return new Tunable(
                tunable.path(),
                tunable.unit(),
                tunable.factor(),
                tunable.value(),
                minimum,
                tunable.maximum(),
                tunable.source(),
                tunable.live());
    }

    /** As {@link #atLeast(Tunable, double)} for the mean of a gap, so that time moves on from one occurrence to the next. */
    static DistributionDefinition atLeast(DistributionDefinition gap, double minimum) {
        if (gap == null || gap.kind() == Distribution.TRIANGULAR) {
            return gap == null
                    ? null
                    : new DistributionDefinition(gap.kind(), gap.a(), gap.b(), atLeast(gap.c(), minimum));
        }
        return new DistributionDefinition(gap.kind(), atLeast(gap.a(), minimum), gap.b(), gap.c());
    }

    private ToolGroups compileToolGroups(HandlingCompiler handlings) {
        int n = definition.toolGroups.size();
        ToolGroups groups = new ToolGroups(n);
        List<String> toolNames = new ArrayList<>();
        List<Integer> groupOfTool = new ArrayList<>();
        List<Integer> firstChamber = new ArrayList<>();
        List<Integer> toolOfChamber = new ArrayList<>();
        List<Integer> stageOfChamber = new ArrayList<>();
        List<String> chamberNames = new ArrayList<>();
        for (int g = 0; g < n; g++) {
            ToolGroupDefinition from = definition.toolGroups.get(g);
            check(groupIds.put(from.name, g) == null, "tool group " + from.name + " is there twice");
            check(from.count >= 1, "tool group " + from.name + " has " + from.count + " tools, at least 1 expected");
            check(
                    from.toolNames.isEmpty() || from.toolNames.size() == from.count,
                    "tool group " + from.name + " has " + from.count + " tools and " + from.toolNames.size()
                            + " names");
            check(
                    !(definition.lotMode && ToolKind.isFlowLine(from.kind)),
                    "tool group " + from.name + " works wafer by wafer, but the line is in lot mode");
            groups.name[g] = from.name;
            groups.area[g] = from.area;
            groups.kind[g] = from.kind;
            groups.location[g] = locationIds.get(from.location);
            groups.criteria[g] =
                    from.criteria.stream().mapToInt(Integer::intValue).toArray();
            rank(groups, g);
            int stages = Math.max(1, from.stages.size());
            groups.stageCount[g] = stages;
            groups.stageCopies[g] = new int[stages];
            groups.stageName[g] = new String[stages];
            for (int s = 0; s < stages; s++) {
                groups.stageCopies[g][s] =
                        from.stages.isEmpty() ? 1 : from.stages.get(s).copies();
                groups.stageName[g][s] =
                        from.stages.isEmpty() ? "" : from.stages.get(s).name();
                check(groups.stageCopies[g][s] >= 1, "tool group " + from.name + " has a stage without chambers");
                groups.chambersPerTool[g] += groups.stageCopies[g][s];
            }
            groups.exchangeTime[g] = parameters.add(from.exchangeTime);
            groups.feedInterval[g] = parameters.add(from.feedInterval);
            groups.entryTime[g] = parameters.add(from.entryTime);
            groups.exitTime[g] = parameters.add(from.exitTime);
            groups.lagTime[g] = parameters.add(from.lagTime);
            groups.transferTime[g] = parameters.add(from.transferTime);
            groups.setupTime[g] = parameters.add(from.setupTime);
            handlings.add(g, from, parameters);
            groups.firstTool[g] = toolNames.size();
            groups.toolCount[g] = from.count;
            for (int k = 0; k < from.count; k++) {
                int tool = toolNames.size();
                toolNames.add(from.toolNames.isEmpty() ? toolName(from.name, k) : from.toolNames.get(k));
                groupOfTool.add(g);
                firstChamber.add(chamberNames.size());
                for (int s = 0; s < stages; s++) {
                    for (int copy = 0; copy < groups.stageCopies[g][s]; copy++) {
                        chamberNames.add(chamberName(groups, g, s, copy, toolNames.get(tool)));
                        toolOfChamber.add(tool);
                        stageOfChamber.add(s);
                    }
                }
            }
        }
        groups.toolName = toolNames.toArray(new String[0]);
        groups.groupOfTool = toArray(groupOfTool);
        groups.firstChamber = toArray(firstChamber);
        groups.chamberName = chamberNames.toArray(new String[0]);
        groups.toolOfChamber = toArray(toolOfChamber);
        groups.stageOfChamber = toArray(stageOfChamber);
        groups.toolKey = toolNames.stream().mapToLong(Draws::keyOf).toArray();
        return groups;
    }

    /** CCP-01, CCP-02 ...: two digits, more where a group has more. */
    public static String toolName(String group, int k) {
        return group + (k < 9 ? "-0" : "-") + (k + 1);
    }

    private static void rank(ToolGroups groups, int group) {
        int[] criteria = groups.criteria[group];
        for (int rank = criteria.length - 1; rank >= 0; rank--) {
            groups.rankOf[group][criteria[rank]] = rank;
        }
        int statics = 0;
        boolean fifo = false;
        for (int places = 0; statics < criteria.length && Criterion.isStatic(criteria[statics]); statics++) {
            int criterion = criteria[statics];
            fifo |= criterion == Criterion.FIFO;
            // Named again, a criterion says nothing new: each has a place at most.
            if (!fifo && groups.rankOf[group][criterion] == statics) {
                groups.queueOrder[group] |= criterion + 1L << Byte.SIZE * places++;
            }
        }
        groups.rankedByQueue[group] = fifo || statics == criteria.length;
        groups.rankedBySetupAlone[group] = !groups.rankedByQueue[group]
                && !groups.isRankedByOutcome(group)
                && criteria[statics] == Criterion.SETUP
                && (statics + 1 == criteria.length || criteria[statics + 1] == Criterion.FIFO);
    }

    /** Groups whose steps ask for no setup and no particular tool, and whose queue is in the order of choice. */
    private void findSimpleGroups() {
        for (int group = 0; group < toolGroups.size(); group++) {
            toolGroups.anyToolForFirst[group] = toolGroups.kind[group] != ToolKind.BATCH
                    && toolGroups.rankOf(group, Criterion.CHAMBER_AFFINITY) < 0
                    && !toolGroups.isRankedByOutcome(group)
                    && (toolGroups.rankedByQueue[group] || toolGroups.rankedBySetupAlone[group]);
        }
        for (int step = 0; step < steps.size(); step++) {
            toolGroups.hasSetups[steps.toolGroup(step)] |= steps.setup(step) != Setups.NO_SETUP;
            if (steps.setup(step) != Setups.NO_SETUP
                    || steps.dedicationUsed(step) >= 0
                    || steps.hasQualification(step)
                    || steps.chamberSets().isUsed(steps.toolGroup(step))) {
                toolGroups.anyToolForFirst[steps.toolGroup(step)] = false;
            }
        }
    }

    /** Steps of one group that ask for the same setup in the same way, and for no particular tool. */
    private void findAlikeSteps() {
        Map<List<Integer>, Integer> sets = new LinkedHashMap<>();
        int[] setsOfGroup = new int[toolGroups.size()];
        for (int step = 0; step < steps.size(); step++) {
            int group = steps.toolGroup(step);
            List<Integer> key =
                    List.of(group, steps.setup(step), steps.setupAlways(step) ? 1 : 0, steps.setupTime(step));
            boolean any = steps.dedicationUsed(step) < 0
                    && !steps.hasQualification(step)
                    && !steps.chamberSets().isUsed(group)
                    && toolGroups.rankOf(group, Criterion.CHAMBER_AFFINITY) < 0;
            if (any && !sets.containsKey(key) && setsOfGroup[group] < Steps.MOST_ALIKE) {
                sets.put(key, setsOfGroup[group]++);
            }
            steps.set(step, Steps.ALIKE, any ? sets.getOrDefault(key, -1) : -1);
        }
    }

    private static String chamberName(ToolGroups groups, int group, int stage, int copy, String tool) {
        if (groups.stageCount[group] == 1) {
            return tool + "/" + letters(copy);
        }
        String name = tool + "/" + groups.stageName[group][stage];
        return groups.stageCopies[group][stage] == 1 ? name : name + "-" + (copy + 1);
    }

    private static String letters(int k) {
        return k < 26 ? String.valueOf((char) ('A' + k)) : letters(k / 26 - 1) + (char) ('A' + k % 26);
    }

    static int[] toArray(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    private Recipes compileRecipes() {
        int n = definition.recipes.size();
        Recipes table = new Recipes(n);
        for (int r = 0; r < n; r++) {
            RecipeDefinition from = definition.recipes.get(r);
            check(recipeIds.put(from.name, r) == null, "recipe " + from.name + " is there twice");
            table.name[r] = from.name;
            table.set(r, Recipes.UNIT, from.unit);
            table.set(r, Recipes.PROCESS_TIME, distributions.add(from.processTime));
            table.stageTimes[r] =
                    from.stageTimes.stream().mapToInt(distributions::add).toArray();
            table.set(r, Recipes.INTERVAL, parameters.add(from.interval));
            table.set(r, Recipes.LOAD_TIME, parameters.add(from.loadTime));
            table.set(r, Recipes.UNLOAD_TIME, parameters.add(from.unloadTime));
        }
        return table;
    }

    private void compileSetupTimes() {
        int total = setupIds.size();
        setups.firstPairTo = new int[total + 1];
        List<int[]> rows = new ArrayList<>();
        for (int to = 0; to < total; to++) {
            setups.firstPairTo[to] = rows.size();
            for (boolean named : new boolean[] {true, false}) {
                for (SetupTimeDefinition row : definition.setupTimes) {
                    if ((row.toolGroup() != null) == named && setup(row.to()) == to) {
                        int group = named ? group(row.toolGroup(), "a setup time") : -1;
                        rows.add(new int[] {group, setup(row.from()), to, parameters.add(row.time())});
                    }
                }
            }
        }
        setups.firstPairTo[total] = rows.size();
        setups.pairGroup = rows.stream().mapToInt(row -> row[0]).toArray();
        setups.pairFrom = rows.stream().mapToInt(row -> row[1]).toArray();
        setups.pairTo = rows.stream().mapToInt(row -> row[2]).toArray();
        setups.pairTime = rows.stream().mapToInt(row -> row[3]).toArray();
    }

    private Orders compileOrders(RouteCompiler routes) {
        int n = definition.orders.size();
        Orders table = new Orders(n);
        Map<String, Integer> orderIds = new LinkedHashMap<>();
        for (int o = 0; o < n; o++) {
            OrderDefinition from = definition.orders.get(o);
            check(orderIds.put(from.name, o) == null, "order " + from.name + " is there twice");
            checkWafers(from.wafers, "order " + from.name);
            table.name[o] = from.name;
            table.key[o] = Draws.keyOf(from.name);
            table.product[o] = id(routes.productIds, from.product, "product", "order " + from.name);
            table.lotClass[o] = lotClass(from.lotClass == null ? from.name : from.lotClass);
            table.priority[o] = from.priority;
            table.wafers[o] = from.wafers;
            table.wafersMaximum[o] = Math.max(from.wafers, from.wafersMaximum);
            table.interval[o] =
                    distributions.add(from.releases < 0 ? atLeast(from.interval, SHORTEST_INTERVAL_US) : from.interval);
            table.lotsInLine[o] = parameters.add(atLeast(from.lotsInLine, 1));
            check(
                    from.lotsInLine == null || from.interval == null,
                    "order " + from.name
                            + " keeps a number of lots in the line and has an interval, one of them expected");
            table.first[o] = parameters.add(from.first);
            table.releases[o] = from.releases;
            table.lotsPerRelease[o] = from.lotsPerRelease;
            table.dueAfter[o] = parameters.add(from.dueAfter);
        }
        int m = definition.initialLots.size();
        table.initialOrder = new int[m];
        table.initialProduct = new int[m];
        table.initialClass = new int[m];
        table.initialPriority = new int[m];
        table.initialWafers = new int[m];
        table.initialStep = new int[m];
        table.initialDueUs = new long[m];
        for (int i = 0; i < m; i++) {
            LineDefinition.InitialLotDefinition from = definition.initialLots.get(i);
            table.initialOrder[i] = from.order() == null ? -1 : id(orderIds, from.order(), "order", "an initial lot");
            table.initialProduct[i] = id(routes.productIds, from.product(), "product", "an initial lot");
            table.initialClass[i] = lotClass(from.lotClass());
            table.initialPriority[i] = from.priority();
            table.initialWafers[i] = from.wafers();
            table.initialStep[i] =
                    from.step() == null ? -1 : routes.step(table.initialProduct[i], from.step(), "an initial lot");
            table.initialDueUs[i] = from.dueUs();
            ProductDefinition product = definition.products.get(table.initialProduct[i]);
            check(
                    from.step() == null || steps.ordinal(table.initialStep[i]) < product.route.size(),
                    "an initial lot of product " + product.name + " stands at step " + from.step()
                            + ", which is for rework only");
            checkWafers(from.wafers(), "an initial lot of product " + product.name);
        }
        List<LineDefinition.InitialLotDefinition> lots = definition.initialLots;
        table.planned = IntStream.range(0, m)
                .boxed()
                .filter(i -> lots.get(i).step() == null)
                .sorted(Comparator.comparingLong(i -> lots.get(i).releaseUs()))
                .mapToInt(Integer::intValue)
                .toArray();
        table.plannedUs = Arrays.stream(table.planned)
                .mapToLong(i -> lots.get(i).releaseUs())
                .toArray();
        return table;
    }

    private int lotClass(String name) {
        classIds.putIfAbsent(name, classIds.size());
        return classIds.get(name);
    }
}
