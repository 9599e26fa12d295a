/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import static org.fabtwin.core.equipment.GroupRow.actionUs;
import static org.fabtwin.core.equipment.GroupRow.group;
import static org.fabtwin.core.equipment.GroupRow.isDual;
import static org.fabtwin.core.equipment.GroupRow.isQualified;
import static org.fabtwin.core.equipment.GroupRow.ofFirstStage;
import static org.fabtwin.core.equipment.GroupRow.stages;
import static org.fabtwin.core.equipment.ToolInterior.TRANSFER;
import static org.fabtwin.core.equipment.ToolInterior.begin;
import static org.fabtwin.core.equipment.ToolInterior.chamberWafer;
import static org.fabtwin.core.equipment.ToolInterior.earliestEndUs;
import static org.fabtwin.core.equipment.ToolInterior.endingBy;
import static org.fabtwin.core.equipment.ToolInterior.firstChamber;
import static org.fabtwin.core.equipment.ToolInterior.hand;
import static org.fabtwin.core.equipment.ToolInterior.inPhase;
import static org.fabtwin.core.equipment.ToolInterior.processEndUs;
import static org.fabtwin.core.equipment.ToolInterior.rawWantedUs;
import static org.fabtwin.core.equipment.ToolInterior.reserve;
import static org.fabtwin.core.equipment.ToolInterior.slotWafer;
import static org.fabtwin.core.equipment.ToolInterior.tool;
import static org.fabtwin.core.equipment.ToolInterior.wakeBy;

import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.flow.Chance;
import org.fabtwin.core.flow.Lots;
import org.fabtwin.core.flow.Wafers;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.Recipes;
import org.fabtwin.core.line.Steps;
import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.metrology.Feedback;
import org.fabtwin.core.state.LongColumn;
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
    private final Steps steps;
    private final Recipes recipes;
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
        this.steps = line.steps();
        this.recipes = line.recipes();
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
    boolean decide(long[] t, int at, int g, long nowUs) {
        long actionUs = actionUs(t, g);
        int wafer = hand(t, at, TRANSFER);
        return wafer == NONE ? fetch(t, at, g, actionUs, nowUs) : deliver(t, at, g, wafer, actionUs, nowUs);
    }

    private boolean deliver(long[] t, int at, int g, int wafer, long actionUs, long nowUs) {
        long endUs = nowUs + actionUs;
        int stage = wafers.stage(wafer);
        boolean dual = isDual(t, g);
        if (stage == stages(t, g)) {
            int slot = locks.vacuumSlotFor(t, at, g);
            if (slot != NONE) {
                reserve(t, at, g, slot);
                begin(t, at, TRANSFER, ToolInterior.PLACE, ~slot, endUs);
                return true;
            }
            int raw = dual && !isQualified(t, g) ? locks.rawSlot(t, at, g, QualifiedChambers.ANY) : NONE;
            if (raw != NONE) {
                begin(t, at, TRANSFER, ToolInterior.PICK, ~raw, endUs);
            }
            return raw != NONE;
        }
        // A stage whose chambers are all due for maintenance takes the wafer that is on its way all the same.
        long itsChambers = interior.ofStage(t, g, stage) & qualified.of(tool(t, at), group(t, g), wafer);
        boolean drained = (itsChambers & ~chambers.blocked(tool(t, at))) == 0;
        int chamber = vacant(t, at, itsChambers, drained);
        if (chamber != NONE) {
            if (stage == 0 && feedback.isActive() && groups.isRankedByOutcome(group(t, g))) {
                chamber = bestOfVacant(t, at, itsChambers, carriers.step(wafers.carrier(wafer)), chamber);
            }
            begin(t, at, TRANSFER, ToolInterior.PLACE, chamber, endUs);
            return true;
        }
        chamber = dual ? done(t, at, itsChambers, drained) : NONE;
        if (chamber != NONE) {
            begin(t, at, TRANSFER, ToolInterior.PICK, chamber, endUs);
            return true;
        }
        return isQualified(t, g)
                && !(dual && endsSoon(t, at, itsChambers & usable(t, at, drained), endUs))
                && putBack(t, at, g, endUs);
    }

    private boolean endsSoon(long[] t, int at, long which, long soonUs) {
        return earliestEndUs(t, at, which & inPhase(t, at, ToolInterior.PROCESSING)) <= soonUs;
    }

    /** The chamber that a raw wafer was fetched for has failed meanwhile: it makes way for wafers of other chambers. */
    private boolean putBack(long[] t, int at, int g, long endUs) {
        int slot = locks.vacuumSlotFor(t, at, g);
        if (slot != NONE) {
            reserve(t, at, g, slot);
            begin(t, at, TRANSFER, ToolInterior.PLACE, ~slot, endUs);
        }
        return slot != NONE;
    }

    private boolean fetch(long[] t, int at, int g, long actionUs, long nowUs) {
        boolean dual = isDual(t, g);
        int stages = stages(t, g);
        if (isQualified(t, g)) {
            lookForQualified(t, at, g, dual, nowUs);
        } else {
            lookForRoom(t, at, g, dual, actionUs, nowUs);
        }
        int chosen = dual ? soonest(t, at, g, actionUs, nowUs) : mostPressing(t, at, g, nowUs);
        if (chosen == NONE) {
            return false;
        }
        if (roomUs.get(chosen) > nowUs + actionUs) {
            wakeBy(t, at, roomUs.get(chosen) - actionUs);
            return false;
        }
        int source = source(t, at, g, chosen);
        begin(t, at, TRANSFER, ToolInterior.PICK, source, nowUs + actionUs);
        return true;
    }

    /**
     * Two arms: the stage (or exit) that can take a wafer first; of several the first, from where the swaps go on. No other move
     * begins that would make a raw wafer miss the end of a process: the swaps bring the other wafers on too.
     */
    private int soonest(long[] t, int at, int g, long actionUs, long nowUs) {
        int chosen = NONE;
        long bestUs = EventCalendar.NONE;
        for (int stage = 0; stage <= stages(t, g); stage++) {
            long atUs = Math.max(nowUs, roomUs.get(stage));
            if (atUs < bestUs && hasSupply(t, at, g, stage)) {
                boolean missed = chosen == 0 && stages(t, g) > 1 && bestUs - actionUs < atUs + 2 * actionUs;
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
    private int mostPressing(long[] t, int at, int g, long nowUs) {
        int chosen = NONE;
        double most = 0;
        long longestUs = 0;
        int stages = stages(t, g);
        for (int stage = stages; stage >= 0; stage--) {
            if (roomUs.get(stage) <= nowUs && hasSupply(t, at, g, stage)) {
                int source = source(t, at, g, stage);
                double load = stages == 1 ? 0 : load(t, at, g, source, stage);
                long sinceUs = sinceUs(t, at, g, source, stage);
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
    private int source(long[] t, int at, int g, int stage) {
        if (stage > 0) {
            return done(t, at, interior.ofStage(t, g, stage - 1), true);
        }
        return ~locks.rawSlot(t, at, g, isQualified(t, g) ? chambersForRaw.get(0) : QualifiedChambers.ANY);
    }

    /** Expected process time per chamber of the stages that a move frees and feeds. */
    private double load(long[] t, int at, int g, int source, int stage) {
        int wafer = source < 0 ? slotWafer(t, at, g, ~source) : chamberWafer(t, at, source);
        int recipe = steps.recipe(carriers.step(wafers.carrier(wafer)));
        double freed = stage == 0
                ? 0
                : chance.mean(recipes.stageTime(recipe, stage - 1)) / groups.stageCopies(group(t, g), stage - 1);
        double fed = stage == stages(t, g)
                ? 0
                : chance.mean(recipes.stageTime(recipe, stage)) / groups.stageCopies(group(t, g), stage);
        return Math.max(freed, fed);
    }

    private long sinceUs(long[] t, int at, int g, int source, int stage) {
        long suppliedUs = source < 0 ? Long.MIN_VALUE : processEndUs(t, at, source);
        long vacantUs = stage == stages(t, g)
                ? Long.MIN_VALUE
                : occupiedUntilUs(
                        t,
                        at,
                        vacant(
                                t,
                                at,
                                interior.ofStage(t, g, stage)
                                        & (isQualified(t, g) ? chambersForRaw.get(0) : QualifiedChambers.ANY),
                                false));
        return Math.max(suppliedUs, vacantUs);
    }

    /** For each stage, and for the exit, when a wafer could be put down there. */
    private void lookForRoom(long[] t, int at, int g, boolean dual, long actionUs, long nowUs) {
        int stages = stages(t, g);
        long blocked = chambers.blocked(tool(t, at));
        long vacant = inPhase(t, at, ToolInterior.VACANT);
        long nextUs = locks.roomUs(t, at, g, dual, nowUs);
        roomUs.set(stages, nextUs);
        for (int stage = stages - 1; stage >= 0; stage--) {
            long onwardUs = nextUs == EventCalendar.NONE ? nextUs : nextUs - 2 * actionUs;
            long usable = interior.ofStage(t, g, stage) & ~blocked;
            long earliestUs = EventCalendar.NONE;
            if ((usable & vacant) != 0) {
                earliestUs = nowUs;
            } else if (dual && usable != 0) {
                earliestUs = Math.max(earliestEndUs(t, at, usable), onwardUs);
            }
            roomUs.set(stage, earliestUs);
            nextUs = earliestUs;
        }
        rawWantedUs(t, at, dual ? nextUs : nextEndUs(t, at, g, nowUs));
    }

    /**
     * The same where a wafer may not go into each chamber, which are of one stage: a raw wafer is fetched when a chamber of its own is
     * vacant or, with two arms, is done when it comes there; a wafer that is done when a slot is free.
     */
    private void lookForQualified(long[] t, int at, int g, boolean dual, long nowUs) {
        long usable = ofFirstStage(t, g) & ~chambers.blocked(tool(t, at)) & locks.wantedInVacuum(t, at, g);
        long open = usable & inPhase(t, at, ToolInterior.VACANT);
        long endUs = earliestEndUs(t, at, usable & ~open);
        long roomForRawUs = EventCalendar.NONE;
        if (open != 0) {
            roomForRawUs = nowUs;
            chambersForRaw.set(0, open);
        } else if (dual && endUs != EventCalendar.NONE) {
            roomForRawUs = endUs;
            chambersForRaw.set(0, endingBy(t, at, usable, Math.max(nowUs, endUs)));
        }
        roomUs.set(0, roomForRawUs);
        roomUs.set(1, locks.roomUs(t, at, g, dual, nowUs));
        rawWantedUs(t, at, open != 0 ? nowUs : endUs);
    }

    /** One arm: when a chamber of the first stage is done, so that it can be emptied. */
    private long nextEndUs(long[] t, int at, int g, long nowUs) {
        long usable = ofFirstStage(t, g) & ~chambers.blocked(tool(t, at));
        long vacant = usable & inPhase(t, at, ToolInterior.VACANT);
        long earliestUs = earliestEndUs(t, at, usable & ~vacant);
        return vacant == 0 ? earliestUs : Math.min(earliestUs, nowUs);
    }

    private boolean hasSupply(long[] t, int at, int g, int stage) {
        return stage == 0
                ? locks.hasRawInVacuum(t, at)
                : (interior.ofStage(t, g, stage - 1) & inPhase(t, at, ToolInterior.DONE) & usable(t, at, true)) != 0;
    }

    /** Chambers of a tool (bits) that take or give a wafer now; those that new wafers are not planned into as well, or not. */
    private long usable(long[] t, int at, boolean evenBlocked) {
        return ~(evenBlocked ? chambers.stopped(tool(t, at)) : chambers.blocked(tool(t, at)));
    }

    /** Of these chambers the one that has been empty for longest, NONE when none is. */
    private int vacant(long[] t, int at, long which, boolean evenBlocked) {
        int best = NONE;
        long rest = which & inPhase(t, at, ToolInterior.VACANT);
        rest &= usable(t, at, evenBlocked) & ~chambers.chartDown(tool(t, at));
        for (; rest != 0; rest &= rest - 1) {
            int chamber = Long.numberOfTrailingZeros(rest);
            if (best == NONE || occupiedUntilUs(t, at, chamber) < occupiedUntilUs(t, at, best)) {
                best = chamber;
            }
        }
        return best;
    }

    private long occupiedUntilUs(long[] t, int at, int chamber) {
        return chambers.occupiedUntilUs(firstChamber(t, at) + chamber);
    }

    /** Of the vacant ones of these chambers the one that the loops expect the least deviation of. */
    private int bestOfVacant(long[] t, int at, long which, int step, int otherwise) {
        int best = otherwise;
        double least = feedback.expectedLoss(step, firstChamber(t, at) + best);
        long rest = which & inPhase(t, at, ToolInterior.VACANT) & usable(t, at, false);
        for (; rest != 0; rest &= rest - 1) {
            int chamber = Long.numberOfTrailingZeros(rest);
            double loss = feedback.expectedLoss(step, firstChamber(t, at) + chamber);
            if (loss < least) {
                best = chamber;
                least = loss;
            }
        }
        return best;
    }

    /** Of these chambers the one whose wafer goes on first: done, hot ones first, then the one that has been done for longest. */
    private int done(long[] t, int at, long which, boolean evenBlocked) {
        int best = NONE;
        long rest = which & inPhase(t, at, ToolInterior.DONE);
        rest &= usable(t, at, evenBlocked);
        for (; rest != 0; rest &= rest - 1) {
            int chamber = Long.numberOfTrailingZeros(rest);
            if (best == NONE || goesBefore(t, at, chamber, best)) {
                best = chamber;
            }
        }
        return best;
    }

    private boolean goesBefore(long[] t, int at, int chamber, int other) {
        int priority = priority(chamberWafer(t, at, chamber));
        int otherPriority = priority(chamberWafer(t, at, other));
        return priority != otherPriority
                ? priority > otherPriority
                : processEndUs(t, at, chamber) < processEndUs(t, at, other);
    }

    private int priority(int wafer) {
        return lots.priority(carriers.lot(wafers.carrier(wafer)));
    }
}
