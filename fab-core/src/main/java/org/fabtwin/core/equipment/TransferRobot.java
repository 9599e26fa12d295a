/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.flow.Chance;
import org.fabtwin.core.flow.Lots;
import org.fabtwin.core.flow.Wafers;
import org.fabtwin.core.line.Handling;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.Recipes;
import org.fabtwin.core.line.Steps;
import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.metrology.Feedback;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;
import org.fabtwin.core.time.EventCalendar;

/**
 * Decides what the robot between locks and chambers does next. With one arm it pulls: a wafer is taken only when its next place is
 * empty, the one nearest to the exit first. With two arms it swaps: it fetches a wafer so that it meets the chamber at the
 * end of its process, takes the old one out with the free arm and puts the new one in (Venkatesh et al., IEEE TSM 10(4),
 * 1997). Hot wafers go first, then first in, first out. Single-threaded: the twin's thread only.
 *
 * <p>No deadlock: with one arm, a raw wafer is let in only while, once the vacant chambers have theirs, a slot is free for one that comes out. With two, whoever is
 * held either finds an empty place or changes places with a wafer that is ready to go on; the chain ends at the slot that
 * the raw wafer left, whose lock stays in vacuum while the robot holds a wafer. Where a wafer may not go into each chamber, both are let in by the
 * rule of one arm (see {@link QualifiedChambers}) and finished wafers come out into free slots only.
 */
final class TransferRobot {
    private static final int NONE = ToolInterior.EMPTY;

    private final ToolGroups groups;
    private final Handling handling;
    private final Steps steps;
    private final Recipes recipes;
    private final Parameters parameters;
    private final Chance chance;
    private final Lots lots;
    private final Carriers carriers;
    private final Wafers wafers;
    private final Feedback feedback;
    private final Chambers chambers;
    private final ToolInterior interior;
    private final LoadLocks locks;
    private final QualifiedChambers qualified;
    private final LongColumn roomUs;
    /** Chambers that the next raw wafer goes into, where not all wafers may go into all. */
    private final LongColumn chambersForRaw;

    TransferRobot(
            StateArena arena,
            Line line,
            Parameters parameters,
            Chance chance,
            Lots lots,
            Carriers carriers,
            Wafers wafers,
            Feedback feedback,
            Chambers chambers,
            ToolInterior interior,
            LoadLocks locks,
            QualifiedChambers qualified) {
        this.groups = line.toolGroups();
        this.handling = line.handling();
        this.steps = line.steps();
        this.recipes = line.recipes();
        this.parameters = parameters;
        this.chance = chance;
        this.lots = lots;
        this.carriers = carriers;
        this.wafers = wafers;
        this.feedback = feedback;
        this.chambers = chambers;
        this.interior = interior;
        this.locks = locks;
        this.qualified = qualified;
        int stages = 1;
        for (int group = 0; group < groups.size(); group++) {
            stages = Math.max(stages, groups.stageCount(group));
        }
        roomUs = arena.longs("transferRobot.roomUs", stages + 1, 0);
        chambersForRaw = arena.longs("transferRobot.chambersForRaw", 1, 0);
    }

    /** Begins the next action of an idle robot; false when there is none now. */
    boolean decide(int tool, int group, long nowUs) {
        int robot = ToolInterior.robot(tool, ToolInterior.TRANSFER);
        long actionUs = parameters.us(handling.action(group));
        int wafer = interior.hand(robot);
        return wafer == NONE
                ? fetch(tool, group, robot, actionUs, nowUs)
                : deliver(tool, group, robot, wafer, actionUs, nowUs);
    }

    private boolean deliver(int tool, int group, int robot, int wafer, long actionUs, long nowUs) {
        long endUs = nowUs + actionUs;
        int stage = wafers.stage(wafer);
        boolean dual = handling.arms(group) > 1;
        if (stage == groups.stageCount(group)) {
            int slot = locks.vacuumSlotFor(tool, group);
            if (slot != NONE) {
                interior.reserveSlot(tool, interior.lockOf(tool, slot));
                interior.begin(robot, ToolInterior.PLACE, ~slot, endUs);
                return true;
            }
            int raw = dual && !qualified.isUsed(group) ? locks.rawSlot(tool, group, QualifiedChambers.ANY) : NONE;
            if (raw != NONE) {
                interior.begin(robot, ToolInterior.PICK, ~raw, endUs);
            }
            return raw != NONE;
        }
        // A stage whose chambers are all due for maintenance takes the wafer that is on its way all the same.
        long itsChambers = interior.ofStage(group, stage) & qualified.of(tool, group, wafer);
        boolean drained = (itsChambers & ~chambers.blocked(tool)) == 0;
        int chamber = vacant(tool, itsChambers, drained);
        if (chamber != NONE) {
            if (stage == 0 && feedback.isActive() && groups.isRankedByOutcome(group)) {
                chamber = bestOfVacant(tool, itsChambers, carriers.step(wafers.carrier(wafer)), chamber);
            }
            interior.begin(robot, ToolInterior.PLACE, chamber, endUs);
            return true;
        }
        chamber = dual ? done(tool, itsChambers, drained) : NONE;
        if (chamber != NONE) {
            interior.begin(robot, ToolInterior.PICK, chamber, endUs);
            return true;
        }
        return qualified.isUsed(group)
                && !(dual && endsSoon(tool, itsChambers & usable(tool, drained), endUs))
                && putBack(tool, group, robot, endUs);
    }

    private boolean endsSoon(int tool, long which, long soonUs) {
        return interior.earliestEndUs(tool, which & interior.inPhase(tool, ToolInterior.PROCESSING)) <= soonUs;
    }

    /** The chamber that a raw wafer was fetched for has failed meanwhile: it makes way for wafers of other chambers. */
    private boolean putBack(int tool, int group, int robot, long endUs) {
        int slot = locks.vacuumSlotFor(tool, group);
        if (slot != NONE) {
            interior.reserveSlot(tool, interior.lockOf(tool, slot));
            interior.begin(robot, ToolInterior.PLACE, ~slot, endUs);
        }
        return slot != NONE;
    }

    private boolean fetch(int tool, int group, int robot, long actionUs, long nowUs) {
        boolean dual = handling.arms(group) > 1;
        int stages = groups.stageCount(group);
        if (qualified.isUsed(group)) {
            lookForQualified(tool, group, dual, nowUs);
        } else {
            lookForRoom(tool, group, dual, actionUs, nowUs);
        }
        int chosen = dual ? soonest(tool, group, actionUs, nowUs) : mostPressing(tool, group, nowUs);
        if (chosen == NONE) {
            return false;
        }
        if (roomUs.get(chosen) > nowUs + actionUs) {
            interior.wakeBy(tool, roomUs.get(chosen) - actionUs);
            return false;
        }
        int source = source(tool, group, chosen);
        interior.begin(robot, ToolInterior.PICK, source, nowUs + actionUs);
        return true;
    }

    /**
     * Two arms: the stage (or exit) that can take a wafer first; of several the first, from where the swaps go on. No other move
     * begins that would make a raw wafer miss the end of a process: the swaps bring the other wafers on too.
     */
    private int soonest(int tool, int group, long actionUs, long nowUs) {
        int chosen = NONE;
        long bestUs = EventCalendar.NONE;
        for (int stage = 0; stage <= groups.stageCount(group); stage++) {
            long atUs = Math.max(nowUs, roomUs.get(stage));
            if (atUs < bestUs && hasSupply(tool, group, stage)) {
                boolean missed = chosen == 0 && groups.stageCount(group) > 1 && bestUs - actionUs < atUs + 2 * actionUs;
                if (!missed) {
                    bestUs = atUs;
                    chosen = stage;
                }
            }
        }
        return chosen;
    }

    /**
     * One arm: of the moves that are possible the one that serves the busiest stage, then the one that has been possible for
     * longest, then the one nearest to the exit.
     */
    private int mostPressing(int tool, int group, long nowUs) {
        int chosen = NONE;
        double most = 0;
        long longestUs = 0;
        int stages = groups.stageCount(group);
        for (int stage = stages; stage >= 0; stage--) {
            if (roomUs.get(stage) <= nowUs && hasSupply(tool, group, stage)) {
                int source = source(tool, group, stage);
                double load = stages == 1 ? 0 : load(group, source, stage);
                long sinceUs = sinceUs(tool, group, source, stage);
                if (chosen == NONE || load > most || (load == most && sinceUs < longestUs)) {
                    chosen = stage;
                    most = load;
                    longestUs = sinceUs;
                }
            }
        }
        return chosen;
    }

    /** Where the wafer for a stage lies: complement of a slot, or chamber. */
    private int source(int tool, int group, int stage) {
        if (stage > 0) {
            return done(tool, interior.ofStage(group, stage - 1), true);
        }
        return ~locks.rawSlot(tool, group, qualified.isUsed(group) ? chambersForRaw.get(0) : QualifiedChambers.ANY);
    }

    /** Expected process time per chamber of the stages that a move frees and feeds. */
    private double load(int group, int source, int stage) {
        int wafer = source < 0 ? interior.slotWafer(~source) : interior.chamberWafer(source);
        int recipe = steps.recipe(carriers.step(wafers.carrier(wafer)));
        double freed = stage == 0
                ? 0
                : chance.mean(recipes.stageTime(recipe, stage - 1)) / groups.stageCopies(group, stage - 1);
        double fed = stage == groups.stageCount(group)
                ? 0
                : chance.mean(recipes.stageTime(recipe, stage)) / groups.stageCopies(group, stage);
        return Math.max(freed, fed);
    }

    private long sinceUs(int tool, int group, int source, int stage) {
        long suppliedUs = source < 0 ? Long.MIN_VALUE : interior.processEndUs(source);
        long vacantUs = stage == groups.stageCount(group)
                ? Long.MIN_VALUE
                : chambers.occupiedUntilUs(vacant(
                        tool,
                        interior.ofStage(group, stage)
                                & (qualified.isUsed(group) ? chambersForRaw.get(0) : QualifiedChambers.ANY),
                        false));
        return Math.max(suppliedUs, vacantUs);
    }

    /** For each stage, and for the exit, when a wafer could be put down there. */
    private void lookForRoom(int tool, int group, boolean dual, long actionUs, long nowUs) {
        int stages = groups.stageCount(group);
        long blocked = chambers.blocked(tool);
        long vacant = interior.inPhase(tool, ToolInterior.VACANT);
        long nextUs = locks.roomUs(tool, group, dual, nowUs);
        roomUs.set(stages, nextUs);
        for (int stage = stages - 1; stage >= 0; stage--) {
            long onwardUs = nextUs == EventCalendar.NONE ? nextUs : nextUs - 2 * actionUs;
            long usable = interior.ofStage(group, stage) & ~blocked;
            long earliestUs = EventCalendar.NONE;
            if ((usable & vacant) != 0) {
                earliestUs = nowUs;
            } else if (dual && usable != 0) {
                earliestUs = Math.max(interior.earliestEndUs(tool, usable), onwardUs);
            }
            roomUs.set(stage, earliestUs);
            nextUs = earliestUs;
        }
        interior.rawWantedUs(tool, dual ? nextUs : nextEndUs(tool, group, nowUs));
    }

    /**
     * The same where a wafer may not go into each chamber, which are of one stage: a raw wafer is fetched when a chamber of its own is
     * vacant or, with two arms, is done when it comes there; a wafer that is done when a slot is free.
     */
    private void lookForQualified(int tool, int group, boolean dual, long nowUs) {
        long usable = interior.ofStage(group, 0) & ~chambers.blocked(tool) & locks.wantedInVacuum(tool, group);
        long open = usable & interior.inPhase(tool, ToolInterior.VACANT);
        long endUs = interior.earliestEndUs(tool, usable & ~open);
        long roomForRawUs = EventCalendar.NONE;
        if (open != 0) {
            roomForRawUs = nowUs;
            chambersForRaw.set(0, open);
        } else if (dual && endUs != EventCalendar.NONE) {
            roomForRawUs = endUs;
            chambersForRaw.set(0, interior.endingBy(tool, usable, Math.max(nowUs, endUs)));
        }
        roomUs.set(0, roomForRawUs);
        roomUs.set(1, locks.roomUs(tool, group, dual, nowUs));
        interior.rawWantedUs(tool, open != 0 ? nowUs : endUs);
    }

    /** One arm: when a chamber of the first stage is done, so that it can be emptied. */
    private long nextEndUs(int tool, int group, long nowUs) {
        long usable = interior.ofStage(group, 0) & ~chambers.blocked(tool);
        long vacant = usable & interior.inPhase(tool, ToolInterior.VACANT);
        long earliestUs = interior.earliestEndUs(tool, usable & ~vacant);
        return vacant == 0 ? earliestUs : Math.min(earliestUs, nowUs);
    }

    private boolean hasSupply(int tool, int group, int stage) {
        return stage == 0
                ? locks.hasRawInVacuum(tool)
                : (interior.ofStage(group, stage - 1) & interior.inPhase(tool, ToolInterior.DONE) & usable(tool, true))
                        != 0;
    }

    /** Chambers of a tool (bits) that take or give a wafer now; those that new wafers are not planned into as well, or not. */
    private long usable(int tool, boolean evenBlocked) {
        return ~(evenBlocked ? chambers.stopped(tool) : chambers.blocked(tool));
    }

    /** Of these chambers the one that has been empty for longest, NONE when none is. */
    private int vacant(int tool, long which, boolean evenBlocked) {
        int best = NONE;
        int first = groups.firstChamber(tool);
        long rest = which & interior.inPhase(tool, ToolInterior.VACANT);
        rest &= usable(tool, evenBlocked) & ~chambers.chartDown(tool);
        for (; rest != 0; rest &= rest - 1) {
            int chamber = first + Long.numberOfTrailingZeros(rest);
            if (best == NONE || chambers.occupiedUntilUs(chamber) < chambers.occupiedUntilUs(best)) {
                best = chamber;
            }
        }
        return best;
    }

    /** Of the vacant ones of these chambers the one that the loops expect the least deviation of. */
    private int bestOfVacant(int tool, long which, int step, int otherwise) {
        int best = otherwise;
        double least = feedback.expectedLoss(step, best);
        int first = groups.firstChamber(tool);
        long rest = which & interior.inPhase(tool, ToolInterior.VACANT) & usable(tool, false);
        for (; rest != 0; rest &= rest - 1) {
            int chamber = first + Long.numberOfTrailingZeros(rest);
            double loss = feedback.expectedLoss(step, chamber);
            if (loss < least) {
                best = chamber;
                least = loss;
            }
        }
        return best;
    }

    /** Of these chambers the one whose wafer goes on first: done, hot ones first, then the one that has been done for longest. */
    private int done(int tool, long which, boolean evenBlocked) {
        int best = NONE;
        int first = groups.firstChamber(tool);
        long rest = which & interior.inPhase(tool, ToolInterior.DONE);
        rest &= usable(tool, evenBlocked);
        for (; rest != 0; rest &= rest - 1) {
            int chamber = first + Long.numberOfTrailingZeros(rest);
            if (best == NONE || goesBefore(chamber, best)) {
                best = chamber;
            }
        }
        return best;
    }

    private boolean goesBefore(int chamber, int other) {
        int priority = priority(interior.chamberWafer(chamber));
        int otherPriority = priority(interior.chamberWafer(other));
        return priority != otherPriority
                ? priority > otherPriority
                : interior.processEndUs(chamber) < interior.processEndUs(other);
    }

    private int priority(int wafer) {
        return lots.priority(carriers.lot(wafers.carrier(wafer)));
    }
}
