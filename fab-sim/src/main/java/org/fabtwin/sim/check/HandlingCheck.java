/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.check;

import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.IntHashSet;
import org.agrona.collections.Long2LongHashMap;
import org.fabtwin.core.event.LockState;
import org.fabtwin.core.event.LockStateChangedDecoder;
import org.fabtwin.core.event.ParameterChangedDecoder;
import org.fabtwin.core.event.PlaceKind;
import org.fabtwin.core.event.Robot;
import org.fabtwin.core.event.WaferPickedDecoder;
import org.fabtwin.core.event.WaferPlacedDecoder;
import org.fabtwin.core.event.WaferProcessedDecoder;
import org.fabtwin.core.event.WaferStartedDecoder;
import org.fabtwin.sim.event.HeaderLine;
import org.fabtwin.sim.event.IdTable;

/**
 * Inside a tool in detailed form (detail robot): a wafer is in one place, robots hold no more than they have arms and do one
 * action after another, locks hold no more than their slots and are open to the robot that reaches in, a chamber
 * holds one wafer, and a wafer stays in its chamber until its process is over. Times are not looked at once a parameter has
 * changed. What a snapshot found inside a tool the log tells before it goes on; how long a lock or a robot was at it, it does not.
 */
final class HandlingCheck extends LogCheck {
    private static final long NEVER = Long.MIN_VALUE;

    /** Where a wafer is: in a robot's hand, or down. */
    private record Where(int tool, boolean isHeld, Robot robot, PlaceKind place, int number) {}

    private final HeaderLine line;
    private final Int2ObjectHashMap<Where> places = new Int2ObjectHashMap<>();
    private final IntHashSet inProcess = new IntHashSet(Integer.MIN_VALUE);
    /** Wafers by (tool, kind of place or robot, number). */
    private final Long2LongHashMap counts = new Long2LongHashMap(0);

    private final Long2LongHashMap lastActionUs = new Long2LongHashMap(NEVER);
    private final Long2LongHashMap lockStates = new Long2LongHashMap(NEVER);
    private final Long2LongHashMap lockSinceUs = new Long2LongHashMap(NEVER);
    private boolean isChanged;
    private final WaferPickedDecoder picked = new WaferPickedDecoder();
    private final WaferPlacedDecoder placed = new WaferPlacedDecoder();
    private final LockStateChangedDecoder lock = new LockStateChangedDecoder();
    private final WaferStartedDecoder started = new WaferStartedDecoder();
    private final WaferProcessedDecoder processed = new WaferProcessedDecoder();

    HandlingCheck(final HeaderLine line) {
        super("handling", "robots, locks and chambers hold no more than they can, and each wafer is in one place");
        this.line = line;
    }

    @Override
    protected void check(final DirectBuffer buffer, final int offset, final int length, final int templateId) {
        switch (templateId) {
            case WaferPickedDecoder.TEMPLATE_ID -> onPicked(wrap(picked, buffer, offset));
            case WaferPlacedDecoder.TEMPLATE_ID -> onPlaced(wrap(placed, buffer, offset));
            case LockStateChangedDecoder.TEMPLATE_ID -> onLock(wrap(lock, buffer, offset));
            case WaferStartedDecoder.TEMPLATE_ID ->
                inProcess.add(wrap(started, buffer, offset).wafer());
            case WaferProcessedDecoder.TEMPLATE_ID ->
                inProcess.remove(wrap(processed, buffer, offset).wafer());
            case ParameterChangedDecoder.TEMPLATE_ID -> isChanged = true;
            default -> {}
        }
    }

    private void onPicked(final WaferPickedDecoder record) {
        final HeaderLine.Handling handling = handling(record.tool(), record.wafer());
        if (handling == null) {
            return;
        }
        if (isRestoring()) {
            counts.merge(key(record.tool(), 3 + record.robot().value(), 0), 1, Long::sum);
            places.put(record.wafer(), new Where(record.tool(), true, record.robot(), record.place(), record.number()));
            return;
        }
        final Where before = places.get(record.wafer());
        final boolean isPort = record.place() == PlaceKind.PORT;
        final boolean isThere = before == null
                ? isPort
                : !before.isHeld()
                        && before.tool() == record.tool()
                        && before.place() == record.place()
                        && before.number() == record.number();
        if (!isThere) {
            find("wafer " + record.wafer() + " was picked from " + name(record.tool(), record.place(), record.number())
                    + ", it was " + name(before));
        }
        act(record.tool(), record.robot(), handling);
        reach(record.tool(), record.robot(), record.place(), record.number(), handling);
        if (!isPort) {
            counts.merge(key(record.tool(), record.place().value(), record.number()), -1, Long::sum);
        }
        final boolean isLastStage = record.place() == PlaceKind.CHAMBER
                && line.toolGroupOf(record.tool()).kind().equals("cluster");
        if (isLastStage && inProcess.contains(record.wafer())) {
            find("wafer " + record.wafer() + " was taken out of " + name(record.tool(), record.place(), record.number())
                    + " before its process was over");
        }
        final int arms = record.robot() == Robot.TRANSFER ? handling.arms() : handling.frontArms();
        final long held = counts.merge(key(record.tool(), 3 + record.robot().value(), 0), 1, Long::sum);
        if (held > arms) {
            find("robot " + record.robot() + " of " + line.name(IdTable.TOOL, record.tool()) + " holds " + held
                    + " wafers, it has " + arms + " arms");
        }
        places.put(record.wafer(), new Where(record.tool(), true, record.robot(), record.place(), record.number()));
    }

    private void onPlaced(final WaferPlacedDecoder record) {
        final HeaderLine.Handling handling = handling(record.tool(), record.wafer());
        if (handling == null) {
            return;
        }
        if (isRestoring()) {
            counts.merge(key(record.tool(), record.place().value(), record.number()), 1, Long::sum);
            places.put(
                    record.wafer(), new Where(record.tool(), false, record.robot(), record.place(), record.number()));
            return;
        }
        final Where before = places.get(record.wafer());
        if (before == null || !before.isHeld() || before.tool() != record.tool() || before.robot() != record.robot()) {
            find("robot " + record.robot() + " put wafer " + record.wafer() + " into "
                    + name(record.tool(), record.place(), record.number()) + ", it was " + name(before));
        } else {
            counts.merge(key(record.tool(), 3 + record.robot().value(), 0), -1, Long::sum);
        }
        act(record.tool(), record.robot(), handling);
        reach(record.tool(), record.robot(), record.place(), record.number(), handling);
        if (record.place() == PlaceKind.PORT) {
            places.remove(record.wafer());
            return;
        }
        final long there = counts.merge(key(record.tool(), record.place().value(), record.number()), 1, Long::sum);
        final int capacity = record.place() == PlaceKind.CHAMBER ? 1 : handling.slots();
        if (there > capacity) {
            find(name(record.tool(), record.place(), record.number()) + " holds " + there + " wafers, its capacity is "
                    + capacity);
        }
        places.put(record.wafer(), new Where(record.tool(), false, record.robot(), record.place(), record.number()));
    }

    /** Null, and a finding, where no robot should be at work. */
    private HeaderLine.Handling handling(final int tool, final int wafer) {
        final HeaderLine.Handling handling = line.handlingOf(tool);
        if (handling == null || !handling.isDetailed()) {
            find("wafer " + wafer + " was moved inside " + line.name(IdTable.TOOL, tool)
                    + ", which has no robot in detailed form");
            return null;
        }
        return handling;
    }

    /** One action after another, each as long as it takes at least. */
    private void act(final int tool, final Robot robot, final HeaderLine.Handling handling) {
        final long key = key(tool, robot.value(), 0);
        final long actionUs = robot == Robot.TRANSFER ? handling.actionUs() : handling.frontActionUs();
        final long lastUs = lastActionUs.put(key, timeUs());
        if (lastUs != NEVER && !isChanged && timeUs() - lastUs < actionUs) {
            find("robot " + robot + " of " + line.name(IdTable.TOOL, tool) + " ended two actions within "
                    + (timeUs() - lastUs) + " us, one takes " + actionUs);
        }
    }

    private void reach(
            final int tool,
            final Robot robot,
            final PlaceKind place,
            final int number,
            final HeaderLine.Handling handling) {
        if (place != PlaceKind.LOCK || handling.locks() == 0) {
            return;
        }
        final LockState state = state(lockStates.get(key(tool, 0, number)));
        final LockState needed = robot == Robot.TRANSFER ? LockState.VACUUM : LockState.ATMOSPHERE;
        if (state != needed) {
            find("robot " + robot + " of " + line.name(IdTable.TOOL, tool) + " reached into lock " + number
                    + ", which was " + state);
        }
    }

    private void onLock(final LockStateChangedDecoder record) {
        final HeaderLine.Handling handling = line.handlingOf(record.tool());
        final long key = key(record.tool(), 0, record.loadLock());
        final LockState before = state(lockStates.put(key, record.state().value()));
        if (isRestoring()) {
            // How long it has been so lies before the log.
            return;
        }
        final long sinceUs = lockSinceUs.put(key, timeUs());
        if (handling == null || record.loadLock() >= handling.locks()) {
            find(line.name(IdTable.TOOL, record.tool()) + " has no lock " + record.loadLock());
            return;
        }
        if ((before.value() + 1) % 4 != record.state().value()) {
            find("lock " + record.loadLock() + " of " + line.name(IdTable.TOOL, record.tool()) + " went from " + before
                    + " to " + record.state());
        }
        final long leastUs =
                before == LockState.PUMPING ? handling.pumpUs() : before == LockState.VENTING ? handling.ventUs() : 0;
        if (!isChanged && sinceUs != NEVER && timeUs() - sinceUs < leastUs) {
            find("lock " + record.loadLock() + " of " + line.name(IdTable.TOOL, record.tool()) + " was " + before
                    + " for " + (timeUs() - sinceUs) + " us, which takes " + leastUs);
        }
    }

    /** Locks are at atmosphere until the log says otherwise. */
    private static LockState state(final long code) {
        return code == NEVER ? LockState.ATMOSPHERE : LockState.get((short) code);
    }

    private static long key(final int tool, final int kind, final int number) {
        return ((long) tool * 8 + kind) << 16 | number;
    }

    private String name(final int tool, final PlaceKind place, final int number) {
        return place + (place == PlaceKind.PORT ? "" : " " + number) + " of " + line.name(IdTable.TOOL, tool);
    }

    private String name(final Where where) {
        return where == null
                ? "in its carrier"
                : where.isHeld()
                        ? "held by robot " + where.robot() + " of " + line.name(IdTable.TOOL, where.tool())
                        : "in " + name(where.tool(), where.place(), where.number());
    }
}
