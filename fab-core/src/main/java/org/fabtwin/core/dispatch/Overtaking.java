/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.dispatch;

import org.fabtwin.core.equipment.Equipment;
import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.flow.Lots;
import org.fabtwin.core.line.Criterion;
import org.fabtwin.core.line.Handling;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.Orders;
import org.fabtwin.core.line.ToolGroups;

/**
 * Hot carriers at the load ports of tools in detailed form: a tool takes its next carrier when no raw wafer waits at its ports, but
 * one of higher priority than all that wait there at once. Only in groups that rank by priority first. Stateless.
 */
final class Overtaking {
    private static final int NONE = -1;

    private final ToolGroups groups;
    private final Handling handling;
    private final Lots lots;
    private final Carriers carriers;
    private final Eligibility eligibility;
    private final Equipment equipment;
    /** Nobody is overtaken by carriers of this priority. */
    private final int leastPriority;

    private final boolean anyHot;

    Overtaking(Line line, Lots lots, Carriers carriers, Eligibility eligibility, Equipment equipment) {
        this.groups = line.toolGroups();
        this.handling = line.handling();
        this.lots = lots;
        this.carriers = carriers;
        this.eligibility = eligibility;
        this.equipment = equipment;
        Orders orders = line.orders();
        int least = Integer.MAX_VALUE;
        int most = Integer.MIN_VALUE;
        for (int order = 0; order < orders.size(); order++) {
            least = Math.min(least, orders.priority(order));
            most = Math.max(most, orders.priority(order));
        }
        for (int lot = 0; lot < orders.initialLots(); lot++) {
            least = Math.min(least, orders.initialPriority(lot));
            most = Math.max(most, orders.initialPriority(lot));
        }
        leastPriority = least;
        anyHot = handling.anyDetailed() && most > least;
    }

    boolean isPossible(int group) {
        return anyHot && handling.isDetailed(group) && groups.rankOf(group, Criterion.PRIORITY) == 0;
    }

    boolean isHot(int carrier) {
        return lots.priority(carriers.lot(carrier)) > leastPriority;
    }

    /** The tool to which the carrier may come before others' raw wafers are in; the first, NONE without. */
    int toolFor(int group, int carrier, long nowUs) {
        int first = groups.firstTool(group);
        for (int tool = first; tool < first + groups.toolCount(group); tool++) {
            if (eligibility.isEligible(group, tool, carrier) && equipment.mayOvertake(tool, carrier, nowUs)) {
                return tool;
            }
        }
        return NONE;
    }
}
