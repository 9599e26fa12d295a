/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.Tunable;

/**
 * What robot, front end and load locks of a cluster or serial tool mean for its flow-line form: the closed forms of saturated
 * throughput and empty-tool latency (Perkinson et al., IEEE TSM 7(3), 1994; Venkatesh et al., IEEE TSM 10(4), 1997) as
 * times that a chamber stays occupied, that wafers enter apart, and that the way in and out takes. {@code flowLine} in the
 * scenario overrides each.
 */
final class FlowLineTimes {
    private static final double SECOND = 1e6;

    private FlowLineTimes() {}

    static void fill(final ToolGroupDefinition group, final Fields tool) {
        final boolean planned = ToolKind.isFlowLine(group.kind);
        final Fields own = tool.section("flowLine");
        if (!planned) {
            for (final String key : own.node().keys()) {
                tool.problems().add(own.get(key), own.path(key), "no flowLine: the tool's kind takes whole carriers");
            }
            return;
        }
        group.exchangeTime = own.time("exchange");
        group.feedInterval = own.time("feed");
        group.entryTime = own.time("entry");
        group.exitTime = own.time("exit");
        group.lagTime = own.time("lag");
        group.transferTime = own.time("transfer");
        final Fields robot = tool.section("robot");
        final Tunable action = robot.number("action", "s", 0, 3600, false);
        if (action == null || group.kind < ToolKind.CLUSTER) {
            return;
        }
        fromRobot(group, tool, action, robot.whole("arms", 1));
    }

    private static void fromRobot(
            final ToolGroupDefinition group, final Fields tool, final Tunable action, final int arms) {
        final Fields locks = tool.section("loadLocks");
        final double robot = action.value();
        final double front = value(tool.section("frontEnd").number("action", "s", 0, 3600, false));
        final double pump = value(locks.number("pump", "s", 0, 36000, false));
        final double vent = value(locks.number("vent", "s", 0, 36000, false));
        final double extra = value(tool.number("extraLatency", "s", 0, 360000, false));
        final int lockCount = locks.whole("count", 0);
        final int slots = Math.max(1, locks.whole("slots", 1));
        final int stages = group.stages.size();
        final boolean serial = group.kind == ToolKind.SERIAL;
        double feed = Math.max(serial ? 2 * (stages + 1) * robot : 4 * robot, 4 * front);
        if (lockCount > 0) {
            feed = Math.max(feed, (pump + vent + 2 * slots * (front + robot)) / (slots * (double) lockCount));
        }
        final Make make = new Make(tool, action.source());
        // A dual arm swaps: the chamber waits for one pick and one place. A single arm must first take the old wafer
        // away.
        group.exchangeTime = make.unlessGiven(group.exchangeTime, "exchange", arms == 2 ? 2 * robot : 4 * robot);
        group.feedInterval = make.unlessGiven(group.feedInterval, "feed", feed);
        group.entryTime = make.unlessGiven(group.entryTime, "entry", 2 * front + pump + 2 * robot);
        group.exitTime = make.unlessGiven(group.exitTime, "exit", 2 * robot + vent + 2 * front + extra);
        if (lockCount > 0) {
            // The wafers of its lock's cycle pass robot and front end: every action of theirs.
            final double actions = 2 * (stages + 1) * robot + 4 * front;
            group.lagTime = make.unlessGiven(group.lagTime, "lag", slots * actions);
        }
        if (serial) {
            group.transferTime = make.unlessGiven(group.transferTime, "transfer", 2 * robot);
        }
    }

    private static double value(final Tunable tunable) {
        return tunable == null ? 0 : tunable.value();
    }

    /** Derived times: parameters of their own, with the source of what they come from. */
    private record Make(Fields tool, String source) {
        Tunable unlessGiven(final Tunable given, final String key, final double timeUs) {
            return given != null
                    ? given
                    : new Tunable(tool.path("flowLine." + key), "s", SECOND, timeUs, 0, 1e18, source, true);
        }
    }
}
