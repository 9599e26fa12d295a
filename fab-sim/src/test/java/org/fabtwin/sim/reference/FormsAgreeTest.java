/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.reference;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.RecipeDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.sim.capacity.RecipeTime;
import org.fabtwin.sim.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;

class FormsAgreeTest {
    static LineDefinition line(String form) {
        return ScenarioReader.read("line2nm-pilot", List.of("line.form=" + form))
                .definition();
    }

    static ToolGroupDefinition group(LineDefinition line, String name) {
        return line.toolGroups.stream()
                .filter(g -> g.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    static List<RecipeDefinition> recipes(LineDefinition line, String name) {
        List<String> names = new ArrayList<>();
        for (var p : line.products)
            for (StepDefinition s : p.route)
                if (s.toolGroup.equals(name) && !names.contains(s.recipe)) names.add(s.recipe);
        return line.recipes.stream().filter(r -> names.contains(r.name)).toList();
    }

    @Test
    void perRecipe() throws IOException {
        for (String name : System.getProperty("only").split(",")) {
            for (RecipeDefinition rec : recipes(line("flow-line"), name)) {
                double[] v = new double[2], c = new double[2], o = new double[2];
                double per = 0;
                for (int f = 0; f < 2; f++) {
                    LineDefinition base = line(f == 0 ? "flow-line" : "detailed");
                    ToolGroupDefinition group = group(base, name);
                    List<RecipeDefinition> recipes = recipes(base, name).stream()
                            .filter(r -> r.name.equals(rec.name))
                            .toList();
                    per = RecipeTime.of(group, recipes.get(0)).perWaferUs() / 1e6;
                    int size = Integer.getInteger("size", 5);
                    double horizon = 2000 * 5 * per;
                    v[f] = OneToolRun.of(
                                    OneToolRun.line(group, recipes, 1, size, per * size / 1.3), horizon * .1, horizon)
                            .secondsPerWafer();
                    LineDefinition ld = OneToolRun.line(group, recipes, 1, size, per * size / .85);
                    ld.eventDetail = 1;
                    OneToolRun rr = OneToolRun.of(ld, horizon * .1, horizon);
                    c[f] = rr.meanCycleSeconds();
                    System.out.println(rr.split());
                    o[f] = OneToolRun.of(OneToolRun.oneCarrier(group, recipes.get(0), size), 0, 100000)
                            .meanCycleSeconds();
                }
                System.out.printf(
                        "%-12s per %.1f sat %.2f %.2f %+.2f%% ct %.0f %.0f %+.1f%% carrier %.0f %+.1f%%%n",
                        rec.name,
                        per,
                        v[0],
                        v[1],
                        100 * (v[1] / v[0] - 1),
                        c[0],
                        c[1],
                        100 * (c[1] / c[0] - 1),
                        o[0],
                        100 * (o[1] / o[0] - 1));
            }
        }
    }

    @Test
    void trace() throws IOException {
        String name = System.getProperty("only");
        for (String form : List.of("flow-line", "detailed")) {
            LineDefinition base = line(form);
            ToolGroupDefinition group = group(base, name);
            LineDefinition d = OneToolRun.oneCarrier(group, recipes(base, name).get(0), 5);
            d.eventDetail = 3;
            System.out.println(form);
            OneToolRun.trace = true;
            OneToolRun.of(d, 0, 100000);
        }
    }

    @Test
    void explore() throws IOException {
        int size = Integer.getInteger("size", 5);
        int lots = Integer.getInteger("lots", 4000);
        String only = System.getProperty("only", "");
        for (ToolGroupDefinition g : line("flow-line").toolGroups) {
            if (g.kind < 4 || !(only.isEmpty() || only.equals(g.name))) continue;
            double[][] v = new double[2][4];
            double wall[] = new double[2];
            for (int f = 0; f < 2; f++) {
                String form = f == 0 ? "flow-line" : "detailed";
                LineDefinition base = line(form);
                ToolGroupDefinition group = group(base, g.name);
                List<RecipeDefinition> recipes = recipes(base, g.name);
                double per = recipes.stream()
                                .mapToDouble(r -> RecipeTime.of(group, r).perWaferUs())
                                .average()
                                .orElseThrow()
                        / 1e6;
                v[f][0] = OneToolRun.of(OneToolRun.oneCarrier(group, recipes.get(0), 1), 0, 100000)
                        .meanCycleSeconds();
                v[f][1] = OneToolRun.of(OneToolRun.oneCarrier(group, recipes.get(0), size), 0, 100000)
                        .meanCycleSeconds();
                double horizon = lots * size * per;
                v[f][2] = OneToolRun.of(
                                OneToolRun.line(group, recipes, 1, size, per * size / 1.3), horizon * .1, horizon)
                        .secondsPerWafer();
                long t = System.nanoTime();
                OneToolRun r = OneToolRun.of(
                        OneToolRun.line(group, recipes, 1, size, per * size / 0.85), horizon * .1, horizon);
                v[f][3] = r.meanCycleSeconds();
                wall[f] = (System.nanoTime() - t) / 1e3 / (r.lots() * size);
                if (f == 1) {
                    System.out.printf(
                            "%-6s N%d r%d per %.1f | one %.1f %+.1f%% | carrier %.1f %+.1f%% | sat %.2f %+.2f%% | ct85 %.0f %+.1f%% | ev/w %.1f us/w %.2f vs %.2f%n",
                            g.name,
                            group.stages.get(0).copies(),
                            recipes.size(),
                            per,
                            v[0][0],
                            100 * (v[1][0] / v[0][0] - 1),
                            v[0][1],
                            100 * (v[1][1] / v[0][1] - 1),
                            v[0][2],
                            100 * (v[1][2] / v[0][2] - 1),
                            v[0][3],
                            100 * (v[1][3] / v[0][3] - 1),
                            r.eventsPerWafer(),
                            wall[1],
                            wall[0]);
                }
            }
        }
    }
}
