/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.random.Draws;

/** The part of {@link LineCompiler} that lays out routes, queue-time windows and tool dedications. */
final class RouteCompiler {
    final Steps steps;
    final Windows windows;
    final Products products;
    final Map<String, Integer> productIds = new LinkedHashMap<>();
    int dedicationsPerCarrier;

    private final LineCompiler line;
    private final List<Map<String, Integer>> stepIds = new ArrayList<>();
    private final Map<String, Integer> families = new LinkedHashMap<>();
    private final long[][] leftOut;
    private final List<int[]> samplingRows = SamplingRules.rows();

    RouteCompiler(LineCompiler line) {
        this.line = line;
        List<ProductDefinition> definitions = line.definition.products;
        int total = 0;
        int windowTotal = 0;
        for (ProductDefinition product : definitions) {
            total += product.route.size() + product.rework.size();
            windowTotal +=
                    (int) product.route.stream().filter(s -> s.queueTo != null).count();
        }
        steps = new Steps(total);
        leftOut = new long[total][];
        windows = new Windows(windowTotal);
        products = new Products(definitions.size());
        for (int step = 0; step < steps.size(); step++) {
            steps.set(step, Steps.WINDOW_OPENED, -1);
            steps.set(step, Steps.DEDICATION_SAVED, -1);
            steps.set(step, Steps.DEDICATION_USED, -1);
        }
        int first = 0;
        int nextWindow = 0;
        for (int p = 0; p < definitions.size(); p++) {
            ProductDefinition product = definitions.get(p);
            LineCompiler.check(productIds.put(product.name, p) == null, "product " + product.name + " is there twice");
            LineCompiler.check(!product.route.isEmpty(), "product " + product.name + " has a route without steps");
            products.name[p] = product.name;
            products.firstStep[p] = first;
            layOut(product, p, first);
            nextWindow = windows(product, first, nextWindow);
            dedications(product, first);
            first += product.route.size() + product.rework.size();
        }
        steps.chamberSets = new ChamberSets(steps, line.toolGroups, leftOut);
        steps.samplingRules = new SamplingRules(samplingRows);
    }

    int step(int product, String name, String user) {
        return LineCompiler.id(stepIds.get(product), name, "step", user);
    }

    private void layOut(ProductDefinition product, int p, int first) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        stepIds.add(ids);
        int routeLength = product.route.size();
        List<StepDefinition> all = new ArrayList<>(product.route);
        all.addAll(product.rework);
        for (int i = 0; i < all.size(); i++) {
            String name = all.get(i).name;
            LineCompiler.check(
                    ids.put(name, first + i) == null,
                    "step " + name + " is on the route of " + product.name + " twice");
        }
        for (int i = 0; i < all.size(); i++) {
            StepDefinition from = all.get(i);
            int step = first + i;
            String user = "step " + from.name + " of product " + product.name;
            steps.name[step] = from.name;
            steps.module[step] = from.module;
            steps.key(step, Draws.keyOf(from.name));
            steps.product[step] = p;
            steps.ordinal[step] = i;
            steps.set(step, Steps.TOOL_GROUP, line.group(from.toolGroup, user));
            steps.set(step, Steps.RECIPE, line.recipe(from.recipe, user));
            steps.set(
                    step,
                    Steps.NEXT,
                    i == all.size() - 1
                            ? (i < routeLength ? Steps.END : Steps.RETURN)
                            : i == routeLength - 1 ? Steps.END : step + 1);
            steps.set(step, Steps.SAMPLING, line.parameters.add(from.sampling));
            samplingRule(from, step, user);
            steps.holdProbability[step] = line.parameters.add(from.holdProbability);
            steps.holdTime[step] = line.distributions.add(from.holdTime);
            steps.holdTogether[step] = from.holdTogether;
            steps.holdJoins[step] = from.holdJoins;
            steps.set(
                    step,
                    Steps.REWORK_TO,
                    from.reworkTo == null ? -1 : LineCompiler.id(ids, from.reworkTo, "step", user));
            LineCompiler.check(
                    steps.reworkTo(step) < 0 || (steps.reworkTo(step) <= step && i < routeLength),
                    user + " sends wafers to rework at step " + from.reworkTo
                            + (i < routeLength ? ", which is not before it" : " from the rework path"));
            steps.reworkFirst[step] = product.rework.isEmpty() ? -1 : first + routeLength;
            steps.reworkProbability[step] = line.parameters.add(from.reworkProbability);
            steps.remeasure[step] = from.remeasure;
            steps.reworkWholeCarrier[step] = from.reworkWholeCarrier || line.definition.lotMode;
            steps.set(step, Steps.SETUP, line.setup(from.setup));
            steps.setupAlways[step] = from.setupAlways;
            steps.set(step, Steps.SETUP_TIME, line.parameters.add(from.setupTime));
            steps.set(step, Steps.MINIMUM_RUN, from.minimumRun);
            steps.batchMinimum[step] = from.batchMinimum;
            steps.batchMaximum[step] = from.batchMaximum;
            LineCompiler.check(
                    from.batchMaximum <= LineCompiler.MOST_WAFERS,
                    user + " has batches of up to " + from.batchMaximum + " wafers, at most " + LineCompiler.MOST_WAFERS
                            + " possible");
            LineCompiler.check(
                    from.batchMaximum == 0 || from.batchMinimum <= from.batchMaximum,
                    user + " has batches of at least " + from.batchMinimum + " and at most " + from.batchMaximum
                            + " wafers");
            steps.batchMostOfProduct[step] = from.batchMostOfProduct;
            steps.batchFamily[step] = family(from, p);
            qualification(from, step, user);
            chambersLeftOut(from, step, user);
            int kind = line.toolGroups.kind(steps.toolGroup(step));
            int stageTimes = line.recipes.stageTimes[steps.recipe(step)].length;
            LineCompiler.check(
                    kind < ToolKind.CLUSTER || stageTimes == line.toolGroups.stageCount(steps.toolGroup(step)),
                    user + ": recipe " + from.recipe + " has " + stageTimes + " stage times, its tool has "
                            + line.toolGroups.stageCount(steps.toolGroup(step)) + " stages");
        }
    }

    private void samplingRule(StepDefinition from, int step, String user) {
        boolean hasRule = from.samplingEvery != null
                || from.samplingAfterMaintenance != null
                || from.samplingUnmeasuredFor != null;
        LineCompiler.check(!hasRule || from.sampling != null, user + " has a rule of sampling, but no share to expect");
        steps.samplingRule[step] = hasRule ? samplingRows.size() : SamplingRules.NONE;
        if (hasRule) {
            samplingRows.add(new int[] {
                line.parameters.add(LineCompiler.atLeast(from.samplingEvery, 1)),
                line.parameters.add(from.samplingAfterMaintenance),
                line.parameters.add(from.samplingUnmeasuredFor)
            });
        }
    }

    private int family(StepDefinition from, int product) {
        if (from.batchFamily != null && from.batchFamily.isEmpty()) {
            return Steps.ANY_FAMILY;
        }
        String name = from.batchFamily != null ? "=" + from.batchFamily : product + "/" + from.name;
        return families.computeIfAbsent(name, unused -> families.size());
    }

    private void qualification(StepDefinition from, int step, String user) {
        if (from.qualifiedTools.isEmpty()) {
            return;
        }
        int count = line.toolGroups.toolCount(steps.toolGroup(step));
        long[] words = new long[(count + 63) / 64];
        for (int k : from.qualifiedTools) {
            LineCompiler.check(k >= 0 && k < count, user + " is qualified on tool " + (k + 1) + " of " + count);
            words[k >> 6] |= 1L << k;
        }
        steps.qualified[step] = words;
        steps.anyQualified = true;
    }

    /** Only a cluster tool tells its chambers apart. */
    private void chambersLeftOut(StepDefinition from, int step, String user) {
        if (from.chambersLeftOut.isEmpty()) {
            return;
        }
        int group = steps.toolGroup(step);
        int perTool = line.toolGroups.chambersPerTool(group);
        LineCompiler.check(
                line.toolGroups.kind(group) == ToolKind.CLUSTER,
                user + " is not qualified on each chamber of " + from.toolGroup + ": only cluster tools know that");
        LineCompiler.check(
                perTool <= ChamberSets.MOST_CHAMBERS,
                user + " is not qualified on each chamber of " + from.toolGroup + ", whose tools have " + perTool
                        + " chambers: at most " + ChamberSets.MOST_CHAMBERS + " possible");
        leftOut[step] = new long[line.toolGroups.toolCount(group)];
        for (int place : from.chambersLeftOut) {
            LineCompiler.check(
                    place >= 0 && place < perTool * leftOut[step].length,
                    user + " leaves out chamber " + (place + 1) + " of " + perTool * leftOut[step].length);
            leftOut[step][place / perTool] |= 1L << place % perTool;
        }
        for (int k = 0; k < leftOut[step].length; k++) {
            LineCompiler.check(
                    Long.bitCount(leftOut[step][k]) < perTool || !steps.isQualified(step, k),
                    user + " is qualified on tool " + (k + 1) + " of " + from.toolGroup + ", but on no chamber of it");
        }
    }

    /** Windows get places so that two that can be open together never share one. */
    private int windows(ProductDefinition product, int first, int nextWindow) {
        int next = nextWindow;
        List<Integer> placeEnds = new ArrayList<>();
        for (int i = 0; i < product.route.size(); i++) {
            StepDefinition from = product.route.get(i);
            if (from.queueTo == null) {
                continue;
            }
            int to = step(steps.product[first], from.queueTo, "the queue-time window of step " + from.name);
            LineCompiler.check(to > first + i, "the queue-time window of step " + from.name + " ends before it starts");
            LineCompiler.check(
                    steps.ordinal[to] < product.route.size(),
                    "the queue-time window of step " + from.name + " ends at step " + from.queueTo
                            + ", which is for rework only");
            int place = 0;
            while (place < placeEnds.size() && placeEnds.get(place) > first + i) {
                place++;
            }
            if (place == placeEnds.size()) {
                placeEnds.add(to);
            } else {
                placeEnds.set(place, to);
            }
            windows.from[next] = first + i;
            windows.to[next] = to;
            windows.limit[next] = line.parameters.add(from.queueLimit);
            windows.policy[next] = from.queuePolicy;
            windows.place[next] = place;
            steps.set(first + i, Steps.WINDOW_OPENED, next);
            next++;
        }
        windows.placesPerCarrier = Math.max(windows.placesPerCarrier, placeEnds.size());
        return next;
    }

    /** Dedications form chains; a place is free again when its step is reached. */
    private void dedications(ProductDefinition product, int first) {
        List<Integer> placeEnds = new ArrayList<>();
        for (int i = 0; i < product.route.size(); i++) {
            StepDefinition from = product.route.get(i);
            if (from.dedicateTo == null) {
                continue;
            }
            int to = step(steps.product[first], from.dedicateTo, "the dedication of step " + from.name);
            LineCompiler.check(to > first + i, "the dedication of step " + from.name + " ends before it starts");
            LineCompiler.check(
                    steps.toolGroup(to) == steps.toolGroup(first + i),
                    "step " + from.name + " is dedicated to " + from.dedicateTo + ", which runs on another tool group");
            int place = 0;
            while (place < placeEnds.size() && placeEnds.get(place) > first + i) {
                place++;
            }
            if (place == placeEnds.size()) {
                placeEnds.add(to);
            } else {
                placeEnds.set(place, to);
            }
            steps.set(first + i, Steps.DEDICATION_SAVED, place);
            steps.set(to, Steps.DEDICATION_USED, place);
        }
        dedicationsPerCarrier = Math.max(dedicationsPerCarrier, placeEnds.size());
    }
}
