/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;

/** Compiles which wafers do a step and which are held after it: {@code sampling} and {@code hold} of a step. */
final class FlowRules {
    private FlowRules() {}

    /** A plain share, or a map of rules. */
    static void sampling(final StepDefinition step, final Fields written) {
        final Node value = written.get("sampling");
        if (value == null || !value.isMap()) {
            step.sampling = written.share("sampling");
            return;
        }
        final Fields rules = written.section("sampling");
        if (rules.has("share") == rules.has("every")) {
            rules.problems().missing(value.position(), rules.path("share"), "one of share and every");
            return;
        }
        if (rules.has("every")) {
            final Tunable every = rules.number("every", "", 1, 1e6);
            if (every == null) {
                return;
            }
            step.samplingEvery = every;
            step.sampling = new Tunable(rules.path("share"), "", 1, 1 / every.value(), 0, 1, every.source(), false);
        } else {
            step.sampling = rules.share("share");
        }
        step.samplingAfterMaintenance = rules.number("afterMaintenance", "", 0, 1e6);
        step.samplingUnmeasuredFor = rules.time("unmeasuredFor");
    }

    static void hold(final StepDefinition step, final Fields written) {
        if (!written.has("hold")) {
            return;
        }
        final Fields hold = written.section("hold");
        hold.required("probability", "the share of wafers that are held, for example '1 %'");
        hold.required("time", "how long, for example '8 h'");
        step.holdProbability = hold.share("probability");
        step.holdTime = hold.distribution("time", Distribution.CONSTANT);
        step.holdTogether = hold.text("others", "goOn").equals("wait");
        step.holdJoins = hold.text("others", "goOn").equals("rejoin");
        if (step.holdTime == null) {
            step.holdProbability = null;
        }
    }
}
