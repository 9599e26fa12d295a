/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.dispatch;

import org.fabtwin.core.equipment.Equipment;
import org.fabtwin.core.equipment.SetupChanges;
import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.flow.Lots;
import org.fabtwin.core.flow.QueueTimes;
import org.fabtwin.core.line.Criterion;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.Steps;
import org.fabtwin.core.line.ToolGroups;

/** What each criterion says of a carrier; smaller goes first. Stateless. */
final class Ranking {
    private final ToolGroups groups;
    private final Steps steps;
    private final Lots lots;
    private final Carriers carriers;
    private final QueueTimes queueTimes;
    private final SetupChanges setupChanges;
    private final Equipment equipment;

    Ranking(Line line, Lots lots, Carriers carriers, QueueTimes queueTimes, Equipment equipment) {
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
        int count = groups.staticCriteria(group);
        for (int rank = 0; rank < count; rank++) {
            int criterion = groups.criterion(group, rank);
            if (criterion == Criterion.FIFO) {
                return false;
            }
            if (criterion == Criterion.PRIORITY) {
                int mine = lots.priority(carriers.lot(carrier));
                int its = lots.priority(carriers.lot(other));
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
                return -lots.priority(carriers.lot(carrier));
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
            default:
                return staticValue(criterion, carrier);
        }
    }
}
