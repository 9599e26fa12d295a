/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.HandlingDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.Tunable;

/** Compiles a family's {@code form}, robot, front end and load locks for the detailed form. */
final class HandlingCompiler {
    private static final String DETAILED = "detailed";
    private static final String FLOW_LINE = "flow-line";

    private final String formOfLine;

    HandlingCompiler(final Fields root) {
        formOfLine = root.section("line").text("form", FLOW_LINE);
    }

    void fill(final ToolGroupDefinition group, final Fields tool) {
        final boolean robot = group.kind == ToolKind.CLUSTER || group.kind == ToolKind.SERIAL;
        if (!robot) {
            if (tool.text("form", FLOW_LINE).equals(DETAILED)) {
                tool.problems()
                        .add(
                                tool.get("form"),
                                tool.path("form"),
                                "flow-line: only cluster and serial tools have robots");
            }
            return;
        }
        group.detailed = tool.text("form", formOfLine).equals(DETAILED);
        final HandlingDefinition handling = group.handling;
        final Fields robotFields = tool.section("robot");
        handling.arms = robotFields.whole("arms", 1);
        if (!group.detailed) {
            return;
        }
        handling.action = seconds(robotFields, "action", 3600);
        final Fields frontEnd = tool.section("frontEnd");
        handling.frontArms = frontEnd.whole("arms", handling.frontArms);
        handling.frontAction = seconds(frontEnd, "action", 3600);
        final Fields locks = tool.section("loadLocks");
        handling.locks = locks.whole("count", 0);
        handling.slots = Math.max(1, locks.whole("slots", 1));
        handling.pump = seconds(locks, "pump", 36000);
        handling.vent = seconds(locks, "vent", 36000);
        handling.extraLatency = seconds(tool, "extraLatency", 360000);
    }

    private static Tunable seconds(final Fields fields, final String key, final double most) {
        return fields.number(key, "s", 0, most);
    }
}
