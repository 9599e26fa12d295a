/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.flow;

import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.RowAllocator;
import org.fabtwin.core.state.StateArena;

/**
 * Carriers: what moves through the line. A carrier holds wafers of one lot that stand at the same step; in lot mode it stands
 * for the lot. Single-threaded: the twin's thread only.
 */
public final class Carriers {
    public static final int NONE = -1;
    /** {@link #state}: on its way to the tool group of its step. */
    public static final int IN_TRANSPORT = 0;
    /** {@link #state}: in the queue of a tool group. */
    public static final int QUEUED = 1;
    /** {@link #state}: in a tool. */
    public static final int IN_TOOL = 2;
    /** {@link #state}: on hold before its step. */
    public static final int HELD = 3;
    /** {@link #state}: waits for wafers of it in rework or on hold. */
    public static final int WAITING_FOR_MERGE = 4;
    /** {@link #state}: on hold after its step, for a time. */
    public static final int HELD_AFTER_STEP = 5;

    private final RowAllocator rows;
    private final int windowPlaces;
    private final int dedicationPlaces;
    private final IntColumn live;
    private final IntColumn serial;
    private final IntColumn lot;
    private final IntColumn step;
    private final IntColumn visit;
    private final IntColumn wafers;
    private final IntColumn work;
    private final IntColumn firstWafer;
    private final IntColumn state;
    private final IntColumn location;
    private final IntColumn tool;
    private final IntColumn previous;
    private final IntColumn next;
    private final IntColumn timer;
    private final IntColumn waferTimer;
    private final IntColumn parent;
    private final IntColumn children;
    private final IntColumn reworkStep;
    private final IntColumn remeasuredUntil;
    private final IntColumn holdReason;
    private final IntColumn heldWafers;
    private final IntColumn processTool;
    private final IntColumn processRank;
    private final LongColumn queuedUs;
    private final LongColumn startedUs;
    private final LongColumn doneUs;
    private final LongColumn busyUs;
    private final LongColumn interruptedUs;
    private final IntColumn openWindow;
    private final LongColumn windowOpenedUs;
    private final IntColumn dedicatedTool;
    private final IntColumn nextSerial;

    public Carriers(StateArena arena, int capacity, int windowPlaces, int dedicationPlaces) {
        this.windowPlaces = Math.max(1, windowPlaces);
        this.dedicationPlaces = Math.max(1, dedicationPlaces);
        rows = new RowAllocator(arena, "carriers", capacity);
        live = arena.ints("carriers.live", capacity, 0);
        serial = arena.ints("carriers.serial", capacity, 0);
        lot = arena.ints("carriers.lot", capacity, NONE);
        step = arena.ints("carriers.step", capacity, 0);
        visit = arena.ints("carriers.visit", capacity, 0);
        wafers = arena.ints("carriers.wafers", capacity, 0);
        work = arena.ints("carriers.work", capacity, 0);
        firstWafer = arena.ints("carriers.firstWafer", capacity, NONE);
        state = arena.ints("carriers.state", capacity, 0);
        location = arena.ints("carriers.location", capacity, NONE);
        tool = arena.ints("carriers.tool", capacity, NONE);
        previous = arena.ints("carriers.previous", capacity, NONE);
        next = arena.ints("carriers.next", capacity, NONE);
        timer = arena.ints("carriers.timer", capacity, NONE);
        waferTimer = arena.ints("carriers.waferTimer", capacity, NONE);
        parent = arena.ints("carriers.parent", capacity, NONE);
        children = arena.ints("carriers.children", capacity, 0);
        reworkStep = arena.ints("carriers.reworkStep", capacity, NONE);
        remeasuredUntil = arena.ints("carriers.remeasuredUntil", capacity, NONE);
        holdReason = arena.ints("carriers.holdReason", capacity, 0);
        heldWafers = arena.ints("carriers.heldWafers", capacity, 0);
        processTool = arena.ints("carriers.processTool", capacity, NONE);
        processRank = arena.ints("carriers.processRank", capacity, 0);
        queuedUs = arena.longs("carriers.queuedUs", capacity, 0);
        startedUs = arena.longs("carriers.startedUs", capacity, 0);
        doneUs = arena.longs("carriers.doneUs", capacity, 0);
        busyUs = arena.longs("carriers.busyUs", capacity, 0);
        interruptedUs = arena.longs("carriers.interruptedUs", capacity, 0);
        openWindow = arena.ints("carriers.openWindow", capacity * this.windowPlaces, NONE);
        windowOpenedUs = arena.longs("carriers.windowOpenedUs", capacity * this.windowPlaces, 0);
        dedicatedTool = arena.ints("carriers.dedicatedTool", capacity * this.dedicationPlaces, NONE);
        nextSerial = arena.ints("carriers.nextSerial", 1, 0);
    }

    int allocate(int itsLot) {
        int carrier = rows.allocate();
        if (carrier >= serial.capacity()) {
            grow(rows.capacity());
        }
        live.set(carrier, 1);
        serial.set(carrier, nextSerial.add(0, 1) - 1);
        lot.set(carrier, itsLot);
        visit.set(carrier, 0);
        wafers.set(carrier, 0);
        work.set(carrier, 0);
        firstWafer.set(carrier, NONE);
        location.set(carrier, NONE);
        tool.set(carrier, NONE);
        timer.set(carrier, NONE);
        waferTimer.set(carrier, NONE);
        parent.set(carrier, NONE);
        children.set(carrier, 0);
        reworkStep.set(carrier, NONE);
        remeasuredUntil.set(carrier, NONE);
        holdReason.set(carrier, 0);
        heldWafers.set(carrier, 0);
        processTool.set(carrier, NONE);
        processRank.set(carrier, 0);
        previous.set(carrier, NONE);
        next.set(carrier, NONE);
        doneUs.set(carrier, 0);
        busyUs.set(carrier, 0);
        interruptedUs.set(carrier, 0);
        for (int place = 0; place < windowPlaces; place++) {
            openWindow.set(carrier * windowPlaces + place, NONE);
        }
        for (int place = 0; place < dedicationPlaces; place++) {
            dedicatedTool.set(carrier * dedicationPlaces + place, NONE);
        }
        return carrier;
    }

    private void grow(int capacity) {
        for (IntColumn column : new IntColumn[] {
            live,
            serial,
            lot,
            step,
            visit,
            wafers,
            work,
            firstWafer,
            state,
            location,
            tool,
            previous,
            next,
            timer,
            waferTimer,
            parent,
            children,
            reworkStep,
            remeasuredUntil,
            holdReason,
            heldWafers,
            processTool,
            processRank
        }) {
            column.ensureCapacity(capacity, 0);
        }
        for (LongColumn column : new LongColumn[] {queuedUs, startedUs, doneUs, busyUs, interruptedUs}) {
            column.ensureCapacity(capacity, 0);
        }
        openWindow.ensureCapacity(capacity * windowPlaces, NONE);
        windowOpenedUs.ensureCapacity(capacity * windowPlaces, 0);
        dedicatedTool.ensureCapacity(capacity * dedicationPlaces, NONE);
    }

    void free(int carrier) {
        live.set(carrier, 0);
        rows.free(carrier);
    }

    /** Carriers in the line. */
    public int live() {
        return rows.live();
    }

    /** Bound of a scan over all rows; {@link #isLive} tells which are in use. */
    public int used() {
        return rows.used();
    }

    public boolean isLive(int carrier) {
        return live.get(carrier) != 0;
    }

    public int serial(int carrier) {
        return serial.get(carrier);
    }

    public int lot(int carrier) {
        return lot.get(carrier);
    }

    public int step(int carrier) {
        return step.get(carrier);
    }

    void step(int carrier, int value) {
        step.set(carrier, value);
    }

    /** How many rework loops the carrier has begun. */
    public int visit(int carrier) {
        return visit.get(carrier);
    }

    void visit(int carrier, int value) {
        visit.set(carrier, value);
    }

    /** Wafers in the carrier. */
    public int wafers(int carrier) {
        return wafers.get(carrier);
    }

    void wafers(int carrier, int value) {
        wafers.set(carrier, value);
    }

    /** Wafers that do the current step. */
    public int work(int carrier) {
        return work.get(carrier);
    }

    void work(int carrier, int value) {
        work.set(carrier, value);
    }

    /** First wafer of the list, NONE in lot mode. */
    public int firstWafer(int carrier) {
        return firstWafer.get(carrier);
    }

    void firstWafer(int carrier, int value) {
        firstWafer.set(carrier, value);
    }

    /** Where the carrier is in its life; see the constants. */
    public int state(int carrier) {
        return state.get(carrier);
    }

    public void state(int carrier, int value) {
        state.set(carrier, value);
    }

    /** Location of the last tool group, NONE before the first. */
    public int location(int carrier) {
        return location.get(carrier);
    }

    void location(int carrier, int value) {
        location.set(carrier, value);
    }

    /** The tool that the carrier is in, or was in last. */
    public int tool(int carrier) {
        return tool.get(carrier);
    }

    public void tool(int carrier, int value) {
        tool.set(carrier, value);
    }

    /** Links of the list that the carrier is in: a queue or the inside of a tool. */
    public int previous(int carrier) {
        return previous.get(carrier);
    }

    public void previous(int carrier, int value) {
        previous.set(carrier, value);
    }

    public int next(int carrier) {
        return next.get(carrier);
    }

    public void next(int carrier, int value) {
        next.set(carrier, value);
    }

    /** Handle of the pending track-out or arrival, NONE without. */
    public int timer(int carrier) {
        return timer.get(carrier);
    }

    public void timer(int carrier, int handle) {
        timer.set(carrier, handle);
    }

    /** Handle of the pending wafer event, NONE without. */
    public int waferTimer(int carrier) {
        return waferTimer.get(carrier);
    }

    public void waferTimer(int carrier, int handle) {
        waferTimer.set(carrier, handle);
    }

    int parent(int carrier) {
        return parent.get(carrier);
    }

    void parent(int carrier, int value) {
        parent.set(carrier, value);
    }

    int addChildren(int carrier, int delta) {
        return children.add(carrier, delta);
    }

    int children(int carrier) {
        return children.get(carrier);
    }

    /** Step that sent the carrier to rework, NONE when it is not in rework. */
    public int reworkStep(int carrier) {
        return reworkStep.get(carrier);
    }

    void reworkStep(int carrier, int value) {
        reworkStep.set(carrier, value);
    }

    /** The last step that the carrier was sent back from and has not passed again, NONE without: up to it all is measured. */
    int remeasuredUntil(int carrier) {
        return remeasuredUntil.get(carrier);
    }

    void remeasuredUntil(int carrier, int value) {
        remeasuredUntil.set(carrier, value);
    }

    /** Why the carrier is, or at its next arrival will be, on hold: code of {@code HoldReason}, 0 = not. */
    public int holdReason(int carrier) {
        return holdReason.get(carrier);
    }

    public void holdReason(int carrier, int value) {
        holdReason.set(carrier, value);
    }

    /** Wafers in it that a command wants held before their next step. */
    public int heldWafers(int carrier) {
        return heldWafers.get(carrier);
    }

    public void heldWafers(int carrier, int value) {
        heldWafers.set(carrier, value);
    }

    /** The tool that did the last step without sampling, NONE before the first. */
    int processTool(int carrier) {
        return processTool.get(carrier);
    }

    /** How many wafers that tool had done since its maintenance when the carrier's first came. */
    int processRank(int carrier) {
        return processRank.get(carrier);
    }

    void processed(int carrier, int itsTool, int rank) {
        processTool.set(carrier, itsTool);
        processRank.set(carrier, rank);
    }

    /** When the carrier joined its queue. */
    public long queuedUs(int carrier) {
        return queuedUs.get(carrier);
    }

    public void queuedUs(int carrier, long value) {
        queuedUs.set(carrier, value);
    }

    /** When the carrier started at its tool. */
    public long startedUs(int carrier) {
        return startedUs.get(carrier);
    }

    public void startedUs(int carrier, long value) {
        startedUs.set(carrier, value);
    }

    /** Planned track-out. */
    public long doneUs(int carrier) {
        return doneUs.get(carrier);
    }

    public void doneUs(int carrier, long value) {
        doneUs.set(carrier, value);
    }

    /** Capacity used at the current tool. */
    public long busyUs(int carrier) {
        return busyUs.get(carrier);
    }

    public void busyUs(int carrier, long value) {
        busyUs.set(carrier, value);
    }

    /** Time in the current tool during which it was down. */
    public long interruptedUs(int carrier) {
        return interruptedUs.get(carrier);
    }

    public void interruptedUs(int carrier, long value) {
        interruptedUs.set(carrier, value);
    }

    /** The queue-time window that is open in this place, NONE without. */
    public int openWindow(int carrier, int place) {
        return openWindow.get(carrier * windowPlaces + place);
    }

    /** When the window in this place was opened; says nothing where none is open. */
    public long windowOpenedUs(int carrier, int place) {
        return windowOpenedUs.get(carrier * windowPlaces + place);
    }

    void openWindow(int carrier, int place, int window, long openedUs) {
        openWindow.set(carrier * windowPlaces + place, window);
        windowOpenedUs.set(carrier * windowPlaces + place, openedUs);
    }

    void closeWindow(int carrier, int place) {
        openWindow.set(carrier * windowPlaces + place, NONE);
    }

    int windowPlaces() {
        return windowPlaces;
    }

    /** The tool that this place binds the carrier to, NONE = unbound. */
    public int dedicatedTool(int carrier, int place) {
        return dedicatedTool.get(carrier * dedicationPlaces + place);
    }

    public void dedicatedTool(int carrier, int place, int value) {
        dedicatedTool.set(carrier * dedicationPlaces + place, value);
    }

    /** A carrier that was split off stays bound to the tools that its wafers were bound to. */
    void copyDedications(int from, int to) {
        for (int place = 0; place < dedicationPlaces; place++) {
            dedicatedTool(to, place, dedicatedTool(from, place));
        }
    }
}
