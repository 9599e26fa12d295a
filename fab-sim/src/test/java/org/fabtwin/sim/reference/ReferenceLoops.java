/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.reference;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Random;
import org.fabtwin.core.control.RunToRun;
import org.fabtwin.core.line.Controllers;
import org.fabtwin.core.line.CriticalParameters;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;

/** What the twin's controllers leave of the disturbance that check.py gives its loops: deviations of the wafers of many cycles. */
final class ReferenceLoops {
    private static final int CYCLES = 8;
    private static final int MOST_WAFERS_OF_A_CYCLE = 1500;
    private static final int CARRIER = 5;

    private final Line line;
    private final RunToRun control;
    private final Parameters parameters;
    private final double[][] deviations;

    ReferenceLoops(final Line line, final int delay, final Random random) throws IOException {
        this.line = line;
        final StateArena arena = new StateArena();
        parameters = new Parameters(arena, line.parameters().defaults());
        control = new RunToRun(arena, line, parameters);
        final CriticalParameters critical = line.process().parameters();
        final Map<String, double[]> tables = VariationTable.read();
        deviations = new double[critical.size()][];
        for (int p = 0; p < critical.size(); p++) {
            deviations[p] = run(p, tables.get(critical.name(p)), delay, random);
        }
    }

    /** Deviation of some wafer, in own units. */
    double deviation(final int parameter, final Random random) {
        return deviations[parameter][random.nextInt(deviations[parameter].length)];
    }

    private double[] run(final int parameter, final double[] table, final int delay, final Random random) {
        final CriticalParameters critical = line.process().parameters();
        final Controllers controllers = line.controllers();
        final int controller = controllers.controllerOf(critical.name(parameter));
        final int measureStep = critical.measureStep(parameter, 0);
        final double share = parameters.value(line.steps().sampling(measureStep));
        final double noise = parameters.value(line.measurements().noise(parameter));
        final double gain = parameters.value(controllers.gain(controller));
        final int group = controllers.group(controller);
        final int chamber = line.toolGroups().firstChamber(line.toolGroups().firstTool(group));
        final VariationTable.Disturbance disturbance = new VariationTable.Disturbance(table, random);
        final int wafers = (int) Math.min(disturbance.period(), MOST_WAFERS_OF_A_CYCLE);
        final double[] result = new double[(CYCLES - 1) * wafers];
        final Deque<double[]> late = new ArrayDeque<>();
        for (int wafer = 0; wafer < CYCLES * wafers; wafer++) {
            final double mean = disturbance.next(wafer % wafers, disturbance.period() / wafers, CARRIER)
                    * critical.unitFactor(parameter);
            final long run = control.begin(controller, chamber, 0, 0);
            final double offset = control.offset(control.loop(controller, chamber, 0, 0));
            final double deviation = mean + gain * offset;
            if (wafer >= wafers) {
                result[wafer - wafers] = deviation;
            }
            late.add(new double[] {
                random.nextDouble() < share ? 1 : 0, run, deviation + noise * random.nextGaussian(), offset
            });
            if (late.size() > delay) {
                final double[] due = late.remove();
                if (due[0] == 1) {
                    control.learn(controller, chamber, 0, 0, (long) due[1], due[2], due[3], 0, wafer);
                }
            }
        }
        return result;
    }
}
