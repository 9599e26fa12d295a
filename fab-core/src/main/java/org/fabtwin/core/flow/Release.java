/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.flow;

import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.Orders;
import org.fabtwin.core.line.ParameterTable;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.process.StepEffects;
import org.fabtwin.core.random.Cause;
import org.fabtwin.core.random.Draws;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;
import org.fabtwin.core.time.EventCalendar;
import org.fabtwin.core.time.EventKind;

/**
 * Brings lots into the line: by order, by command, and those that stand in it at the origin. A lot's identity in draws is its
 * order and its number in that order, so that lots released otherwise do not shift it. Single-threaded: the twin's thread.
 */
public final class Release {
    private static final long BY_COMMAND = 0x636f6d6d616e64L;
    private static final long INITIAL = 0x696e697469616cL;
    private static final int NEXT_PLANNED = 0;

    private final Line line;
    private final Orders orders;
    private final Parameters parameters;
    private final Chance chance;
    private final Lots lots;
    private final Carriers carriers;
    private final Wafers wafers;
    private final StepEffects effects;
    private final Routing routing;
    private final EventCalendar calendar;
    private final EventWriter events;
    private final IntColumn released;
    private final IntColumn releasedByCommand;
    private final IntColumn planned;

    public Release(
            StateArena arena,
            Line line,
            Parameters parameters,
            Chance chance,
            Lots lots,
            Carriers carriers,
            Wafers wafers,
            StepEffects effects,
            Routing routing,
            EventCalendar calendar,
            EventWriter events) {
        this.line = line;
        this.orders = line.orders();
        this.parameters = parameters;
        this.chance = chance;
        this.lots = lots;
        this.carriers = carriers;
        this.wafers = wafers;
        this.effects = effects;
        this.routing = routing;
        this.calendar = calendar;
        this.events = events;
        released = arena.ints("release.released", Math.max(1, orders.size()), 0);
        releasedByCommand = arena.ints("release.byCommand", Math.max(1, orders.size()), 0);
        planned = arena.ints("release.planned", 1, 0);
    }

    /** Puts the initial lots into the line and schedules each order's first release. */
    public void start() {
        for (int i = 0; i < orders.initialLots(); i++) {
            if (orders.initialStep(i) >= 0) {
                enterOwn(i, orders.initialStep(i), true, 0);
            }
        }
        schedulePlanned();
        for (int order = 0; order < orders.size(); order++) {
            if (orders.isStream(order) && orders.releases(order) != 0) {
                calendar.schedule(parameters.us(orders.first(order)), EventKind.RELEASE, order);
            }
        }
    }

    private void schedulePlanned() {
        int index = planned.get(NEXT_PLANNED);
        if (index < orders.plannedLots()) {
            calendar.schedule(orders.plannedUs(index), EventKind.RELEASE, orders.size());
        }
    }

    private void releasePlanned(long nowUs) {
        int index = planned.get(NEXT_PLANNED);
        while (index < orders.plannedLots() && orders.plannedUs(index) <= nowUs) {
            int lot = orders.plannedLot(index);
            enterOwn(lot, line.products().firstStep(orders.initialProduct(lot)), false, nowUs);
            index++;
        }
        planned.set(NEXT_PLANNED, index);
        schedulePlanned();
    }

    /** Whether more lots of the product will be released without a command. */
    public boolean isExpected(int product) {
        for (int order = 0; order < orders.size(); order++) {
            boolean more = orders.isStream(order)
                    && (orders.releases(order) < 0 || released.get(order) < orders.releases(order));
            if (more && orders.product(order) == product) {
                return true;
            }
        }
        for (int index = planned.get(NEXT_PLANNED); index < orders.plannedLots(); index++) {
            if (orders.initialProduct(orders.plannedLot(index)) == product) {
                return true;
            }
        }
        return false;
    }

    /** A release of the order's stream falls due; the order behind the last stands for the planned lots. */
    public void onRelease(int order, long nowUs) {
        if (order == orders.size()) {
            releasePlanned(nowUs);
            return;
        }
        if (orders.lotsInLine(order) != ParameterTable.NONE) {
            fillUp(order, nowUs);
            return;
        }
        int number = released.add(order, 1) - 1;
        for (int k = 0; k < orders.lotsPerRelease(order); k++) {
            long key = Draws.subject(orders.key(order), (long) number * orders.lotsPerRelease(order) + k);
            enter(order, key, nowUs);
        }
        if (orders.releases(order) < 0 || number + 1 < orders.releases(order)) {
            long gap = chance.us(orders.interval(order), Cause.RELEASE, orders.key(order), number);
            calendar.schedule(nowUs + gap, EventKind.RELEASE, order);
        }
    }

    /** CONWIP: as many lots as the order lacks in the line. */
    private void fillUp(int order, long nowUs) {
        while (lots.liveOfOrder(order) < parameters.value(orders.lotsInLine(order))
                && (orders.releases(order) < 0 || released.get(order) < orders.releases(order))) {
            int number = released.add(order, 1) - 1;
            enter(order, Draws.subject(orders.key(order), number), nowUs);
        }
    }

    /** Releases lots of an order beside its stream. */
    public void releaseByCommand(int order, int count, long nowUs) {
        for (int k = 0; k < count; k++) {
            long number = releasedByCommand.add(order, 1) - 1L;
            enter(order, Draws.subject(orders.key(order) ^ BY_COMMAND, number), nowUs);
        }
    }

    private void enter(int order, long key, long nowUs) {
        long due = orders.dueAfter(order) < 0 ? Long.MAX_VALUE : nowUs + parameters.us(orders.dueAfter(order));
        int product = orders.product(order);
        enter(
                order,
                product,
                orders.lotClass(order),
                orders.priority(order),
                wafersOf(order, key),
                key,
                due,
                line.products().firstStep(product),
                false,
                nowUs);
    }

    private int wafersOf(int order, long key) {
        int least = orders.wafers(order);
        int most = orders.wafersMaximum(order);
        return most == least ? least : least + chance.below(most - least + 1, Cause.LOT_SIZE, key, 0);
    }

    private void enterOwn(int lot, int step, boolean initial, long nowUs) {
        enter(
                orders.initialOrder(lot),
                orders.initialProduct(lot),
                orders.initialClass(lot),
                orders.initialPriority(lot),
                orders.initialWafers(lot),
                Draws.subject(INITIAL, lot),
                orders.initialDueUs(lot),
                step,
                initial,
                nowUs);
    }

    private void enter(
            int order,
            int product,
            int lotClass,
            int priority,
            int waferCount,
            long key,
            long dueUs,
            int step,
            boolean initial,
            long nowUs) {
        int lot = lots.allocate(order, product, lotClass, priority, key, nowUs, dueUs);
        int carrier = carriers.allocate(lot, lots.serial(lot), lots.priority(lot), lots.key(lot));
        lots.addCarriers(lot, 1);
        carriers.wafers(carrier, waferCount);
        int firstSerial = -1;
        if (!line.lotMode()) {
            int last = Wafers.NONE;
            for (int slot = 0; slot < waferCount; slot++) {
                long waferKey = Draws.subject(key, slot + 1L);
                int wafer = wafers.allocate(waferKey);
                if (effects.isActive()) {
                    effects.enter(wafer, waferKey, step);
                }
                if (last == Wafers.NONE) {
                    carriers.firstWafer(carrier, wafer);
                    firstSerial = wafers.serial(wafer);
                } else {
                    wafers.next(last, wafer);
                }
                last = wafer;
            }
        }
        events.lotReleased(
                nowUs,
                lots.serial(lot),
                product,
                lotClass,
                priority,
                dueUs,
                step,
                carriers.serial(carrier),
                firstSerial,
                waferCount,
                initial ? 1 : 0);
        if (initial) {
            routing.standAt(carrier, step, nowUs);
        } else {
            routing.moveTo(carrier, step, nowUs);
        }
    }
}
