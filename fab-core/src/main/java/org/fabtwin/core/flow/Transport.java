/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.flow;

import org.fabtwin.core.line.Distributions;
import org.fabtwin.core.line.Layout;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ParameterTable;
import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.random.Cause;
import org.fabtwin.core.state.Parameters;

/**
 * How long a carrier takes to the tool group of a step: by pair of locations, or by distance from the tool that it leaves to a tool
 * of the group, each as likely, some moves by way of a stocker. Vehicles are without number; the wait for one is a mean. Stateless.
 */
final class Transport {
    private final Line line;
    private final Layout layout;
    private final Parameters parameters;
    private final Chance chance;

    Transport(Line line, Parameters parameters, Chance chance) {
        this.line = line;
        this.layout = line.layout();
        this.parameters = parameters;
        this.chance = chance;
    }

    /**
     * Time of a move; none for what enters the line.
     *
     * @param fromTool tool that the carrier leaves, -1 without.
     * @param fromLocation location that it leaves, -1 without.
     * @param subject identity of the move in draws.
     */
    long us(int fromTool, int fromLocation, int toGroup, long subject, int visit) {
        if (layout == null) {
            int to = line.toolGroups().location(toGroup);
            int distribution = line.transports().time(fromLocation, to);
            return distribution == Distributions.NONE ? 0 : chance.us(distribution, Cause.TRANSPORT, subject, visit);
        }
        return fromTool < 0 ? 0 : byDistanceUs(fromTool, toGroup, subject, visit);
    }

    private long byDistanceUs(int fromTool, int toGroup, long subject, int visit) {
        ToolGroups groups = line.toolGroups();
        int toTool =
                groups.firstTool(toGroup) + chance.below(groups.toolCount(toGroup), Cause.TRANSPORT, subject, visit);
        double legUs = number(layout.dispatchTime()) + number(layout.waitTime()) + 2 * number(layout.transferTime());
        double speed = parameters.value(layout.speed());
        boolean byStocker = chance.happens(number(layout.stockerShare()), Cause.STOCKER, subject, visit);
        double us = byStocker
                ? layout.byStockerMm(fromTool, toTool) / speed + 2 * legUs + number(layout.stockerTime())
                : layout.directMm(fromTool, toTool) / speed + legUs;
        return Math.min(Parameters.MOST_US, Math.round(us));
    }

    private double number(int parameter) {
        return parameter == ParameterTable.NONE ? 0 : parameters.value(parameter);
    }
}
