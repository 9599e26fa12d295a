/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.yield;

import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StageDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.CriticalParameterDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.DefectSourceDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.DieDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.twin.LineFixture;

/** Small lines whose wafers are tested: one cluster of four chambers, steps step0, step1, ..., product p of square dies. */
public final class YieldLines {
    private YieldLines() {}

    /** A line of {@code steps} steps with dies of {@code dieMm}. */
    public static LineFixture of(int steps, double dieMm) {
        LineFixture fixture = LineFixture.ofWafers().detail(1);
        ToolGroupDefinition tool = fixture.group("T", ToolKind.CLUSTER, 2);
        tool.stages.add(new StageDefinition("", 4));
        ProductDefinition product = fixture.product("p");
        for (int i = 0; i < steps; i++) {
            fixture.clusterRecipe("r" + i, 2);
            fixture.step(product, "step" + i, "T", "r" + i);
        }
        fixture.order("o", "p", 5, Distribution.CONSTANT, 60);
        DieDefinition die = new DieDefinition();
        die.widthMm = dieMm;
        die.heightMm = dieMm;
        die.scribeMm = 0.1;
        die.edgeExclusionMm = 3;
        product.die = die;
        return fixture;
    }

    /** Each step leaves so many killing defects per square centimetre. */
    public static LineFixture defects(LineFixture fixture, double perCm2, double alpha) {
        ProcessDefinition process = fixture.definition().process;
        process.clusteringAlpha = Tunable.number("defects.clustering.alpha", alpha);
        DefectSourceDefinition source = new DefectSourceDefinition();
        source.name = "all";
        source.density = Tunable.number("defects.sources.all.density", perCm2 / 100);
        source.killRatio = Tunable.share("defects.sources.all.kill", 1);
        process.defects.add(source);
        fixture.definition().products.get(0).route.forEach(step -> step.defects = "all");
        return fixture;
    }

    /** A parameter that a step sets, with the window -limit..limit; nothing varies yet. */
    public static CriticalParameterDefinition parameter(
            LineFixture fixture, String name, String step, boolean overlay, double limit) {
        CriticalParameterDefinition parameter = new CriticalParameterDefinition();
        parameter.name = name;
        parameter.overlay = overlay;
        parameter.kill = true;
        parameter.setStep = step;
        parameter.target = number("parameters." + name + ".target", 0);
        parameter.lower = number("parameters." + name + ".lower", -limit);
        parameter.upper = number("parameters." + name + ".upper", limit);
        fixture.definition().process.parameters.add(parameter);
        return parameter;
    }

    /** A number of either sign. */
    public static Tunable number(String path, double value) {
        return new Tunable(path, "", 1, value, -1e9, 1e9, "user", true);
    }
}
