/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.dispatch;

import org.fabtwin.core.equipment.Equipment;
import org.fabtwin.core.equipment.IdleTools;
import org.fabtwin.core.equipment.SetupChanges;
import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.line.Criterion;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.Steps;
import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.StateArena;

/**
 * Which waiting carrier starts on which idle tool: the pair that the group's criteria rank first; among equal carriers the one that
 * came first, among equal tools the one that can begin soonest, then the one idle longest. Single-threaded: the twin's thread only.
 */
final class Choice {
    private static final int NONE = -1;
    private static final int CARRIER = 0;
    private static final int TOOL = 1;
    private static final int SETUP_US = 0;

    private final ToolGroups groups;
    private final Steps steps;
    private final Carriers carriers;
    private final Queues queues;
    private final Ranking ranking;
    private final Eligibility eligibility;
    private final Batching batching;
    private final Equipment equipment;
    private final SetupChanges setupChanges;
    private final IdleTools idleTools;
    private final IntColumn chosen;
    /** Setup that the tool found last needs. */
    private final LongColumn found;

    Choice(
            StateArena arena,
            Line line,
            Carriers carriers,
            Queues queues,
            Ranking ranking,
            Eligibility eligibility,
            Batching batching,
            Equipment equipment) {
        this.groups = line.toolGroups();
        this.steps = line.steps();
        this.carriers = carriers;
        this.queues = queues;
        this.ranking = ranking;
        this.eligibility = eligibility;
        this.batching = batching;
        this.equipment = equipment;
        this.setupChanges = equipment.setupChanges();
        this.idleTools = equipment.idleTools();
        chosen = arena.ints("choice.chosen", 2, NONE);
        found = arena.longs("choice.found", 1, 0);
    }

    int carrier() {
        return chosen.get(CARRIER);
    }

    int tool() {
        return chosen.get(TOOL);
    }

    /** Chooses for a group that has waiting carriers and idle tools; false when none may start. */
    boolean isMade(int group, long nowUs) {
        if (groups.isAnyToolForFirst(group)) {
            return choose(queues.first(group), idleTools.first(group));
        }
        if (!queues.hasCandidate(group, idleTools)) {
            return false;
        }
        boolean batch = groups.kind(group) == ToolKind.BATCH;
        return groups.isRankedBySetupAlone(group) && !batch
                ? isMadeBySetup(group, nowUs)
                : isMadeByAll(group, batch, nowUs);
    }

    private boolean choose(int carrier, int tool) {
        chosen.set(CARRIER, carrier);
        chosen.set(TOOL, tool);
        return carrier != NONE;
    }

    /**
     * Only the setup counts beside the queue's own order: the first of those that need the least. Of carriers whose steps are alike
     * the first says it all.
     */
    private boolean isMadeBySetup(int group, long nowUs) {
        int bestCarrier = NONE;
        int bestTool = NONE;
        long leastUs = Long.MAX_VALUE;
        long setsSeen = 0;
        for (int carrier = queues.first(group); carrier != NONE && leastUs > 0; carrier = carriers.next(carrier)) {
            if (eligibility.isBoundToBusy(group, carrier, idleTools)) {
                continue;
            }
            if (bestCarrier != NONE && ranking.isStaticallyBefore(group, bestCarrier, carrier)) {
                break;
            }
            int set = steps.alike(carriers.step(carrier));
            if (set >= 0 && (setsSeen & 1L << set) != 0) {
                continue;
            }
            setsSeen |= set < 0 ? 0 : 1L << set;
            int tool = bestToolFor(group, carrier, nowUs);
            if (tool != NONE && found.get(SETUP_US) < leastUs) {
                bestCarrier = carrier;
                bestTool = tool;
                leastUs = found.get(SETUP_US);
            }
            if (setsSeen == queues.setsWaiting(group) && queues.isAllInSets(group)) {
                break;
            }
        }
        return choose(bestCarrier, bestTool);
    }

    private boolean isMadeByAll(int group, boolean batch, long nowUs) {
        int bestCarrier = NONE;
        int bestTool = NONE;
        if (batch) {
            batching.forget();
        }
        for (int carrier = queues.first(group); carrier != NONE; carrier = carriers.next(carrier)) {
            if (bestCarrier != NONE && isDecided(group, bestCarrier, bestTool, carrier)) {
                break;
            }
            if (eligibility.isBoundToBusy(group, carrier, idleTools) || batch && batching.isKnownToBeSmall(carrier)) {
                continue;
            }
            int tool = bestToolFor(group, carrier, nowUs);
            if (tool != NONE
                    && (bestCarrier == NONE || isBefore(group, carrier, tool, bestCarrier, bestTool, nowUs))
                    && (!batch || batching.canStart(group, tool, carrier))) {
                bestCarrier = carrier;
                bestTool = tool;
            }
        }
        return choose(bestCarrier, bestTool);
    }

    /**
     * Whether no carrier from {@code next} on can beat {@code best}: by the queue's own order, or because the best needs no setup and
     * only the order of arrival comes after that.
     */
    private boolean isDecided(int group, int best, int bestTool, int next) {
        return groups.isRankedByQueue(group)
                || (groups.isRankedBySetupAlone(group) && setupChanges.timeUs(bestTool, carriers.step(best)) == 0)
                || ranking.isStaticallyBefore(group, best, next);
    }

    /** The idle tool that the carrier would take: qualified, not forbidden, soonest to begin or best outcome, idle longest; NONE without. */
    private int bestToolFor(int group, int carrier, long nowUs) {
        int step = carriers.step(carrier);
        int dedicated = eligibility.dedicatedTool(group, carrier);
        if (dedicated != NONE) {
            if (!idleTools.isIdle(dedicated) || !mayStart(group, dedicated, step, nowUs)) {
                return NONE;
            }
            found.set(SETUP_US, setupChanges.timeUs(dedicated, step));
            return dedicated;
        }
        return groups.isRankedByOutcome(group)
                ? toolOfBestOutcome(group, step, nowUs)
                : soonestTool(group, step, nowUs);
    }

    /** Whether a carrier that is bound to no other tool may start its step at this one. */
    private boolean mayStart(int group, int tool, int step, long nowUs) {
        return eligibility.mayRun(group, tool, step) && equipment.hasWhatItNeeds(tool, step, nowUs);
    }

    /** Least expected deviation, least setup before that where the group ranks it higher; among equal ones the soonest to begin. */
    private int toolOfBestOutcome(int group, int step, long nowUs) {
        int setupRank = groups.rankOf(group, Criterion.SETUP);
        boolean isSetupFirst = setupRank >= 0 && setupRank < groups.rankOf(group, Criterion.PREDICTED_OUTCOME);
        int best = NONE;
        double leastSetup = Double.POSITIVE_INFINITY;
        double leastLoss = Double.POSITIVE_INFINITY;
        long leastWaitUs = Long.MAX_VALUE;
        for (int tool = idleTools.first(group); tool != NONE; tool = idleTools.next(tool)) {
            if (mayStart(group, tool, step, nowUs)) {
                double setup = isSetupFirst ? setupChanges.timeUs(tool, step) : 0;
                double loss = equipment.expectedLoss(tool, step);
                long waitUs = equipment.waitInsideUs(tool, step, nowUs);
                boolean equal = setup == leastSetup && loss == leastLoss;
                if (best == NONE
                        || setup < leastSetup
                        || (setup == leastSetup && loss < leastLoss)
                        || (equal && waitUs < leastWaitUs)) {
                    best = tool;
                    leastSetup = setup;
                    leastLoss = loss;
                    leastWaitUs = waitUs;
                }
            }
        }
        found.set(SETUP_US, best == NONE ? Long.MAX_VALUE : setupChanges.timeUs(best, step));
        return best;
    }

    private int soonestTool(int group, int step, long nowUs) {
        int best = NONE;
        long leastUs = Long.MAX_VALUE;
        boolean affine = groups.rankOf(group, Criterion.CHAMBER_AFFINITY) >= 0;
        boolean bestIsAtHome = false;
        for (int tool = idleTools.first(group); tool != NONE; tool = idleTools.next(tool)) {
            if (mayStart(group, tool, step, nowUs)) {
                long waitUs = equipment.waitInsideUs(tool, step, nowUs);
                boolean atHome = affine && ranking.isAtHome(tool, step);
                if (waitUs < leastUs || (waitUs == leastUs && atHome && !bestIsAtHome)) {
                    best = tool;
                    leastUs = waitUs;
                    bestIsAtHome = atHome;
                    if (waitUs == 0 && atHome == affine) {
                        break;
                    }
                }
            }
        }
        found.set(SETUP_US, best == NONE ? Long.MAX_VALUE : setupChanges.timeUs(best, step));
        return best;
    }

    private boolean isBefore(int group, int carrier, int tool, int other, int otherTool, long nowUs) {
        for (int rank = 0; rank < groups.criteriaCount(group); rank++) {
            double mine = ranking.value(group, rank, carrier, tool, nowUs);
            double its = ranking.value(group, rank, other, otherTool, nowUs);
            if (mine != its) {
                return mine < its;
            }
        }
        return false;
    }
}
