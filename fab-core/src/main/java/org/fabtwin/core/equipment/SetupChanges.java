/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.flow.Release;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.MinimumRuns;
import org.fabtwin.core.line.ParameterTable;
import org.fabtwin.core.line.Setups;
import org.fabtwin.core.line.Steps;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.state.Parameters;

/** What it takes to bring a tool into the setup of a step. A step without setup leaves the tool's setup as it is. */
public final class SetupChanges {
    private final Line line;
    private final Steps steps;
    private final Parameters parameters;
    private final Tools tools;
    private final Carriers carriers;
    private final Release release;
    private final ReticlePlaces reticles;
    private final EventWriter events;

    SetupChanges(
            Line line,
            Parameters parameters,
            Tools tools,
            Carriers carriers,
            Release release,
            ReticlePlaces reticles,
            EventWriter events) {
        this.line = line;
        this.carriers = carriers;
        this.release = release;
        this.steps = line.steps();
        this.parameters = parameters;
        this.tools = tools;
        this.reticles = reticles;
        this.events = events;
    }

    /** Time to set the tool up for the step, the way of a reticle included; 0 where it is ready. */
    public long timeUs(int tool, int step) {
        return reticles.isActive() ? reticles.moveUs(tool, step) + changeUs(tool, step) : changeUs(tool, step);
    }

    private long changeUs(int tool, int step) {
        int wanted = steps.setup(step);
        int current = tools.setup(tool);
        if (wanted == Setups.NO_SETUP || (wanted == current && !steps.setupAlways(step))) {
            return 0;
        }
        if (steps.setupTime(step) != ParameterTable.NONE) {
            return parameters.us(steps.setupTime(step));
        }
        int group = steps.toolGroup(step);
        int pair = line.setups().time(group, current, wanted);
        return parameters.us(
                pair != ParameterTable.NONE ? pair : line.toolGroups().setupTime(group));
    }

    /** Whether the tool's minimum run forbids the step now. A run that no carrier can go on with forbids nothing. */
    public boolean isForbidden(int tool, int step) {
        int wanted = steps.setup(step);
        return tools.minimumRunLeft(tool) > 0
                && wanted != Setups.NO_SETUP
                && wanted != tools.setup(tool)
                && canGoOn(steps.toolGroup(step), tools.setup(tool));
    }

    /** Whether a carrier of the line, or one that will be released, has a step of the group's setup ahead. */
    private boolean canGoOn(int group, int setup) {
        MinimumRuns runs = line.minimumRuns();
        int pair = runs.pair(group, setup);
        if (runs.isEndless(pair)) {
            return true;
        }
        for (int product = 0; product < line.products().size(); product++) {
            if (runs.isAhead(pair, line.products().firstStep(product)) && release.isExpected(product)) {
                return true;
            }
        }
        for (int carrier = 0; carrier < carriers.used(); carrier++) {
            if (carriers.isLive(carrier) && runs.isAhead(pair, carriers.step(carrier))) {
                return true;
            }
        }
        return false;
    }

    /** Changes the tool's setup for a carrier that starts, and returns the time that it takes. */
    long change(int tool, int step, long nowUs) {
        int wanted = steps.setup(step);
        if (wanted == Setups.NO_SETUP) {
            return 0;
        }
        long timeUs = timeUs(tool, step);
        int current = tools.setup(tool);
        if (wanted != current || timeUs > 0) {
            events.setupChanged(nowUs, tool, current, wanted, timeUs);
            if (reticles.isActive()) {
                reticles.fetch(tool, step, nowUs);
            }
            tools.setup(tool, wanted);
            tools.minimumRunLeft(tool, steps.minimumRun(step));
        }
        if (tools.minimumRunLeft(tool) > 0) {
            tools.minimumRunLeft(tool, tools.minimumRunLeft(tool) - 1);
        }
        return timeUs;
    }
}
