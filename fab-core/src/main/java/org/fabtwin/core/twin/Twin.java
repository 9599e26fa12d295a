/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.twin;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.fabtwin.core.dispatch.Dispatcher;
import org.fabtwin.core.equipment.Equipment;
import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.flow.Chance;
import org.fabtwin.core.flow.Lots;
import org.fabtwin.core.flow.QueueTimes;
import org.fabtwin.core.flow.Release;
import org.fabtwin.core.flow.RestoredFlow;
import org.fabtwin.core.flow.Routing;
import org.fabtwin.core.flow.ToolHistory;
import org.fabtwin.core.flow.TouchedGroups;
import org.fabtwin.core.flow.Wafers;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.log.Journal;
import org.fabtwin.core.metrology.Feedback;
import org.fabtwin.core.process.StepEffects;
import org.fabtwin.core.random.Draws;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;
import org.fabtwin.core.time.EventCalendar;
import org.fabtwin.core.yield.WaferTest;

/**
 * A line that runs: a deterministic state machine from (line, seed, replication, commands) to an event log. One thread owns it;
 * only {@link #inbox()} may be used by others.
 *
 * <p>An instant of simulated time has three phases: 0 commands; 1 completions, arrivals and changes of state, in the order in
 * which they were scheduled; 2 decisions: each tool group that was touched decides once, in the groups' order. Phases 1 and 2
 * repeat until nothing moves. Then the states of the tools that carriers entered or left are logged, and the log's tail is
 * published.
 */
public final class Twin {
    private static final int INITIAL_LOTS = 1024;

    private final Line line;
    private final long seed;
    private final int replication;
    private final EventLog log;
    private final EventWriter events;
    private final StateArena arena = new StateArena();
    private final CommandInbox inbox = new CommandInbox();
    private final LongColumn registers;
    private final Parameters parameters;
    private final Lots lots;
    private final Carriers carriers;
    private final Wafers wafers;
    private final StepEffects effects;
    private final Feedback feedback;
    private final Release release;
    private final Equipment equipment;
    private final Dispatcher dispatcher;
    private final Commands commands;
    private final InstantLoop instants;
    private TwinLoop loop;

    /**
     * A twin whose state is empty; {@link #start} or {@link #restore} fills it.
     *
     * @param log where its events go; the caller has written the header.
     * @param journal where commands go before they are applied; null = nowhere. What it holds already is not written again:
     *     the caller hands those commands in, at their times, so that they get the same numbers. Another command in the
     *     place of one of them is an IllegalStateException of {@link #advance}: it would be in no journal.
     */
    public Twin(Line line, long seed, int replication, EventLog log, EventWriter events, Journal journal) {
        this.line = line;
        this.seed = seed;
        this.replication = replication;
        this.log = log;
        this.events = events;
        registers = arena.longs("twin.registers", InstantLoop.REGISTERS, 0);
        registers.set(InstantLoop.NOW, -1);
        parameters = new Parameters(arena, line.parameters().defaults());
        Draws draws = new Draws(seed, replication);
        Chance chance = new Chance(line, parameters, draws);
        EventCalendar calendar =
                new EventCalendar(arena, 4 * INITIAL_LOTS + line.stoppages().processCount());
        TouchedGroups touched = new TouchedGroups(arena, line.toolGroups().size());
        int lotRows = INITIAL_LOTS + line.orders().initialLots();
        lots = new Lots(arena, lotRows, line.orders().size());
        carriers = new Carriers(
                arena, lotRows, line.lotMode(), line.windows().placesPerCarrier(), line.dedicationsPerCarrier());
        wafers = new Wafers(arena, line.lotMode() ? 1 : 4 * lotRows);
        effects = new StepEffects(arena, line, parameters, draws, wafers.states(), lotRows, calendar, events);
        feedback = new Feedback(arena, line, parameters, draws, effects, lotRows, calendar, events);
        WaferTest waferTest = new WaferTest(arena, line, parameters, effects.wafers(), draws, events);
        QueueTimes queueTimes = new QueueTimes(arena, line, parameters, carriers, wafers, effects, events);
        ToolHistory history = new ToolHistory(arena, line.toolGroups().toolTotal());
        Routing routing = new Routing(
                arena,
                line,
                parameters,
                chance,
                lots,
                carriers,
                wafers,
                queueTimes,
                history,
                waferTest,
                calendar,
                events);
        release = new Release(
                arena, line, parameters, chance, lots, carriers, wafers, effects, routing, calendar, events);
        equipment = new Equipment(
                arena,
                line,
                parameters,
                chance,
                lots,
                carriers,
                wafers,
                effects,
                feedback,
                release,
                history,
                touched,
                calendar,
                events);
        dispatcher = new Dispatcher(arena, line, lots, carriers, queueTimes, routing, equipment, touched, events);
        ChartActions chartActions =
                new ChartActions(line.charts(), parameters, feedback.signals(), lots, carriers, dispatcher, equipment);
        commands = new Commands(
                arena,
                line,
                parameters,
                lots,
                carriers,
                wafers,
                release,
                routing,
                dispatcher,
                equipment,
                effects.excursions(),
                events);
        instants = new InstantLoop(
                log,
                events,
                registers,
                calendar,
                touched,
                carriers,
                effects,
                feedback,
                routing,
                release,
                equipment,
                dispatcher,
                new CommandGate(inbox, journal, commands, log),
                chartActions);
        loop = instants;
    }

    /** Cold start: an empty line (but for its initial lots) at the origin. */
    public void start() {
        equipment.start();
        release.start();
        effects.excursions().start();
    }

    /**
     * Warm start: takes over the state that another run of this line had reached, and tells it in records between {@code StateBegins}
     * and {@code StateEnds}. From here on chance is this twin's own. Time goes on from the snapshot's.
     *
     * @throws IOException when the snapshot is of another line or damaged; the twin is then not usable.
     */
    public void startFrom(SnapshotHeader header, ReadableByteChannel channel) throws IOException {
        header.checkLine(line);
        arena.readFrom(channel);
        registers.set(InstantLoop.CALENDAR_EVENTS, 0);
        events.stateBegins(nowUs(), lots.live());
        new RestoredFlow(line, lots, carriers, wafers, events).write(nowUs());
        equipment.tellStates(nowUs());
        events.stateEnds(nowUs(), lots.live());
        log.publish(nowUs());
    }

    /**
     * Runs whole instants up to and including {@code untilUs}.
     *
     * @param recordLimit return early, between two instants, when so many records have been written; so does a pause.
     * @return true when {@code untilUs} is reached; false when there is more to do.
     */
    public boolean advance(long untilUs, int recordLimit) {
        return loop.advance(untilUs, recordLimit);
    }

    /** What it runs on from the start; its objects are this twin's for good. */
    public InstantLoop instants() {
        return instants;
    }

    /** What it runs on. */
    public TwinLoop loop() {
        return loop;
    }

    /** Goes on with other code for the same: call between two calls of {@link #advance}. */
    public void runOn(TwinLoop other) {
        loop = other;
    }

    /** Simulated time up to which everything has happened, -1 before the origin. */
    public long nowUs() {
        return registers.get(InstantLoop.NOW);
    }

    /** Calendar events handled since the origin, or since the {@linkplain #startFrom warm start}. */
    public long calendarEvents() {
        return registers.get(InstantLoop.CALENDAR_EVENTS);
    }

    public Line line() {
        return line;
    }

    /** Where commands are handed in; any thread. */
    public CommandInbox inbox() {
        return inbox;
    }

    /** Whether a command has paused the twin: a matter of whoever paces it. */
    public boolean isPaused() {
        return commands.isPaused();
    }

    /** What it holds now: between two calls of {@link #advance}. */
    public TwinView view() {
        return new TwinView(
                parameters,
                lots,
                carriers,
                wafers,
                equipment.tools(),
                equipment.chambers(),
                dispatcher.queues(),
                effects.wafers(),
                effects.chambers(),
                feedback.control());
    }

    /** Lots in the line now. */
    public int lotsInLine() {
        return lots.live();
    }

    /** Bytes of the state's columns. */
    public long stateBytes() {
        return arena.stateBytes();
    }

    /** Current value of a parameter, in the twin's own terms. */
    public double parameter(int id) {
        return parameters.value(id);
    }

    /** Writes a snapshot: call between two calls of {@link #advance}. */
    public void snapshot(WritableByteChannel channel) throws IOException {
        new SnapshotHeader(nowUs(), log.position(), log.hash(), seed, replication, SnapshotHeader.fingerprint(line))
                .writeTo(channel);
        arena.writeTo(channel);
    }

    /**
     * Takes over the state of a snapshot whose header has been read from the channel already.
     *
     * @throws IOException when it does not fit this line, seed and replication, or is damaged; the twin is then not usable.
     */
    public void restore(SnapshotHeader header, ReadableByteChannel channel) throws IOException {
        header.check(line, seed, replication);
        arena.readFrom(channel);
    }

    /**
     * A twin in the same state that goes on by itself, with a log of its own.
     *
     * @param itsLog log of the new twin; the caller has written its header.
     */
    public Twin fork(EventLog itsLog, EventWriter itsEvents) {
        Twin twin = new Twin(line, seed, replication, itsLog, itsEvents, null);
        twin.arena.copyFrom(arena);
        return twin;
    }
}
