/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.flow.Wafers;
import org.fabtwin.core.line.ChamberSets;
import org.fabtwin.core.line.Handling;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.Steps;
import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.StateArena;

/**
 * Which chambers of a cluster tool in detailed form its raw wafers may go into, where not all may go into all, and whether one more may
 * come in. Sets of chambers are bits, from the tool's first. Single-threaded: the twin's thread only.
 */
final class QualifiedChambers {
    /** Of a wafer that may go into any. */
    static final long ANY = -1L;

    private static final int NONE = ToolInterior.EMPTY;
    /** Raw wafers that are in no slot: in two hands of two robots, and the one that is being picked, and the one that is to come in. */
    private static final int MOST_IN_NO_SLOT = 6;

    private final ToolGroups groups;
    private final Handling handling;
    private final Steps steps;
    private final ChamberSets sets;
    private final Carriers carriers;
    private final Wafers wafers;
    private final Tools tools;
    private final Chambers chambers;
    private final ToolInterior interior;
    private final boolean isAnyUsed;
    /** The chambers of each raw wafer inside, while they are counted. */
    private final LongColumn raws;

    QualifiedChambers(
            StateArena arena,
            Line line,
            Carriers carriers,
            Wafers wafers,
            Tools tools,
            Chambers chambers,
            ToolInterior interior) {
        this.groups = line.toolGroups();
        this.handling = line.handling();
        this.steps = line.steps();
        this.sets = steps.chamberSets();
        this.carriers = carriers;
        this.wafers = wafers;
        this.tools = tools;
        this.chambers = chambers;
        this.interior = interior;
        int most = 0;
        for (int group = 0; group < groups.size(); group++) {
            if (isUsed(group) && handling.isDetailed(group)) {
                most = Math.max(most, Math.max(1, handling.locks(group)) * handling.slots(group) + MOST_IN_NO_SLOT);
            }
        }
        isAnyUsed = most > 0;
        raws = arena.longs("qualifiedChambers.raws", most, 0);
    }

    /** Whether the group tells its tools' chambers apart; it has one stage then. */
    boolean isUsed(int group) {
        return sets.isUsed(group);
    }

    /** The chambers that a wafer may go into. */
    long of(int tool, int group, int wafer) {
        return isAnyUsed ? ofCarrier(tool, group, wafers.carrier(wafer)) : ANY;
    }

    private long ofCarrier(int tool, int group, int carrier) {
        return ofStep(tool, group, carriers.step(carrier));
    }

    long ofStep(int tool, int group, int step) {
        return sets.chambers(sets.setOf(step), tool - groups.firstTool(group));
    }

    /** Chambers that take a wafer now. */
    long open(long[] t, int at) {
        return ToolInterior.inPhase(t, at, ToolInterior.VACANT) & ~chambers.blocked(ToolInterior.tool(t, at));
    }

    /** Chambers that raw wafers in carriers at the tool may go into. */
    long wantedAtPorts(int tool, int group) {
        long wanted = 0;
        for (int carrier = tools.firstInside(tool); carrier != Carriers.NONE; carrier = carriers.next(carrier)) {
            if (carriers.nextRaw(carrier) != Wafers.NONE) {
                wanted |= ofCarrier(tool, group, carrier);
            }
        }
        return wanted;
    }

    /** Raw wafers inside that may go into one of these chambers. */
    int rawsFor(int tool, int group, long which) {
        int count = 0;
        for (int i = gather(tool, group) - 1; i >= 0; i--) {
            count += (raws.get(i) & which) != 0 ? 1 : 0;
        }
        return count;
    }

    /**
     * Whether the carrier's next raw wafer may come in: one of its chambers can be used, and when each vacant chamber has the raw wafer it
     * can count on, no more than {@code mostWaiting} are left without.
     */
    boolean admits(int tool, int group, int carrier, int mostWaiting) {
        long which = ofCarrier(tool, group, carrier);
        if ((which & ~chambers.blocked(tool)) == 0) {
            return false;
        }
        int count = gather(tool, group);
        raws.set(count, which);
        return waiting(count + 1, open(interior.rows(), interior.row(tool))) <= mostWaiting;
    }

    /**
     * How many of the raw wafers can be without a chamber when no other finds one, in whatever order they take them. They fall into
     * classes that have no chamber in common. Of a class somebody stays without only when the vacant chambers that
     * all of it may go into are taken, by as many of the class.
     */
    private int waiting(int count, long open) {
        int waiting = 0;
        long seen = 0;
        for (int leader = 0; leader < count; leader++) {
            if ((raws.get(leader) & seen) == 0) {
                long ofClass = raws.get(leader);
                long before;
                do {
                    before = ofClass;
                    for (int i = 0; i < count; i++) {
                        ofClass |= (raws.get(i) & ofClass) != 0 ? raws.get(i) : 0;
                    }
                } while (ofClass != before);
                long common = open;
                int members = 0;
                for (int i = 0; i < count; i++) {
                    if ((raws.get(i) & ofClass) != 0) {
                        common &= raws.get(i);
                        members++;
                    }
                }
                waiting += Math.max(0, members - Long.bitCount(common));
                seen |= ofClass;
            }
        }
        return waiting;
    }

    /** Lists the chambers of the raw wafers between port and chamber; returns how many there are. */
    private int gather(int tool, int group) {
        long[] t = interior.rows();
        int at = interior.row(tool);
        int g = ToolInterior.groupRow(t, at);
        int count = 0;
        int slots = GroupRow.placesOfHandOver(t, g) * GroupRow.slots(t, g);
        for (int slot = 0; slot < slots; slot++) {
            count = add(tool, group, ToolInterior.slotWafer(t, at, g, slot), count);
        }
        for (int robot = ToolInterior.FRONT_END; robot <= ToolInterior.TRANSFER; robot++) {
            count = add(tool, group, ToolInterior.hand(t, at, robot), count);
            count = add(tool, group, ToolInterior.secondHand(t, at, robot), count);
        }
        int front = ToolInterior.FRONT_END;
        if (ToolInterior.action(t, at, front) == ToolInterior.PICK
                && ToolInterior.place(t, at, front) == ToolInterior.PORT) {
            raws.set(count, ofCarrier(tool, group, ToolInterior.rawCarrier(t, at)));
            count++;
        }
        return count;
    }

    private int add(int tool, int group, int wafer, int count) {
        if (wafer == NONE || wafers.stage(wafer) != 0) {
            return count;
        }
        raws.set(count, of(tool, group, wafer));
        return count + 1;
    }
}
