/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import java.io.IOException;
import java.util.List;
import org.fabtwin.core.event.TrackOutDecoder;
import org.fabtwin.core.line.definition.DistributionDefinition;
import org.fabtwin.core.line.definition.LineDefinition.BreakdownDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StageDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.twin.LineFixture;
import org.fabtwin.core.twin.RecordedRun;

/** Lines of one tool in detailed form, for tests; seconds. */
final class DetailedTools {
    private DetailedTools() {}

    static Tunable seconds(String path, double value) {
        return Tunable.time(path, "s", value);
    }

    /** A tool T with stages of so many copies, at atmosphere, whose robot serves the carriers. */
    static ToolGroupDefinition tool(LineFixture fixture, int kind, int arms, double action, int... copies) {
        ToolGroupDefinition tool = fixture.group("T", kind, 1);
        for (int stage = 0; stage < copies.length; stage++) {
            tool.stages.add(new StageDefinition("m" + stage, copies[stage]));
        }
        tool.detailed = true;
        tool.handling.arms = arms;
        tool.handling.action = seconds("tools.T.robot.action", action);
        return tool;
    }

    static void frontEnd(ToolGroupDefinition tool, int arms, double action) {
        tool.handling.frontArms = arms;
        tool.handling.frontAction = seconds("tools.T.frontEnd.action", action);
    }

    static void locks(ToolGroupDefinition tool, int count, int slots, double pump, double vent) {
        tool.handling.locks = count;
        tool.handling.slots = slots;
        tool.handling.pump = seconds("tools.T.loadLocks.pump", pump);
        tool.handling.vent = seconds("tools.T.loadLocks.vent", vent);
    }

    /** A recipe r with so many seconds for each stage. */
    static void recipe(LineFixture fixture, double... stageSeconds) {
        double[] minutes = new double[stageSeconds.length];
        for (int stage = 0; stage < minutes.length; stage++) {
            minutes[stage] = stageSeconds[stage] / 60;
        }
        fixture.clusterRecipe("r", minutes);
    }

    /** Chamber {@code number} of the tool is down from the first microsecond on. */
    static void chamberDown(ToolGroupDefinition tool, int number) {
        BreakdownDefinition breakdown = LineFixture.breakdown(tool, 1, 1);
        breakdown.perChamber = true;
        breakdown.places.add(number);
        breakdown.firstFailure =
                DistributionDefinition.of(Distribution.CONSTANT, Tunable.time("tools.T.first", "us", 0));
        breakdown.timeToRepair =
                DistributionDefinition.of(Distribution.CONSTANT, Tunable.time("tools.T.mttr2", "d", 1e5));
    }

    /** Releases all lots at the origin; the run's line is complete then. */
    static RecordedRun runAtOnce(LineFixture fixture, int wafers, int lots) throws IOException {
        fixture.step(fixture.product("p"), "s", "T", "r");
        var order = fixture.order("o", "p", wafers, Distribution.CONSTANT, 1);
        order.releases = 1;
        order.lotsPerRelease = lots;
        return RecordedRun.start(fixture.compile(), 1, 0).runTo(100_000);
    }

    static List<Double> trackOutSeconds(RecordedRun run) {
        return run.events(TrackOutDecoder.TEMPLATE_ID).stream()
                .map(event -> event.timeUs() / 1e6)
                .toList();
    }
}
