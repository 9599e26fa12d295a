/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.data.Percentage;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.line.QueuePolicy;
import org.fabtwin.core.line.ZeroLoad;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.RecipeDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.sim.capacity.GroupCapacity;
import org.fabtwin.sim.capacity.LineCapacity;
import org.fabtwin.sim.capacity.RecipeTime;
import org.fabtwin.sim.capacity.RouteTime;
import org.fabtwin.sim.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bundled 2 nm lines give the figures that check.py computes from the same data by itself. */
class ReferenceLineTest {
    private static final ExpectedFigures EXPECTED = new ExpectedFigures();
    private static final double HOUR_US = 3600e6;

    /**
     * check.py sizes a line whose starts all pass the full route; of the three products the accelerator does. Without qualification
     * wafers: the data set's own figures have none.
     */
    private static final List<String> FULL_ROUTE = List.of(
            "products.accel.mix=1",
            "products.mobile.mix=0",
            "products.test.mix=0",
            "tools.*.maintenance.*.qualification.enabled=0",
            "tools.*/*.maintenance.*.qualification.enabled=0");

    private static final LineDefinition PILOT = definition("line2nm-pilot", List.of());

    private static LineDefinition definition(String scenario, List<String> overrides) {
        return ScenarioReader.read(scenario, overrides).definition();
    }

    /**
     * The full route as check.py counts it: 2 % of all passes of a layer are repeated, once. In the twin 2 % of first passes are,
     * and a repeated one may fail again.
     */
    private static LineDefinition fullRoute(String scenario) {
        LineDefinition line = definition(scenario, FULL_ROUTE);
        for (StepDefinition step : product(line, "accel").route) {
            if (step.reworkTo != null) {
                step.reworkProbability = Tunable.share(step.name, 0.02 / (step.sampling.value() + 0.02));
            }
        }
        return line;
    }

    private static ProductDefinition product(LineDefinition line, String name) {
        return line.products.stream()
                .filter(product -> product.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, ToolGroupDefinition> groups(LineDefinition line) {
        Map<String, ToolGroupDefinition> groups = new LinkedHashMap<>();
        line.toolGroups.forEach(group -> groups.put(group.name, group));
        return groups;
    }

    private static Map<String, RecipeTime> recipeTimes(LineDefinition line) {
        Map<String, RecipeDefinition> recipes = new LinkedHashMap<>();
        line.recipes.forEach(recipe -> recipes.put(recipe.name, recipe));
        Map<String, ToolGroupDefinition> groups = groups(line);
        Map<String, RecipeTime> times = new LinkedHashMap<>();
        ProductDefinition accel = product(line, "accel");
        for (List<StepDefinition> steps : List.of(accel.route, accel.rework)) {
            steps.forEach(step ->
                    times.put(step.recipe, RecipeTime.of(groups.get(step.toolGroup), recipes.get(step.recipe))));
        }
        return times;
    }

    @Test
    void shouldDeriveRateAndBoundOfEveryRecipe() {
        Map<String, RecipeTime> times = recipeTimes(PILOT);

        assertThat(times).hasSize(140);
        times.forEach((recipe, time) -> {
            double seconds = EXPECTED.number("recipe.secondsPerWafer", recipe);
            assertThat(time.perWaferUs() / 1e6).as(recipe).isEqualTo(seconds, within(1e-9 * seconds));
            assertThat(time.isProcessBound())
                    .as(recipe)
                    .isEqualTo(EXPECTED.text("recipe.bound", recipe).equals("process"));
        });
    }

    @Test
    void shouldDeriveRawProcessTimeOfEveryStep() {
        Line line = LineCompiler.compile(PILOT);
        ZeroLoad zeroLoad = new ZeroLoad(line);

        for (int step = 0; step < line.steps().size(); step++) {
            String recipe = line.recipes().name(line.steps().recipe(step));
            assertThat(zeroLoad.residenceUs(step, 1) / 1e6)
                    .as(line.steps().name(step))
                    .isEqualTo(EXPECTED.number("recipe.rawProcessTime", recipe), within(1e-6));
        }
    }

    @Test
    void shouldDeriveWafersPerHourOfEveryFamily() {
        Map<String, RecipeTime> times = recipeTimes(PILOT);
        Map<String, double[]> sums = new LinkedHashMap<>();
        for (StepDefinition step : product(PILOT, "accel").route) {
            double[] sum = sums.computeIfAbsent(step.toolGroup, key -> new double[2]);
            sum[0]++;
            sum[1] += times.get(step.recipe).perWaferUs();
        }

        assertThat(sums).hasSize(40);
        sums.forEach((family, sum) -> assertThat(HOUR_US * sum[0] / sum[1])
                .as(family)
                .isCloseTo(EXPECTED.number("family.wafersPerHour", family), Percentage.withPercentage(1e-7)));
    }

    @Test
    void shouldFindRawProcessTimeMovesAndTheoreticalCycleTime() {
        LineDefinition line = definition("line2nm-pilot", List.of("transport.mean=5 min"));
        RouteTime time = RouteTime.of(line, product(line, "accel"), 1);

        assertThat(time.everywhereUs() / HOUR_US)
                .isEqualTo(EXPECTED.number("rawProcessTime.measuredEverywhere", "line"), within(1e-9));
        double sampledHours = EXPECTED.number("rawProcessTime.sampled", "line");
        assertThat(time.processUs() / HOUR_US).isEqualTo(sampledHours, within(1e-9));
        assertThat(time.moves()).isEqualTo(EXPECTED.number("moves", "line"), within(1e-9));
        // check.py counts a move to the first step too; in the twin wafers enter the line there.
        assertThat(time.transportUs() / HOUR_US).isEqualTo((731.5 - 1) * 5 / 60, within(1e-9));
        assertThat((time.cycleTimeUs() / HOUR_US + 5.0 / 60) / 24)
                .isEqualTo(EXPECTED.number("theoreticalCycleTime", "line"), within(1e-9));
        assertThat(time.cycleTimeUs() / HOUR_US / 24).isEqualTo(5.95, within(0.005));
        time.processUsOfModule().forEach((module, us) -> assertThat(us / HOUR_US)
                .as("module %s", module)
                .isEqualTo(EXPECTED.number("rawProcessTime.sampled", module), within(1e-9)));
    }

    @Test
    void shouldFindRawProcessTimeOfFullCarriers() {
        Map<String, RecipeTime> times = recipeTimes(PILOT);
        double measuredAll = EXPECTED.number("rawProcessTime.sampled", "line");
        double measuredOne = measuredAll;
        for (StepDefinition step : product(PILOT, "accel").route) {
            double share = step.sampling == null ? 1 : step.sampling.value();
            double rest = share * 24 * times.get(step.recipe).perWaferUs() / HOUR_US;
            measuredAll += rest;
            boolean metrology =
                    groups(PILOT).get(step.toolGroup).area.equals("METRO") && !step.toolGroup.equals("SORT");
            measuredOne += metrology ? 0 : rest;
        }

        assertThat(measuredAll)
                .isEqualTo(EXPECTED.number("rawProcessTime.carrier25.allMeasured", "line"), within(1e-6));
        assertThat(measuredOne)
                .isEqualTo(EXPECTED.number("rawProcessTime.carrier25.oneMeasured", "line"), within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({"line2nm-pilot, 1k, 48", "line2nm-6k, 6k, 160", "line2nm-25k, 25k, 606"})
    void shouldLoadAndSizeTheLineAsTheDataSay(String scenario, String size, int tools) {
        LineCapacity capacity = LineCapacity.of(fullRoute(scenario));
        LineCapacity asInTheTwin = LineCapacity.of(definition(scenario, FULL_ROUTE));

        assertThat(capacity.tools()).isEqualTo(tools);
        int needed = 0;
        for (GroupCapacity group : capacity.groups()) {
            String subject = size + "/" + group.name();
            double load = EXPECTED.number("size.load", subject);
            assertThat(group.wafersPerHour()).as("load of %s", subject).isEqualTo(load, within(1e-8 * load));
            assertThat(asInTheTwin.group(group.name()).wafersPerHour())
                    .as("load of %s with repeated rework", subject)
                    .isBetween(load * (1 - 1e-8), load * 1.002);
            double available = group.availabilityAtUtilisation(0.85).share();
            assertThat(available)
                    .as("availability of %s", group.name())
                    .isEqualTo(EXPECTED.number("family.availability", group.name()), within(0.0011));
            assertThat(group.availability().unscheduled())
                    .isEqualTo(EXPECTED.number("family.unscheduled", group.name()), within(1e-9));
            assertThat(group.wafersPerHour() / (group.tools() * group.toolWafersPerHour() * available))
                    .as("utilisation of %s", subject)
                    .isEqualTo(EXPECTED.number("size.utilisation", subject), within(0.004));
            assertThat(group.tools()).isEqualTo((int) EXPECTED.number("size.tools", subject));
            assertThat(group.toolsNeeded(0.85, group.toolWafersPerHour()))
                    .as("tools needed of %s", subject)
                    .isEqualTo(group.tools());
            needed += group.toolsNeeded(0.85, group.toolWafersPerHour());
        }
        assertThat(needed).isEqualTo(tools);
    }

    @ParameterizedTest
    @CsvSource({"line2nm-pilot, 1k", "line2nm-6k, 6k", "line2nm-25k, 25k"})
    void shouldNeedMoreToolsWhereCarriersHoldTheirPort(String scenario, String size) {
        LineCapacity capacity = LineCapacity.of(fullRoute(scenario));

        for (int n : new int[] {1, 5, 25}) {
            for (GroupCapacity group : capacity.groups()) {
                String subject = size + "/" + group.name();
                // check.py leaves the rework recipes out of the mean rate, which moves one of 33 cleaners.
                int slack = group.name().equals("WETC") ? 1 : 0;
                assertThat(group.toolsNeeded(0.85, group.portHeldWafersPerHour(n)))
                        .as("held, carriers of %d, %s", n, subject)
                        .isBetween(expectedTools("Held", n, subject), expectedTools("Held", n, subject) + slack);
                assertThat(group.toolsNeeded(0.85, group.portBufferedWafersPerHour(n)))
                        .as("buffered, carriers of %d, %s", n, subject)
                        .isEqualTo(expectedTools("Buffered", n, subject));
            }
        }
    }

    private static int expectedTools(String handoff, int carrierSize, String subject) {
        return (int) EXPECTED.number("size.port" + handoff + "Tools.carrier" + carrierSize, subject);
    }

    @Test
    void shouldHaveTheStepsExposuresAndWindowsOfEachProduct() {
        for (ProductDefinition product : PILOT.products) {
            assertThat(product.route).hasSize((int) EXPECTED.number("product.steps", product.name));
            assertThat(product.route.stream()
                            .filter(step -> List.of("EUV", "ARFI", "KRF").contains(step.toolGroup)))
                    .hasSize((int) EXPECTED.number("product.exposures", product.name));
        }
        List<StepDefinition> route = product(PILOT, "accel").route;
        for (String policy : List.of("warn", "rework", "scrap")) {
            assertThat(route.stream()
                            .filter(step -> step.queueTo != null && step.queuePolicy == QueuePolicy.policyOf(policy)))
                    .as(policy)
                    .hasSize((int) EXPECTED.number("route.windows", policy));
        }
        assertThat(PILOT.products).extracting(product -> product.rework.size()).containsOnly(2);
        assertThat(LineCapacity.of(PILOT).startsPerUs() * HOUR_US * 720).isEqualTo(1100, within(1e-6));
    }

    @Test
    void shouldCloseWindowAtNextStepWhereProductSkipsTheStep() {
        StepDefinition opens = product(PILOT, "test").route.stream()
                .filter(step -> step.name.equals("18.m4.WETC-post-cmp"))
                .findFirst()
                .orElseThrow();

        assertThat(product(PILOT, "test").route.stream().map(step -> step.name))
                .noneMatch(name -> name.startsWith("19."));
        assertThat(opens.queueTo).startsWith("21.");
    }

    @Test
    void shouldReworkTwoPercentOfEachExposureAndMeasureThemAgain() {
        List<StepDefinition> route = product(PILOT, "accel").route;
        Map<String, StepDefinition> steps = new LinkedHashMap<>();
        route.forEach(step -> steps.put(step.name, step));

        assertThat(route.stream().filter(step -> step.reworkTo != null)).hasSize(66);
        StepDefinition decision = steps.get("04.ns.CDS-measure");
        assertThat(decision.reworkTo).isEqualTo("04.ns.EUV-expose");
        assertThat(decision.reworkProbability.value()).isEqualTo(0.04, within(1e-12));
        assertThat(decision.remeasure).isTrue();
        assertThat(steps.get("04.ns.OVL-measure").remeasure).isTrue();
        assertThat(steps.get("01.start.FILM-pad-thickness").remeasure).isFalse();
    }

    @Test
    void shouldQualifyConsecutiveToolsForCriticalSteps() {
        LineDefinition line = definition("line2nm-25k", List.of());
        List<StepDefinition> exposures = product(line, "accel").route.stream()
                .filter(step -> step.toolGroup.equals("EUV"))
                .toList();

        assertThat(exposures.get(0).qualifiedTools).containsExactly(0, 1, 2);
        assertThat(exposures.get(1).qualifiedTools).containsExactly(3, 4, 5);
        // The fourth of 11 tools' turn goes round the end.
        assertThat(exposures.get(3).qualifiedTools).containsExactlyInAnyOrder(9, 10, 0);
        assertThat(product(PILOT, "accel").route).allMatch(step -> step.qualifiedTools.isEmpty());
    }

    @Test
    void shouldSetUpReticlesByProductAndStepAndSpeciesByRecipe() {
        Set<String> reticles = new LinkedHashSet<>();
        Set<String> species = new LinkedHashSet<>();
        for (ProductDefinition product : PILOT.products) {
            for (StepDefinition step : product.route) {
                if (List.of("EUV", "ARFI", "KRF").contains(step.toolGroup)) {
                    reticles.add(step.setup);
                } else if (step.toolGroup.startsWith("IMP")) {
                    species.add(step.setup);
                } else {
                    assertThat(step.setup).isEmpty();
                }
            }
        }

        assertThat(reticles).hasSize(66 + 64 + 44);
        assertThat(species).hasSize(4);
        // Reticles of carriers of 5 cost the EUV cells about 5 % if each changes them.
        GroupCapacity euv =
                LineCapacity.of(definition("line2nm-25k", FULL_ROUTE)).group("EUV");
        assertThat(euv.setupShare() / euv.loadShare()).isEqualTo(0.05, within(0.005));
    }

    @Test
    void shouldCountTheTimeOfQualificationWafers() {
        double without = LineCapacity.of(definition("line2nm-pilot", FULL_ROUTE))
                .group("EUV")
                .availability()
                .scheduled();
        double with = LineCapacity.of(definition("line2nm-pilot", FULL_ROUTE.subList(0, 3)))
                .group("EUV")
                .availability()
                .scheduled();
        // 55 minutes behind each of what comes every 168, 730 and 2,190 hours.
        assertThat(with - without).isEqualTo(55.0 / 60 * (1.0 / 168 + 1.0 / 730 + 1.0 / 2190), within(1e-12));
    }

    @Test
    void shouldStaggerMaintenanceOfFamiliesWithOneTool() {
        Set<Double> firsts = new LinkedHashSet<>();
        int daily = 0;
        for (ToolGroupDefinition group : PILOT.toolGroups) {
            for (var item : group.maintenance) {
                if (item.name.equals("qualification") && !item.perChamber && group.count == 1) {
                    firsts.add(item.firstOccurrence.value());
                    assertThat(item.firstOccurrence.value()).isBetween(0.0, item.period.value());
                    daily++;
                }
            }
        }
        assertThat(daily).isGreaterThan(5);
        assertThat(firsts).hasSize(daily);
    }
}
