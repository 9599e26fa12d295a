/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.twin;

import org.fabtwin.core.dispatch.Dispatcher;
import org.fabtwin.core.equipment.Equipment;
import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.flow.Release;
import org.fabtwin.core.flow.Routing;
import org.fabtwin.core.flow.TouchedGroups;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.metrology.Feedback;
import org.fabtwin.core.process.StepEffects;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.time.EventCalendar;
import org.fabtwin.core.time.EventKind;

/** A twin's instants, one after the other; see {@link Twin}. Single-threaded: the twin's thread only. */
public final class InstantLoop implements TwinLoop {
    static final int NOW = 0;
    static final int CALENDAR_EVENTS = 1;
    /** Words of the twin's registers. */
    static final int REGISTERS = 2;

    /** More calendar events in one instant mean that it does not end: times of zero in a loop. */
    private static final int MOST_EVENTS_OF_AN_INSTANT = 4_000_000;

    private final EventLog log;
    private final EventWriter events;
    private final LongColumn registers;
    private final EventCalendar calendar;
    private final TouchedGroups touched;
    private final Carriers carriers;
    private final StepEffects effects;
    private final Feedback feedback;
    private final Routing routing;
    private final Release release;
    private final Equipment equipment;
    private final Dispatcher dispatcher;
    private final CommandGate commands;
    private final ChartActions chartActions;

    InstantLoop(
            EventLog log,
            EventWriter events,
            LongColumn registers,
            EventCalendar calendar,
            TouchedGroups touched,
            Carriers carriers,
            StepEffects effects,
            Feedback feedback,
            Routing routing,
            Release release,
            Equipment equipment,
            Dispatcher dispatcher,
            CommandGate commands,
            ChartActions chartActions) {
        this.log = log;
        this.events = events;
        this.registers = registers;
        this.calendar = calendar;
        this.touched = touched;
        this.carriers = carriers;
        this.effects = effects;
        this.feedback = feedback;
        this.routing = routing;
        this.release = release;
        this.equipment = equipment;
        this.dispatcher = dispatcher;
        this.commands = commands;
        this.chartActions = chartActions;
    }

    @Override
    public boolean advance(long untilUs, int recordLimit) {
        long stopAt = events.records() + recordLimit;
        while (events.records() < stopAt) {
            long nowUs = registers.get(NOW);
            long eventUs = calendar.nextTimeUs();
            long commandUs = commands.nextUs(nowUs, eventUs, untilUs);
            long timeUs = Math.min(eventUs, commandUs);
            if (timeUs > untilUs) {
                registers.set(NOW, Math.max(nowUs, untilUs));
                log.publish(registers.get(NOW));
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
            commands.apply(timeUs);
        }
        long most = registers.get(CALENDAR_EVENTS) + MOST_EVENTS_OF_AN_INSTANT;
        boolean moved = true;
        while (moved) {
            while (calendar.pollAt(timeUs)) {
                if (registers.add(CALENDAR_EVENTS, 1) > most) {
                    throw endless(timeUs);
                }
                handle(calendar.polledKind(), calendar.polledSubject(), timeUs);
            }
            if (feedback.isActive() && feedback.signals().count() > 0) {
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
}
