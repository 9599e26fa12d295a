/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.flow;

import org.fabtwin.core.line.ParameterTable;
import org.fabtwin.core.line.SamplingRules;
import org.fabtwin.core.line.Steps;
import org.fabtwin.core.random.Cause;
import org.fabtwin.core.random.Draws;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;

/**
 * Decides which wafers of a carrier do a step: all, a share, every n-th that comes by, and beyond that the first after a maintenance
 * of the tool that processed them, and one where that tool has not been measured for too long. Single-threaded: the twin's
 * thread only.
 */
final class Sampling {
    private final Steps steps;
    private final SamplingRules rules;
    private final Parameters parameters;
    private final Chance chance;
    private final Lots lots;
    private final Carriers carriers;
    private final Wafers wafers;
    private final ToolHistory history;
    private final IntColumn passed;

    Sampling(
            StateArena arena,
            Steps steps,
            Parameters parameters,
            Chance chance,
            Lots lots,
            Carriers carriers,
            Wafers wafers,
            ToolHistory history) {
        this.steps = steps;
        this.rules = steps.samplingRules();
        this.parameters = parameters;
        this.chance = chance;
        this.lots = lots;
        this.carriers = carriers;
        this.wafers = wafers;
        this.history = history;
        passed = arena.ints("sampling.passed", Math.max(1, rules.size()), 0);
    }

    /** Whether a rule of the line asks what tools have done: else nobody has to tell {@link #afterStep}. */
    boolean looksAtTools() {
        return rules.size() > 0;
    }

    /** A carrier has done a step; one that all wafers do is what later measurements look at. */
    void afterStep(int carrier, int step) {
        if (steps.sampling(step) == ParameterTable.NONE) {
            int tool = carriers.tool(carrier);
            carriers.processed(carrier, tool, history.wafersSinceMaintenance(tool));
            history.addWafers(tool, carriers.work(carrier));
        }
    }

    /** Draws which wafers do the step and returns their number. */
    int draw(int carrier, int step, long nowUs) {
        int wafer = carriers.firstWafer(carrier);
        if (wafer == Wafers.NONE && steps.sampling(step) == ParameterTable.NONE) {
            return carriers.wafers(carrier);
        }
        boolean all = steps.sampling(step) == ParameterTable.NONE
                || (steps.remeasure(step) && carriers.remeasuredUntil(carrier) != Carriers.NONE);
        double share = all ? 1 : parameters.value(steps.sampling(step));
        int rule = all ? SamplingRules.NONE : steps.samplingRule(step);
        if (wafer == Wafers.NONE) {
            long subject = Draws.subject(lots.key(carriers.lot(carrier)), steps.key(step));
            boolean drawn = isDrawn(rule, share, subject, carriers.visit(carrier));
            return drawn || isForced(rule, carrier, 0, nowUs) ? measured(carrier, rule, nowUs) : 0;
        }
        int count = 0;
        for (int place = 0; wafer != Wafers.NONE; wafer = wafers.next(wafer), place++) {
            boolean drawn =
                    isDrawn(rule, share, Draws.subject(wafers.key(wafer), steps.key(step)), wafers.visit(wafer));
            drawn |= isForced(rule, carrier, place, nowUs);
            wafers.drawn(wafer, drawn);
            if (drawn) {
                count++;
                measured(carrier, rule, nowUs);
            }
        }
        return count;
    }

    private boolean isDrawn(int rule, double share, long subject, int visit) {
        if (rule != SamplingRules.NONE && rules.every(rule) != ParameterTable.NONE) {
            double every = Math.max(1, parameters.value(rules.every(rule)));
            int number = passed.get(rule);
            passed.set(rule, number + 1 >= every ? 0 : number + 1);
            return number == 0;
        }
        return share >= 1 || chance.happens(share, Cause.SAMPLING, subject, visit);
    }

    private boolean isForced(int rule, int carrier, int place, long nowUs) {
        if (rule == SamplingRules.NONE || carriers.processTool(carrier) == Carriers.NONE) {
            return false;
        }
        return carriers.processRank(carrier) + place < number(rules.afterMaintenance(rule), 0)
                || nowUs - history.measuredUs(carriers.processTool(carrier))
                        > number(rules.unmeasuredFor(rule), Long.MAX_VALUE);
    }

    private int measured(int carrier, int rule, long nowUs) {
        if (rule != SamplingRules.NONE && carriers.processTool(carrier) != Carriers.NONE) {
            history.measured(carriers.processTool(carrier), nowUs);
        }
        return carriers.wafers(carrier);
    }

    private double number(int parameter, double otherwise) {
        return parameter == ParameterTable.NONE ? otherwise : parameters.value(parameter);
    }
}
