/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.control;

import java.util.function.Consumer;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.definition.ControllerDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;
import org.fabtwin.core.twin.LineFixture;

/** Controllers of a step that two tools with two chambers each do, for two products. */
final class ControlFixture {
    final Line line;
    final StateArena arena = new StateArena();
    final Parameters parameters;
    final RunToRun control;

    @SafeVarargs
    ControlFixture(Consumer<ControllerDefinition>... controllers) {
        LineFixture fixture = LineFixture.ofWafers();
        fixture.cluster("T", 2, 2);
        fixture.clusterRecipe("r", 1);
        for (String product : new String[] {"p", "q"}) {
            var route = fixture.product(product);
            for (int i = 0; i < controllers.length; i++) {
                fixture.step(route, "s" + i, "T", "r");
            }
        }
        for (int i = 0; i < controllers.length; i++) {
            ControllerDefinition controller = new ControllerDefinition();
            controller.name = "c" + i;
            controller.parameter = "x" + i;
            controller.step = "s" + i;
            controller.gain = number(i, "gain", 2);
            controller.weight = number(i, "weight", 0.5);
            controller.enabled = number(i, "enabled", 1);
            controllers[i].accept(controller);
            fixture.definition().controllers.add(controller);
        }
        line = fixture.compile();
        parameters = new Parameters(arena, line.parameters().defaults());
        control = new RunToRun(arena, line, parameters);
    }

    static Tunable number(int controller, String name, double value) {
        return new Tunable("control.c" + controller + "." + name, "", 1, value, -1e9, 1e9, "user", true);
    }

    void set(String path, double value) {
        parameters.set(line.parameters().idOf(path), value);
    }

    /** A wafer runs in the context and deviates by this; whether the next wafer's offset is another. */
    boolean wafer(int controller, int chamber, int product, double deviation) {
        long run = control.begin(controller, chamber, product, 0);
        double offset = control.offset(control.loop(controller, chamber, product, 0));
        return control.learn(controller, chamber, product, 0, run, deviation, offset, 0, 1);
    }

    double offset(int controller, int chamber, int product) {
        return control.offset(control.loop(controller, chamber, product, 0));
    }

    /** As {@link #offset}, as a wafer that starts now gets it. */
    double offsetOfNext(int controller, int chamber, int product) {
        control.begin(controller, chamber, product, 0);
        return offset(controller, chamber, product);
    }
}
