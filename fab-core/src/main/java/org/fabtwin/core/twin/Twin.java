/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.twin;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.fabtwin.core.dispatch.Dispatcher;
import org.fabtwin.core.equipment.Equipment;
import org.fabtwin.core.event.CommandResult;
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
import org.fabtwin.core.time.EventKind;
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
    /** More calendar events in one instant mean that it does not end: times of zero in a loop. */
    private static final int MOST_EVENTS_OF_AN_INSTANT = 4_000_000;

    private static final int NOW = 0;
    private static final int CALENDAR_EVENTS = 1;

    private final Line line;
    private final long seed;
    private final int replication;
    private final EventLog log;
    private final EventWriter events;
    private final Journal journal;
    private final StateArena arena = new StateArena();
    private final CommandInbox inbox = new CommandInbox();
    private final LongColumn registers;
    private final Parameters parameters;
    private final EventCalendar calendar;
    private final TouchedGroups touched;
    private final Lots lots;
    private final Carriers carriers;
    private final Wafers wafers;
    private final StepEffects effects;
    private final Feedback feedback;
    private final Routing routing;
    private final Release release;
    private final Equipment equipment;
    private final Dispatcher dispatcher;
    private final Commands commands;
    private final ChartActions chartActions;

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
        this.journal = journal;
        registers = arena.longs("twin.registers", 2, 0);
        registers.set(NOW, -1);
        parameters = new Parameters(arena, line.parameters().defaults());
        Draws draws = new Draws(seed, replication);
        Chance chance = new Chance(line, parameters, draws);
        calendar = new EventCalendar(arena, 4 * INITIAL_LOTS + line.stoppages().processCount());
        touched = new TouchedGroups(arena, line.toolGroups().size());
        int lotRows = INITIAL_LOTS + line.orders().initialLots();
        lots = new Lots(arena, lotRows, line.orders().size());
        carriers = new Carriers(arena, lotRows, line.windows().placesPerCarrier(), line.dedicationsPerCarrier());
        wafers = new Wafers(arena, line.lotMode() ? 1 : 4 * lotRows);
        effects = new StepEffects(arena, line, parameters, draws, wafers.states(), lotRows, calendar, events);
        feedback = new Feedback(arena, line, parameters, draws, effects, lotRows, calendar, events);
        WaferTest waferTest = new WaferTest(arena, line, parameters, effects.wafers(), draws, events);
        QueueTimes queueTimes = new QueueTimes(arena, line, parameters, carriers, wafers, effects, events);
        ToolHistory history = new ToolHistory(arena, line.toolGroups().toolTotal());
        routing = new Routing(
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
        chartActions =
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
        registers.set(CALENDAR_EVENTS, 0);
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
        long stopAt = events.records() + recordLimit;
        while (events.records() < stopAt) {
            long eventUs = calendar.nextTimeUs();
            long commandUs = inbox.nextUs(nowUs(), eventUs, untilUs);
            long timeUs = Math.min(eventUs, commandUs);
            if (timeUs > untilUs) {
                registers.set(NOW, Math.max(nowUs(), untilUs));
                log.publish(nowUs());
                return true;
            }
            boolean hasCommands = commandUs <= timeUs;
            instant(timeUs, hasCommands);
            if (hasCommands && commands.isPaused()) {
                return false;
            }
        }
        return false;
    }

    private void instant(long timeUs, boolean hasCommands) {
        registers.set(NOW, timeUs);
        if (hasCommands) {
            applyCommands(timeUs);
        }
        long most = calendarEvents() + MOST_EVENTS_OF_AN_INSTANT;
        boolean moved = true;
        while (moved) {
            while (calendar.pollAt(timeUs)) {
                if (registers.add(CALENDAR_EVENTS, 1) > most) {
                    throw endless(timeUs);
                }
                handle(calendar.polledKind(), calendar.polledSubject(), timeUs);
            }
            if (feedback.signals().count() > 0) {
                chartActions.apply(timeUs);
            }
            moved = decide(timeUs);
            if (!moved) {
                equipment.settle(timeUs);
                moved = calendar.nextTimeUs() == timeUs;
            }
        }
        log.publish(timeUs);
    }

    private IllegalStateException endless(long timeUs) {
        return new IllegalStateException("the instant at " + timeUs + " us does not end after "
                + MOST_EVENTS_OF_AN_INSTANT + " calendar events, the last of kind " + calendar.polledKind()
                + ", subject "
                + calendar.polledSubject() + ": times of zero in a loop?");
    }

    private void applyCommands(long timeUs) {
        for (Command command = inbox.take(timeUs); command != null; command = inbox.take(timeUs)) {
            int sequence = commands.nextSequence();
            if (!journal(command, sequence, timeUs)) {
                command.receipt()
                        .completeExceptionally(
                                new IOException("the journal takes no more commands", journal.failure()));
                continue;
            }
            long position = log.position();
            CommandResult result = commands.apply(command, timeUs);
            command.receipt().complete(new CommandReceipt(sequence, timeUs, position, result));
        }
    }

    /** Writes a command to the journal, unless it comes from there; false when it can't be written. */
    private boolean journal(Command command, int sequence, long timeUs) {
        if (journal == null) {
            return true;
        }
        int kind = command.kind().value();
        if (sequence >= journal.entries()) {
            return journal.append(sequence, timeUs, kind, command.subject(), command.count(), command.value());
        }
        if (!journal.isEntry(sequence, timeUs, kind, command.subject(), command.count(), command.value())) {
            IllegalStateException failure = new IllegalStateException("the journal has another command " + sequence
                    + " than " + command.kind() + " of " + command.subject() + " at " + timeUs
                    + " us: what it holds has to be repeated before anything else");
            command.receipt().completeExceptionally(failure);
            throw failure;
        }
        return true;
    }

    private void handle(int kind, int subject, long nowUs) {
        switch (kind) {
            case EventKind.ARRIVAL:
                carriers.timer(subject, -1);
                dispatcher.enqueue(subject, nowUs);
                break;
            case EventKind.TRACK_OUT:
                equipment.trackOut(subject, nowUs);
                routing.afterStep(subject, nowUs);
                break;
            case EventKind.WAFER:
                equipment.onWafer(subject, nowUs);
                break;
            case EventKind.TOOL_OPEN:
                equipment.onToolOpen(subject, nowUs);
                break;
            case EventKind.RELEASE:
                release.onRelease(subject, nowUs);
                break;
            case EventKind.SETUP_END:
                equipment.onSetupEnd(subject, nowUs);
                break;
            case EventKind.HOLD_END:
                carriers.timer(subject, -1);
                routing.endHold(subject, nowUs);
                break;
            case EventKind.TOOL_STEP:
                equipment.onToolStep(subject, nowUs);
                break;
            case EventKind.RETICLE_FREE:
                equipment.onReticleFree(subject, nowUs);
                break;
            case EventKind.STOPPAGE:
                equipment.onStoppage(subject, nowUs);
                break;
            case EventKind.RESULT:
                feedback.onResult(subject, nowUs);
                break;
            case EventKind.CHART_DOWN:
                equipment.onChartDown(subject, nowUs);
                break;
            case EventKind.EXCURSION:
                effects.excursions().onDue(subject, nowUs);
                break;
            default:
                throw new IllegalStateException("calendar event of unknown kind " + kind);
        }
    }

    /** Phase 2; true when a group was touched, so that phase 1 has to be looked at again. */
    private boolean decide(long nowUs) {
        int group = touched.takeFrom(0);
        if (group == TouchedGroups.NONE) {
            return false;
        }
        while (group != TouchedGroups.NONE) {
            dispatcher.dispatch(group, nowUs);
            group = touched.takeFrom(group + 1);
        }
        return true;
    }

    /** Simulated time up to which everything has happened, -1 before the origin. */
    public long nowUs() {
        return registers.get(NOW);
    }

    /** Calendar events handled since the origin, or since the {@linkplain #startFrom warm start}. */
    public long calendarEvents() {
        return registers.get(CALENDAR_EVENTS);
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
