/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.flow;

import java.util.Arrays;
import org.fabtwin.core.state.CacheLine;
import org.fabtwin.core.state.GrowingInts;
import org.fabtwin.core.state.GrowingLongs;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.RowAllocator;
import org.fabtwin.core.state.StateArena;

/**
 * Carriers: what moves through the line. A carrier holds wafers of one lot that stand at the same step; in lot mode it stands
 * for the lot. Single-threaded: the twin's thread only.
 *
 * <p>All that is known of a carrier lies in one row of ints and one of longs: an event of a carrier reads some twenty of these values,
 * and with a column for each it would wait for as many cache lines. What an event sets together has one method here, which finds the
 * row once. Open windows and dedications, which few steps ask for, lie apart, so that the rows have one width on all lines.
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

    // Words of a carrier's row of ints: two lines of the cache. The first has what events of its wafers
    // and its place in a queue ask.
    private static final int STEP = 0;
    private static final int STATE = 1;
    private static final int TOOL = 2;
    private static final int TIMER = 3;
    private static final int WAFER_TIMER = 4;
    private static final int NEXT_RAW = 5;
    private static final int WAFERS_OUT = 6;
    private static final int LOT_SERIAL = 7;
    private static final int PRIORITY = 8;
    private static final int PREVIOUS = 9;
    private static final int NEXT = 10;
    private static final int FIRST_WAFER = 11;
    private static final int WAFERS = 12;
    private static final int VISIT = 13;
    private static final int WORK = 14;
    private static final int OPEN_WINDOWS = 15;
    // The second line.
    private static final int LIVE = 16;
    private static final int SERIAL = 17;
    private static final int LOT = 18;
    private static final int LOCATION = 19;
    private static final int HOLD_REASON = 20;
    private static final int REWORK_STEP = 21;
    private static final int REMEASURED_UNTIL = 22;
    private static final int PARENT = 23;
    private static final int CHILDREN = 24;
    private static final int HELD_WAFERS = 25;
    private static final int PROCESS_TOOL = 26;
    private static final int PROCESS_RANK = 27;
    private static final int PORT = 28;
    private static final int INT_SHIFT = 5;

    // A carrier is in a tool of either form, never in both: words that only tools in flow-line form use.
    private static final int FIRST_UNFINISHED = NEXT_RAW;
    private static final int STARTS_IN_ORDER = WAFERS_OUT;

    // Words of a carrier's row of longs.
    private static final int QUEUED_US = 0;
    private static final int STARTED_US = 1;
    private static final int DONE_US = 2;
    private static final int BUSY_US = 3;
    private static final int INTERRUPTED_US = 4;
    private static final int MOVE_SUBJECT = 5;
    private static final int LOT_KEY = 6;
    private static final int LONG_SHIFT = 3;

    private final RowAllocator rows;
    private final boolean inLots;
    private final int windowPlaces;
    private final int dedicationPlaces;
    private final GrowingInts ints;
    private final GrowingLongs longs;
    private final GrowingInts openWindows;
    private final GrowingLongs windowsOpenedUs;
    private final GrowingInts dedicatedTools;
    private final IntColumn nextSerial;

    /** @param inLots lots are processed as wholes: nobody has wafers of his own. */
    public Carriers(StateArena arena, int capacity, boolean inLots, int windowPlaces, int dedicationPlaces) {
        this.inLots = inLots;
        this.windowPlaces = Math.max(1, windowPlaces);
        this.dedicationPlaces = Math.max(1, dedicationPlaces);
        rows = new RowAllocator(arena, "carriers", capacity);
        ints = arena.growingInts("carriers.ints", at(capacity, 0), 0);
        longs = arena.growingLongs("carriers.longs", longAt(capacity, 0), 0);
        openWindows = arena.growingInts("carriers.openWindows", capacity * this.windowPlaces, NONE);
        windowsOpenedUs = arena.growingLongs("carriers.windowsOpenedUs", capacity * this.windowPlaces, 0);
        dedicatedTools = arena.growingInts("carriers.dedicatedTools", capacity * this.dedicationPlaces, NONE);
        nextSerial = arena.ints("carriers.nextSerial", 1, 0);
    }

    private static int at(int carrier, int word) {
        return (carrier << INT_SHIFT) + (CacheLine.INTS_BEFORE_FIRST_ROW + word);
    }

    private static int longAt(int carrier, int word) {
        return (carrier << LONG_SHIFT) + (CacheLine.BEFORE_FIRST_ROW + word);
    }

    /**
     * A carrier of a lot.
     *
     * @param lotSerial serial of the lot, and
     * @param priority its priority, and
     * @param lotKey its identity in draws: all for good, so that a carrier's events and its place in a queue don't ask the lot.
     */
    int allocate(int itsLot, int lotSerial, int priority, long lotKey) {
        int carrier = rows.allocate();
        if (carrier * windowPlaces >= openWindows.capacity()) {
            ints.ensureCapacity(at(rows.capacity(), 0), 0);
            longs.ensureCapacity(longAt(rows.capacity(), 0), 0);
            openWindows.ensureCapacity(rows.capacity() * windowPlaces, NONE);
            windowsOpenedUs.ensureCapacity(rows.capacity() * windowPlaces, 0);
            dedicatedTools.ensureCapacity(rows.capacity() * dedicationPlaces, NONE);
        }
        int[] row = ints.array();
        int first = at(carrier, 0);
        Arrays.fill(row, first, at(carrier + 1, 0), NONE);
        row[first + LIVE] = 1;
        row[first + SERIAL] = nextSerial.add(0, 1) - 1;
        row[first + LOT] = itsLot;
        row[first + LOT_SERIAL] = lotSerial;
        row[first + PRIORITY] = priority;
        row[first + STEP] = 0;
        row[first + STATE] = IN_TRANSPORT;
        row[first + VISIT] = 0;
        row[first + WAFERS] = 0;
        row[first + WORK] = 0;
        row[first + CHILDREN] = 0;
        row[first + HOLD_REASON] = 0;
        row[first + HELD_WAFERS] = 0;
        row[first + PROCESS_RANK] = 0;
        row[first + OPEN_WINDOWS] = 0;
        Arrays.fill(longs.array(), longAt(carrier, 0), longAt(carrier + 1, 0), 0);
        longs.set(longAt(carrier, LOT_KEY), lotKey);
        for (int place = 0; place < windowPlaces; place++) {
            openWindows.set(carrier * windowPlaces + place, NONE);
        }
        for (int place = 0; place < dedicationPlaces; place++) {
            dedicatedTool(carrier, place, NONE);
        }
        return carrier;
    }

    void free(int carrier) {
        ints.set(at(carrier, LIVE), 0);
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
        return ints.get(at(carrier, LIVE)) != 0;
    }

    public int serial(int carrier) {
        return ints.get(at(carrier, SERIAL));
    }

    public int lot(int carrier) {
        return ints.get(at(carrier, LOT));
    }

    /** Serial of its lot. */
    public int lotSerial(int carrier) {
        return ints.get(at(carrier, LOT_SERIAL));
    }

    /** Identity of its lot in draws. */
    long lotKey(int carrier) {
        return longs.get(longAt(carrier, LOT_KEY));
    }

    /** Identity in draws of its first wafer (lot mode: its lot) at the step that it has set out for. */
    public long moveSubject(int carrier) {
        return longs.get(longAt(carrier, MOVE_SUBJECT));
    }

    /** Priority of its lot: higher goes first. */
    public int priority(int carrier) {
        return ints.get(at(carrier, PRIORITY));
    }

    public int step(int carrier) {
        return ints.get(at(carrier, STEP));
    }

    void step(int carrier, int value) {
        ints.set(at(carrier, STEP), value);
    }

    /** How many rework loops the carrier has begun. */
    public int visit(int carrier) {
        return ints.get(at(carrier, VISIT));
    }

    void visit(int carrier, int value) {
        ints.set(at(carrier, VISIT), value);
    }

    /** Wafers in the carrier. */
    public int wafers(int carrier) {
        return ints.get(at(carrier, WAFERS));
    }

    void wafers(int carrier, int value) {
        ints.set(at(carrier, WAFERS), value);
    }

    /** Wafers that do the current step. */
    public int work(int carrier) {
        return ints.get(at(carrier, WORK));
    }

    void work(int carrier, int value) {
        ints.set(at(carrier, WORK), value);
    }

    /** First wafer of the list, NONE in lot mode. */
    public int firstWafer(int carrier) {
        return inLots ? NONE : ints.get(at(carrier, FIRST_WAFER));
    }

    void firstWafer(int carrier, int value) {
        ints.set(at(carrier, FIRST_WAFER), value);
    }

    /** Where the carrier is in its life; see the constants. */
    public int state(int carrier) {
        return ints.get(at(carrier, STATE));
    }

    public void state(int carrier, int value) {
        ints.set(at(carrier, STATE), value);
    }

    /** Location of the last tool group, NONE before the first. */
    public int location(int carrier) {
        return ints.get(at(carrier, LOCATION));
    }

    void location(int carrier, int value) {
        ints.set(at(carrier, LOCATION), value);
    }

    /** The tool that the carrier is in, or was in last. */
    public int tool(int carrier) {
        return ints.get(at(carrier, TOOL));
    }

    public void tool(int carrier, int value) {
        ints.set(at(carrier, TOOL), value);
    }

    /** It sets out for the tool group of a step at this location; what it does when it arrives is not pending yet. */
    void setOut(int carrier, int step, int location, long moveSubject) {
        longs.set(longAt(carrier, MOVE_SUBJECT), moveSubject);
        int[] row = ints.array();
        int first = at(carrier, 0);
        row[first + STEP] = step;
        row[first + LOCATION] = location;
        row[first + STATE] = IN_TRANSPORT;
    }

    /** It joins a queue now. */
    public void join(int carrier, long nowUs) {
        ints.set(at(carrier, STATE), QUEUED);
        longs.set(longAt(carrier, QUEUED_US), nowUs);
    }

    /** It starts in a tool now; its track-out is not pending yet. */
    public void start(int carrier, int itsTool, long nowUs) {
        int[] row = ints.array();
        int first = at(carrier, 0);
        row[first + STATE] = IN_TOOL;
        row[first + TOOL] = itsTool;
        row[first + TIMER] = NONE;
        long[] times = longs.array();
        int firstTime = longAt(carrier, 0);
        times[firstTime + STARTED_US] = nowUs;
        times[firstTime + INTERRUPTED_US] = 0;
    }

    /** Its track-out, for which an event is in the calendar, and the capacity that it uses until then. */
    public void plan(int carrier, long doneUs, long busyUs, int timer) {
        ints.set(at(carrier, TIMER), timer);
        long[] times = longs.array();
        int firstTime = longAt(carrier, 0);
        times[firstTime + DONE_US] = doneUs;
        times[firstTime + BUSY_US] = busyUs;
    }

    /** Whether nobody waits for it and nothing ends for it behind its step: no rework, no parent. */
    boolean isInNoLoop(int carrier) {
        int[] row = ints.array();
        int first = at(carrier, 0);
        return (row[first + REWORK_STEP] & row[first + REMEASURED_UNTIL] & row[first + PARENT]) == NONE;
    }

    /** Links of the list that the carrier is in: a queue or the inside of a tool. */
    public int previous(int carrier) {
        return ints.get(at(carrier, PREVIOUS));
    }

    public void previous(int carrier, int value) {
        ints.set(at(carrier, PREVIOUS), value);
    }

    public int next(int carrier) {
        return ints.get(at(carrier, NEXT));
    }

    public void next(int carrier, int value) {
        ints.set(at(carrier, NEXT), value);
    }

    /** Both links at once. */
    public void link(int carrier, int before, int after) {
        int[] row = ints.array();
        int first = at(carrier, 0);
        row[first + PREVIOUS] = before;
        row[first + NEXT] = after;
    }

    /** Handle of the pending track-out or arrival, NONE without. */
    public int timer(int carrier) {
        return ints.get(at(carrier, TIMER));
    }

    public void timer(int carrier, int handle) {
        ints.set(at(carrier, TIMER), handle);
    }

    /** Handle of the pending wafer event, NONE without. */
    public int waferTimer(int carrier) {
        return ints.get(at(carrier, WAFER_TIMER));
    }

    public void waferTimer(int carrier, int handle) {
        ints.set(at(carrier, WAFER_TIMER), handle);
    }

    int parent(int carrier) {
        return ints.get(at(carrier, PARENT));
    }

    void parent(int carrier, int value) {
        ints.set(at(carrier, PARENT), value);
    }

    int addChildren(int carrier, int delta) {
        return ints.add(at(carrier, CHILDREN), delta);
    }

    int children(int carrier) {
        return ints.get(at(carrier, CHILDREN));
    }

    /** Step that sent the carrier to rework, NONE when it is not in rework. */
    public int reworkStep(int carrier) {
        return ints.get(at(carrier, REWORK_STEP));
    }

    void reworkStep(int carrier, int value) {
        ints.set(at(carrier, REWORK_STEP), value);
    }

    /** The last step that the carrier was sent back from and has not passed again, NONE without: up to it all is measured. */
    int remeasuredUntil(int carrier) {
        return ints.get(at(carrier, REMEASURED_UNTIL));
    }

    void remeasuredUntil(int carrier, int value) {
        ints.set(at(carrier, REMEASURED_UNTIL), value);
    }

    /** Why the carrier is, or at its next arrival will be, on hold: code of {@code HoldReason}, 0 = not. */
    public int holdReason(int carrier) {
        return ints.get(at(carrier, HOLD_REASON));
    }

    public void holdReason(int carrier, int value) {
        ints.set(at(carrier, HOLD_REASON), value);
    }

    /** The wafer that a detailed tool takes next out of the carrier, NONE when all are taken. */
    public int nextRaw(int carrier) {
        return ints.get(at(carrier, NEXT_RAW));
    }

    public void nextRaw(int carrier, int wafer) {
        ints.set(at(carrier, NEXT_RAW), wafer);
    }

    /** Wafers that a detailed tool has not put back yet. */
    public int wafersOut(int carrier) {
        return ints.get(at(carrier, WAFERS_OUT));
    }

    public void wafersOut(int carrier, int value) {
        ints.set(at(carrier, WAFERS_OUT), value);
    }

    /** In a tool in flow-line form, a wafer in front of which all are through. */
    public int firstUnfinished(int carrier) {
        return ints.get(at(carrier, FIRST_UNFINISHED));
    }

    public void firstUnfinished(int carrier, int wafer) {
        ints.set(at(carrier, FIRST_UNFINISHED), wafer);
    }

    /** Whether the plan of a tool in flow-line form starts the wafers in their order: none before the one in front of it. */
    public boolean startsInOrder(int carrier) {
        return ints.get(at(carrier, STARTS_IN_ORDER)) != 0;
    }

    public void startsInOrder(int carrier, boolean value) {
        ints.set(at(carrier, STARTS_IN_ORDER), value ? 1 : 0);
    }

    /** The load port that the carrier keeps, NONE without. */
    public int port(int carrier) {
        return ints.get(at(carrier, PORT));
    }

    public void port(int carrier, int value) {
        ints.set(at(carrier, PORT), value);
    }

    /** Wafers in it that a command wants held before their next step. */
    public int heldWafers(int carrier) {
        return inLots ? 0 : ints.get(at(carrier, HELD_WAFERS));
    }

    public void heldWafers(int carrier, int value) {
        ints.set(at(carrier, HELD_WAFERS), value);
    }

    /** The tool that did the last step without sampling, NONE before the first. */
    int processTool(int carrier) {
        return ints.get(at(carrier, PROCESS_TOOL));
    }

    /** How many wafers that tool had done since its maintenance when the carrier's first came. */
    int processRank(int carrier) {
        return ints.get(at(carrier, PROCESS_RANK));
    }

    void processed(int carrier, int itsTool, int rank) {
        ints.set(at(carrier, PROCESS_TOOL), itsTool);
        ints.set(at(carrier, PROCESS_RANK), rank);
    }

    /** When the carrier joined its queue. */
    public long queuedUs(int carrier) {
        return longs.get(longAt(carrier, QUEUED_US));
    }

    /** When the carrier started at its tool. */
    public long startedUs(int carrier) {
        return longs.get(longAt(carrier, STARTED_US));
    }

    /** Planned track-out. */
    public long doneUs(int carrier) {
        return longs.get(longAt(carrier, DONE_US));
    }

    public void doneUs(int carrier, long value) {
        longs.set(longAt(carrier, DONE_US), value);
    }

    /** Capacity used at the current tool. */
    public long busyUs(int carrier) {
        return longs.get(longAt(carrier, BUSY_US));
    }

    public void busyUs(int carrier, long value) {
        longs.set(longAt(carrier, BUSY_US), value);
    }

    /** Time in the current tool during which it was down. */
    public long interruptedUs(int carrier) {
        return longs.get(longAt(carrier, INTERRUPTED_US));
    }

    public void interruptedUs(int carrier, long value) {
        longs.set(longAt(carrier, INTERRUPTED_US), value);
    }

    /** The queue-time window that is open in this place, NONE without. */
    public int openWindow(int carrier, int place) {
        return openWindows.get(carrier * windowPlaces + place);
    }

    /** When the window in this place was opened; says nothing where none is open. */
    public long windowOpenedUs(int carrier, int place) {
        return windowsOpenedUs.get(carrier * windowPlaces + place);
    }

    /** Whether a queue-time window is open in any place. */
    public boolean hasOpenWindow(int carrier) {
        return ints.get(at(carrier, OPEN_WINDOWS)) != 0;
    }

    void openWindow(int carrier, int place, int window, long openedUs) {
        ints.add(at(carrier, OPEN_WINDOWS), openWindow(carrier, place) == NONE ? 1 : 0);
        openWindows.set(carrier * windowPlaces + place, window);
        windowsOpenedUs.set(carrier * windowPlaces + place, openedUs);
    }

    /** Closes the window that is open in this place. */
    void closeWindow(int carrier, int place) {
        ints.add(at(carrier, OPEN_WINDOWS), -1);
        openWindows.set(carrier * windowPlaces + place, NONE);
    }

    int windowPlaces() {
        return windowPlaces;
    }

    /** The tool that this place binds the carrier to, NONE = unbound. */
    public int dedicatedTool(int carrier, int place) {
        return dedicatedTools.get(carrier * dedicationPlaces + place);
    }

    public void dedicatedTool(int carrier, int place, int value) {
        dedicatedTools.set(carrier * dedicationPlaces + place, value);
    }

    /** A carrier that was split off stays bound to the tools that its wafers were bound to. */
    void copyDedications(int from, int to) {
        for (int place = 0; place < dedicationPlaces; place++) {
            dedicatedTool(to, place, dedicatedTool(from, place));
        }
    }
}
