/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.line.ParameterTable;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What wins when several files, selectors and overrides speak of one thing. */
class LayersTest {
    private static final double HOUR = 3600e6;
    private static final String BASE = """
            line: {name: base, days: 10 d}
            carrier: {size: 5}
            products:
              p: {}
            tools:
              CCP:
                kind: cluster
                count: 3
                chambers: 2
                robot: {arms: 2, action: 5 s}
                breakdown: {mtbf: 400 h, mttr: {mean: 6 h, distribution: lognormal, cv: 1.2}}
              CCP/*: {breakdown: {mtbf: 1000 h, mttr: 3 h}}
              WET: {kind: cluster, chambers: 4, breakdown: {mtbf: 300 h, mttr: 2 h}}
              CDS: {kind: cascade}
            steps:
              18.m1.CCP-etch: {tool: CCP, time: 100 s}
              18.m1.WET-clean: {tool: WET, time: 60 s}
              18.m2.CCP-etch: {tool: CCP, time: {mean: 110 s, distribution: normal, cv: 0.02}}
              18.m2.CDS-measure: {tool: CDS, latency: 90 s, interval: 30 s, sampling: 50 %}
              19.m5.CCP-etch: {tool: CCP, time: 120 s}
            releases:
              r: {product: p, every: 2 h}
            """;

    @TempDir
    private Path folder;

    @Test
    void shouldKeepWhatADiffDoesNotName() {
        final LineDefinition line = read("tools: {CCP: {count: 5}}");

        assertThat(group(line, "CCP").count).isEqualTo(5);
        assertThat(value(line, "tools.CCP.breakdown.mtbf")).isEqualTo(400 * HOUR);
        assertThat(line.products.get(0).route).hasSize(5);
    }

    @Test
    void shouldChangeOnlyTheMeanWhenANumberStandsOverADistribution() {
        final LineDefinition line = read("tools: {CCP: {breakdown: {mttr: 8 h}}}");

        final var repair = group(line, "CCP").breakdowns.get(0).timeToRepair;
        assertThat(repair.kind()).isEqualTo(Distribution.LOGNORMAL);
        assertThat(repair.a().value()).isEqualTo(8 * HOUR);
        assertThat(repair.b().value()).isEqualTo(1.2);
        assertThat(repair.a().path()).isEqualTo("tools.CCP.breakdown.mttr");
        assertThat(repair.b().path()).isEqualTo("tools.CCP.breakdown.mttr.cv");
    }

    @Test
    void shouldKeepTheMeanWhenADistributionStandsOverANumber() {
        final LineDefinition line = read("steps: {18.m1.CCP-etch: {time: {distribution: gamma, cv: 0.5}}}");

        assertThat(value(line, "steps.18.m1.CCP-etch.time")).isEqualTo(100e6);
        assertThat(value(line, "steps.18.m1.CCP-etch.time.cv")).isEqualTo(0.5);
    }

    @Test
    void shouldDropTheShapeOfADistributionThatIsReplaced() {
        final LineDefinition line = read("tools: {CCP: {breakdown: {mttr: {distribution: exponential}}}}");

        assertThat(group(line, "CCP").breakdowns.get(0).timeToRepair.kind()).isEqualTo(Distribution.EXPONENTIAL);
    }

    @Test
    void shouldRemoveWhatIsNull() {
        final LineDefinition line = read("tools: {CCP: {breakdown: null}}\nsteps: {18.m1.WET-clean: null}");

        assertThat(group(line, "CCP").breakdowns).singleElement().satisfies(b -> assertThat(b.perChamber)
                .isTrue());
        assertThat(line.products.get(0).route).extracting(s -> s.name).doesNotContain("18.m1.WET-clean");
    }

    @Test
    void shouldInsertAStepBehindAnother() {
        final LineDefinition line = read("steps: {18.m1.CDS-extra: {tool: CDS, latency: 60 s, after: 18.m1.CCP-etch}}");

        assertThat(line.products.get(0).route)
                .extracting(s -> s.name)
                .startsWith("18.m1.CCP-etch", "18.m1.CDS-extra", "18.m1.WET-clean");
    }

    @Test
    void shouldReachManyStepsByASelector() {
        final LineDefinition line = read("steps: {\"18.*.CCP-*\": {sampling: 10 %}}");

        assertThat(steps(line, 0.1)).containsExactly("18.m1.CCP-etch", "18.m2.CCP-etch");
        assertThat(value(line, "steps.18.m2.CDS-measure.sampling")).isEqualTo(0.5);
    }

    @Test
    void shouldLetTheMoreSpecificSelectorWinWhateverTheOrder() {
        final LineDefinition line = read("""
                steps:
                  18.m1.CCP-etch: {sampling: 30 %}
                  "18.m1.*": {sampling: 20 %}
                  "*": {sampling: 10 %}
                """);

        assertThat(steps(line, 0.3)).containsExactly("18.m1.CCP-etch");
        assertThat(steps(line, 0.2)).containsExactly("18.m1.WET-clean");
        assertThat(steps(line, 0.1)).containsExactly("18.m2.CCP-etch", "18.m2.CDS-measure", "19.m5.CCP-etch");
    }

    @Test
    void shouldLetTheLaterOfEquallySpecificSelectorsWin() {
        final LineDefinition line =
                read("steps: {\"18.m*\": {sampling: 20 %}, \"*m1*\": {sampling: 30 %}, \"18.*.*\": {sampling: 40 %}}");

        // Four, two and four literal characters: the later of those with four wins.
        assertThat(steps(line, 0.4)).hasSize(4);
    }

    @Test
    void shouldLetALaterFileWinOverTheNamesOfAnEarlierOne() {
        final LineDefinition line = read("tools: {\"*\": {breakdown: {mtbf: 100 h}}}");

        assertThat(value(line, "tools.CCP.breakdown.mtbf")).isEqualTo(100 * HOUR);
        assertThat(value(line, "tools.WET.breakdown.mtbf")).isEqualTo(100 * HOUR);
        assertThat(group(line, "CDS").breakdowns).as("has none to change").isEmpty();
        assertThat(value(line, "tools.CCP/*.breakdown.mtbf"))
                .as("chambers are not tools")
                .isEqualTo(1000 * HOUR);
    }

    @Test
    void shouldReachChambersOfAllFamilies() {
        final LineDefinition line = read("tools: {\"*/*\": {breakdown: {mtbf: 500 h, mttr: 1 h}}}");

        assertThat(value(line, "tools.CCP/*.breakdown.mtbf")).isEqualTo(500 * HOUR);
        assertThat(value(line, "tools.WET/*.breakdown.mtbf")).isEqualTo(500 * HOUR);
    }

    @Test
    void shouldChangeOneToolAndOneChamberOnly() {
        final LineDefinition line = read("""
                tools:
                  CCP-02: {breakdown: {mtbf: 50 h}}
                  "CCP-0?/B": {breakdown: {mttr: 9 h}}
                  CCP-03/B: {breakdown: {mttr: 12 h}}
                """);

        final ToolGroupDefinition group = group(line, "CCP");
        assertThat(group.breakdowns)
                .extracting(b -> b.places)
                .containsExactly(List.of(0, 2), List.of(1), List.of(0, 2, 4), List.of(1, 3), List.of(5));
        assertThat(value(line, "tools.CCP-02.breakdown.mtbf")).isEqualTo(50 * HOUR);
        assertThat(value(line, "tools.CCP.breakdown.mtbf")).isEqualTo(400 * HOUR);
        assertThat(value(line, "tools.CCP-0?/B.breakdown.mttr")).isEqualTo(9 * HOUR);
        assertThat(value(line, "tools.CCP-03/B.breakdown.mttr")).isEqualTo(12 * HOUR);
        assertThat(value(line, "tools.CCP/*.breakdown.mttr")).isEqualTo(3 * HOUR);
    }

    @Test
    void shouldQualifyStepsOnTheNamedTools() {
        final LineDefinition line =
                read("qualify: {\"18.*.CCP-*\": {tools: [CCP-01, CCP-03]}, 18.m2.CCP-etch: {not: [CCP-03]}}");

        assertThat(step(line, "18.m1.CCP-etch").qualifiedTools).containsExactly(0, 2);
        assertThat(step(line, "18.m2.CCP-etch").qualifiedTools).containsExactly(0);
        assertThat(step(line, "19.m5.CCP-etch").qualifiedTools).isEmpty();
    }

    @Test
    void shouldLeaveOutTheNamedChambers() {
        final LineDefinition line = read("qualify: {18.m1.CCP-etch: {not: [CCP-01/B, CCP-02/*]}}");

        assertThat(step(line, "18.m1.CCP-etch").chambersLeftOut).containsExactly(1);
        assertThat(step(line, "18.m1.CCP-etch").qualifiedTools).contains(0).doesNotContain(1);
        assertThat(step(line, "18.m2.CCP-etch").chambersLeftOut).isEmpty();
    }

    @Test
    void shouldLetOverridesWinInTheirOrder() {
        final LineDefinition line = read(
                "tools: {CCP: {breakdown: {mtbf: 100 h}}}",
                "tools.CCP.breakdown.mtbf=90 h",
                "tools.*.breakdown.mtbf=80 h",
                "tools.WET.breakdown.mtbf=4200 min");

        assertThat(value(line, "tools.CCP.breakdown.mtbf")).isEqualTo(80 * HOUR);
        assertThat(value(line, "tools.WET.breakdown.mtbf")).isEqualTo(70 * HOUR);
    }

    @Test
    void shouldReadABareOverrideInTheParametersOwnUnit() {
        final LineDefinition line = read(
                "tools: {CCP: {breakdown: {mttr: 300 min}}}",
                "tools.CCP.breakdown.mttr=600",
                "steps.18.m2.CDS-measure.sampling=25",
                "steps.18.m2.CCP-etch.time=130",
                "tools.CCP.count=4");

        assertThat(value(line, "tools.CCP.breakdown.mttr")).isEqualTo(10 * HOUR);
        assertThat(value(line, "steps.18.m2.CDS-measure.sampling")).isEqualTo(0.25);
        assertThat(value(line, "steps.18.m2.CCP-etch.time")).isEqualTo(130e6);
        assertThat(value(line, "steps.18.m2.CCP-etch.time.cv")).isEqualTo(0.02);
        assertThat(value(line, "tools.CCP.count")).isEqualTo(4);
    }

    @Test
    void shouldMarkWhatTheUserChangesAsTheUsers() {
        final LineDefinition line = definition("mark: estimate\n" + BASE, List.of("tools.CCP.breakdown.mtbf=90 h"));

        final ParameterTable table = LineCompiler.compile(line).parameters();
        assertThat(table.row(table.idOf("tools.CCP.breakdown.mtbf")).source()).isEqualTo("user");
        assertThat(table.row(table.idOf("tools.CCP.breakdown.mttr")).source()).isEqualTo("estimate");
    }

    @Test
    void shouldNotLetARunningTwinChangeWhatSizesArrays() {
        final LineDefinition line = read("line: {name: x}");

        final ParameterTable table = LineCompiler.compile(line).parameters();
        for (final String path :
                List.of("tools.CCP.count", "tools.CCP.chambers", "carrier.size", "releases.r.wafers")) {
            assertThat(table.row(table.idOf(path)).live()).as(path).isFalse();
        }
        assertThat(table.row(table.idOf("tools.CCP.breakdown.mtbf")).live()).isTrue();
    }

    @Test
    void shouldDeriveFlowLineTimesFromTheRobot() {
        final LineDefinition line = read(
                "tools: {CCP: {frontEnd: {action: 4 s}, extraLatency: 10 s, loadLocks: {count: 2, slots: 2, pump: 20 s, vent: 15 s}}}");

        final ToolGroupDefinition group = group(line, "CCP");
        assertThat(group.exchangeTime.value()).isEqualTo(2 * 5e6);
        // Locks: (20 + 15 + 2*2*(4 + 5)) / (2*2) = 17.75 s; robot 4*5 = 20 s; front end 4*4 = 16 s.
        assertThat(group.feedInterval.value()).isEqualTo(20e6);
        // Alone: extra + 4 Tf + pump + vent + 4 T.
        assertThat(group.entryTime.value() + group.exitTime.value()).isEqualTo((10 + 16 + 20 + 15 + 20) * 1e6);
    }

    private static final String TESTED = "../scenarios/examples/tested-wafers.yaml";

    @Test
    void shouldReachExcursionsSourcesBinsAndSensitivitiesBySelectors() {
        final LineDefinition line = ScenarioReader.read(
                        TESTED,
                        List.of(
                                "excursions.*.wafers=7",
                                "excursions.jump.wafers=8",
                                "defects.sources.*.kill=0.25",
                                "defects.sources.*h.density=0.7 /cm2",
                                "products.chip.bins.*.leakage=1.3",
                                "sensitivity.vt.*=-9 mV/nm"))
                .definition();

        assertThat(value(line, "excursions.dust.wafers")).isEqualTo(7);
        assertThat(value(line, "excursions.jump.wafers")).isEqualTo(8);
        assertThat(value(line, "defects.sources.litho.kill")).isEqualTo(0.25);
        assertThat(value(line, "defects.sources.etch.kill")).isEqualTo(0.25);
        assertThat(value(line, "defects.sources.etch.density") / value(line, "defects.sources.litho.density"))
                .isCloseTo(7, within(1e-9));
        assertThat(value(line, "products.chip.bins.fast.leakage")).isEqualTo(1.3);
        assertThat(value(line, "products.chip.bins.slow.leakage")).isEqualTo(1.3);
        assertThat(line.products.get(0).die.bins).hasSize(3);
        assertThat(value(line, "sensitivity.vt.width")).isNegative();
    }

    @Test
    void shouldLetTheMoreSpecificWinInsideAnEntryToo() throws IOException {
        final Path file = folder.resolve("sources.yaml");
        Files.writeString(file, "extends: " + Path.of(TESTED).toAbsolutePath().normalize() + """

                        defects:
                          sources:
                            etch: {kill: 0.1}
                            "*": {kill: 0.9, density: 0.3 /cm2}
                            "e*": {density: 0.6 /cm2}
                            other: {tool: CLEAN}
                        """);
        final LineDefinition line =
                ScenarioReader.read(file.toString(), List.of()).definition();

        assertThat(value(line, "defects.sources.etch.kill")).isEqualTo(0.1);
        assertThat(value(line, "defects.sources.litho.kill")).isEqualTo(0.9);
        assertThat(value(line, "defects.sources.other.kill")).isEqualTo(0.9);
        assertThat(value(line, "defects.sources.etch.density") / value(line, "defects.sources.other.density"))
                .isCloseTo(2, within(1e-9));
    }

    @Test
    void shouldLetASpecificNullRemoveWhatASelectorSays() {
        final Node merged = merge(
                "sources: {etch: {kill: 0.5, size: 3}, litho: {kill: 0.4}}",
                "sources: {\"*\": {kill: 0.1}, etch: {kill: null}, litho: {size: 2}}");

        final Node sources = merged.get("sources");
        assertThat(sources.get("etch").keys()).containsExactly("size");
        assertThat(sources.get("litho").get("kill").text()).isEqualTo("0.1");
        assertThat(sources.get("litho").get("size").text()).isEqualTo("2");
    }

    @Test
    void shouldReachTheBasesNamesBesideThoseThatAnotherSelectorNames() {
        final Node merged = merge(
                "maps: {a: {p: {x: 1}, q: {x: 2}}, b: {p: {x: 3}}}", "maps: {\"*\": {p: {y: 5}}, a: {\"*\": {x: 9}}}");

        final Node maps = merged.get("maps");
        assertThat(maps.get("a").get("p").get("x").text()).isEqualTo("9");
        assertThat(maps.get("a").get("p").get("y").text()).isEqualTo("5");
        assertThat(maps.get("a").get("q").get("x").text()).isEqualTo("9");
        assertThat(maps.get("b").get("p").get("x").text()).isEqualTo("3");
    }

    @Test
    void shouldReachTheNamesOfBothTreesWithASelectorInASelector() {
        final Node merged = merge(
                "maps: {a: {p: {x: 1}, q: {x: 2}}, b: {p: {x: 3}}}",
                "maps: {a: {p: {y: 5}, new: {y: 6}}, \"*\": {\"*\": {x: 9}}, c: {r: {y: 7}}}");

        final Node maps = merged.get("maps");
        for (final String path : List.of("a.p", "a.q", "a.new", "b.p", "c.r")) {
            final Node entry = maps.get(path.substring(0, 1)).get(path.substring(2));
            assertThat(entry.get("x").text()).as(path).isEqualTo("9");
        }
        assertThat(maps.get("a").keys()).containsExactly("p", "q", "new");
        assertThat(maps.get("a").get("p").get("y").text()).isEqualTo("5");
        assertThat(maps.get("c").keys()).containsExactly("r");
    }

    @Test
    void shouldRefuseASelectorInsideAnEntryThatReachesNothing() {
        assertThatThrownBy(() -> ScenarioReader.read(TESTED, List.of("products.chip.bins.quick*.speed=1 %")))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining(
                        "products.chip.bins.quick*: found 'quick*', expected a selector that reaches one");
        assertThatThrownBy(() -> ScenarioReader.read(TESTED, List.of("excursions.dst*.size=0")))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining(
                        "excursions.dst*: found 'dst*', expected a selector that reaches one of the 2 names");
    }

    private static Node merge(final String base, final String over) {
        final Problems problems = new Problems();
        final Node merged = Merge.over(YamlTree.read("base", base, problems), YamlTree.read("over", over, problems));
        assertThat(problems.count()).isZero();
        return merged;
    }

    private LineDefinition read(final String diff, final String... overrides) {
        try {
            Files.writeString(folder.resolve("base.yaml"), BASE);
            final Path file = Files.writeString(folder.resolve("diff.yaml"), "extends: base.yaml\n" + diff);
            return ScenarioReader.read(file.toString(), List.of(overrides)).definition();
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    private static LineDefinition definition(final String text, final List<String> overrides) {
        return ScenarioReader.read(ScenarioSource.of("text", text), overrides).definition();
    }

    private static double value(final LineDefinition line, final String path) {
        final ParameterTable table = LineCompiler.compile(line).parameters();
        assertThat(table.idOf(path)).as(path).isNotNegative();
        final Tunable row = table.row(table.idOf(path));
        return row.value();
    }

    private static List<String> steps(final LineDefinition line, final double sampling) {
        return line.products.get(0).route.stream()
                .filter(step -> step.sampling != null && step.sampling.value() == sampling)
                .map(step -> step.name)
                .toList();
    }

    private static StepDefinition step(final LineDefinition line, final String name) {
        return line.products.get(0).route.stream()
                .filter(s -> s.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static ToolGroupDefinition group(final LineDefinition line, final String name) {
        return line.toolGroups.stream()
                .filter(g -> g.name.equals(name))
                .findFirst()
                .orElseThrow();
    }
}
