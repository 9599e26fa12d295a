/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.dispatch;

import org.fabtwin.core.equipment.Equipment;
import org.fabtwin.core.equipment.SetupChanges;
import org.fabtwin.core.equipment.Tools;
import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.flow.Lots;
import org.fabtwin.core.flow.QueueTimes;
import org.fabtwin.core.flow.TouchedGroups;
import org.fabtwin.core.line.Criterion;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ParameterTable;
import org.fabtwin.core.line.Steps;
import org.fabtwin.core.line.ToolGroups;

/** What each criterion says of a carrier; smaller goes first. Single-threaded: the twin's thread only. */
final class Ranking {
    private final TouchedGroups touched;
    private final Tools tools;
    private final ToolGroups groups;
    private final Steps steps;
    private final Lots lots;
    private final Carriers carriers;
    private final QueueTimes queueTimes;
    private final SetupChanges setupChanges;
    private final Equipment equipment;

    Ranking(
            Line line,
            Lots lots,
            Carriers carriers,
            QueueTimes queueTimes,
            Equipment equipment,
            TouchedGroups touched) {
        this.touched = touched;
        this.tools = equipment.tools();
        this.groups = line.toolGroups();
        this.steps = line.steps();
        this.lots = lots;
        this.carriers = carriers;
        this.queueTimes = queueTimes;
        this.setupChanges = equipment.setupChanges();
        this.equipment = equipment;
    }

    /** Whether {@code carrier}, which has just come, goes before {@code other} by the criteria that keep their value. */
    boolean isStaticallyBefore(int group, int carrier, int other) {
        for (long order = groups.queueOrder(group); order != 0; order >>>= Byte.SIZE) {
            int criterion = (int) (order & 0xFF) - 1;
            if (criterion == Criterion.PRIORITY) {
                int mine = carriers.priority(carrier);
                int its = carriers.priority(other);
                if (mine != its) {
                    return mine > its;
                }
                continue;
            }
            double mine = staticValue(criterion, carrier);
            double its = staticValue(criterion, other);
            if (mine != its) {
                return mine < its;
            }
        }
        return false;
    }

    private double staticValue(int criterion, int carrier) {
        int step = carriers.step(carrier);
        switch (criterion) {
            case Criterion.PRIORITY:
                return -carriers.priority(carrier);
            case Criterion.FIFO:
                return carriers.queuedUs(carrier);
            case Criterion.DUE_DATE:
                return lots.dueUs(carriers.lot(carrier));
            case Criterion.LAST_STEP:
                return -steps.ordinal(step);
            case Criterion.FIRST_STEP:
                return steps.ordinal(step);
            case Criterion.SHORTEST_REMAINING:
                return steps.remainingUs(step);
            case Criterion.SHORTEST_PROCESS:
                return steps.processUs(step);
            default:
                throw new IllegalArgumentException("criterion " + Criterion.name(criterion) + " changes with time");
        }
    }

    /** Carriers that wait, per tool, where the wafers go next for sure; none behind the last step. */
    private double carriersAhead(int step) {
        int next = steps.next(step);
        while (next >= 0 && steps.sampling(next) != ParameterTable.NONE) {
            next = steps.next(next);
        }
        if (next < 0) {
            return 0;
        }
        int group = steps.toolGroup(next);
        return (double) touched.queueLength(group) / groups.toolCount(group);
    }

    /** Whether the tool's chambers ran this step's recipe last: no first wafers after a change. */
    boolean isAtHome(int tool, int step) {
        int last = tools.lastStep(tool);
        return last >= 0 && steps.recipe(last) == steps.recipe(step);
    }

    /** The value of the criterion at this rank for starting the carrier at the tool now. */
    double value(int group, int rank, int carrier, int tool, long nowUs) {
        int criterion = groups.criterion(group, rank);
        switch (criterion) {
            case Criterion.SETUP:
                return setupChanges.timeUs(tool, carriers.step(carrier));
            case Criterion.PREDICTED_OUTCOME:
                return equipment.expectedLoss(tool, carriers.step(carrier));
            case Criterion.QUEUE_TIME:
                return queueTimes.slackUs(carrier, nowUs);
            case Criterion.CRITICAL_RATIO:
                double remaining = Math.max(1, steps.remainingUs(carriers.step(carrier)));
                return ((double) lots.dueUs(carriers.lot(carrier)) - nowUs) / remaining;
            case Criterion.LINE_BALANCE:
                return carriersAhead(carriers.step(carrier));
            case Criterion.CHAMBER_AFFINITY:
                return isAtHome(tool, carriers.step(carrier)) ? 0 : 1;
            default:
                return staticValue(criterion, carrier);
        }
    }
}
