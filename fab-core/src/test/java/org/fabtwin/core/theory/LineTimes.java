/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.theory;

import java.io.IOException;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.CarrierQueuedDecoder;
import org.fabtwin.core.event.LotCompletedDecoder;
import org.fabtwin.core.event.LotReleasedDecoder;
import org.fabtwin.core.event.TrackInDecoder;
import org.fabtwin.core.event.TrackOutDecoder;
import org.fabtwin.core.event.WaferProcessedDecoder;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.core.twin.Twin;

/**
 * Times and numbers that queueing theory speaks of, read from a log after a warm-up: waits and stays at each tool group, cycle times of
 * each class, time averages of what is there. In minutes.
 */
final class LineTimes implements RecordHandler {
    private static final double US_PER_MINUTE = 60e6;

    private final CarrierQueuedDecoder queued = new CarrierQueuedDecoder();
    private final TrackInDecoder trackIn = new TrackInDecoder();
    private final TrackOutDecoder trackOut = new TrackOutDecoder();
    private final LotReleasedDecoder released = new LotReleasedDecoder();
    private final LotCompletedDecoder completed = new LotCompletedDecoder();
    private final WaferProcessedDecoder processed = new WaferProcessedDecoder();
    private final Line line;
    private final long warmUpUs;
    private final Presence[] waiting;
    private final Presence[] station;
    private final Presence[] lotClass;
    private final Presence whole = new Presence();
    private final Presence wafers = new Presence();
    private long[] queuedUs = new long[1024];
    private long[] releasedUs = new long[1024];

    private LineTimes(Line line, double warmUpMinutes) {
        this.line = line;
        this.warmUpUs = Math.round(warmUpMinutes * US_PER_MINUTE);
        waiting = presences(line.toolGroups().size());
        station = presences(line.toolGroups().size());
        lotClass = presences(line.orders().size());
    }

    private static Presence[] presences(int count) {
        Presence[] presences = new Presence[count];
        Arrays.setAll(presences, i -> new Presence());
        return presences;
    }

    /** Runs a line from the origin and measures from {@code warmUpMinutes} on. */
    static LineTimes of(Line line, int replication, double warmUpMinutes, double minutes) {
        EventLogConfig config = EventLogConfig.ringOnly()
                .withSegmentBytes(1 << 20)
                .withSegmentCount(2)
                .withHelperThread(false);
        long untilUs = Math.round(minutes * US_PER_MINUTE);
        LineTimes times = new LineTimes(line, warmUpMinutes);
        try (EventLog log = EventLog.create(config);
                EventLogReader reader = log.inlineReader()) {
            Twin twin = new Twin(line, 1, replication, log, new EventWriter(log), null);
            twin.start();
            boolean done;
            do {
                done = twin.advance(untilUs, 4096);
                while (reader.poll(times, 100_000) > 0) {
                    continue;
                }
            } while (!done);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        times.finish(untilUs);
        return times;
    }

    /** Waiting for a tool of the group. */
    Presence waiting(int group) {
        return waiting[group];
    }

    /** Waiting and in a tool of the group. */
    Presence station(int group) {
        return station[group];
    }

    /** Lots of a class in the line. */
    Presence lotClass(int id) {
        return lotClass[id];
    }

    /** All lots in the line. */
    Presence line() {
        return whole;
    }

    /** Wafers from their release to their first process end, at detail wafer: their stay in a line of one step. */
    Presence wafers() {
        return wafers;
    }

    @Override
    public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        int block = offset + BLOCK_OFFSET;
        long nowUs = buffer.getLong(offset + TIME_OFFSET);
        switch (templateId) {
            case LotReleasedDecoder.TEMPLATE_ID:
                released.wrap(buffer, block, LotReleasedDecoder.BLOCK_LENGTH, LotReleasedDecoder.SCHEMA_VERSION);
                lotClass[released.lotClass()].enter(nowUs, warmUpUs);
                whole.enter(nowUs, warmUpUs);
                releasedUs = put(releasedUs, released.lot(), nowUs);
                for (int wafer = 0; wafer < released.wafers(); wafer++) {
                    wafers.enter(nowUs, warmUpUs);
                }
                break;
            case WaferProcessedDecoder.TEMPLATE_ID:
                processed.wrap(buffer, block, WaferProcessedDecoder.BLOCK_LENGTH, WaferProcessedDecoder.SCHEMA_VERSION);
                wafers.leave(nowUs, releasedUs[processed.lot()], warmUpUs);
                break;
            case LotCompletedDecoder.TEMPLATE_ID:
                completed.wrap(buffer, block, LotCompletedDecoder.BLOCK_LENGTH, LotCompletedDecoder.SCHEMA_VERSION);
                lotClass[completed.lotClass()].leave(nowUs, completed.releasedUs(), warmUpUs);
                whole.leave(nowUs, completed.releasedUs(), warmUpUs);
                break;
            case CarrierQueuedDecoder.TEMPLATE_ID:
                queued.wrap(buffer, block, CarrierQueuedDecoder.BLOCK_LENGTH, CarrierQueuedDecoder.SCHEMA_VERSION);
                queuedUs = put(queuedUs, queued.carrier(), nowUs);
                waiting[queued.toolGroup()].enter(nowUs, warmUpUs);
                station[queued.toolGroup()].enter(nowUs, warmUpUs);
                break;
            case TrackInDecoder.TEMPLATE_ID:
                trackIn.wrap(buffer, block, TrackInDecoder.BLOCK_LENGTH, TrackInDecoder.SCHEMA_VERSION);
                waiting[line.toolGroups().groupOfTool(trackIn.tool())].leave(
                        nowUs, queuedUs[trackIn.carrier()], warmUpUs);
                break;
            case TrackOutDecoder.TEMPLATE_ID:
                trackOut.wrap(buffer, block, TrackOutDecoder.BLOCK_LENGTH, TrackOutDecoder.SCHEMA_VERSION);
                station[line.toolGroups().groupOfTool(trackOut.tool())].leave(
                        nowUs, queuedUs[trackOut.carrier()], warmUpUs);
                break;
            default:
                break;
        }
    }

    private static long[] put(long[] values, int place, long value) {
        long[] enough = place < values.length ? values : Arrays.copyOf(values, Math.max(place + 1, 2 * values.length));
        enough[place] = value;
        return enough;
    }

    private void finish(long untilUs) {
        for (Presence[] presences : new Presence[][] {waiting, station, lotClass, {whole, wafers}}) {
            for (Presence presence : presences) {
                presence.finish(untilUs, warmUpUs);
            }
        }
    }

    /** Being somewhere: how long each stays, how many come, how many are there on average. */
    static final class Presence {
        private long count;
        private double sumUs;
        private int there;
        private long changedUs;
        private double areaUs;
        private long arrivals;
        private long spanUs;

        private void enter(long nowUs, long warmUpUs) {
            passTime(nowUs, warmUpUs);
            there++;
            arrivals += nowUs >= warmUpUs ? 1 : 0;
        }

        private void leave(long nowUs, long sinceUs, long warmUpUs) {
            passTime(nowUs, warmUpUs);
            there--;
            if (sinceUs >= warmUpUs) {
                count++;
                sumUs += nowUs - sinceUs;
            }
        }

        private void passTime(long nowUs, long warmUpUs) {
            areaUs += (double) there * Math.max(0, nowUs - Math.max(changedUs, warmUpUs));
            changedUs = nowUs;
        }

        private void finish(long untilUs, long warmUpUs) {
            passTime(untilUs, warmUpUs);
            spanUs = untilUs - warmUpUs;
        }

        /** Mean time there, minutes. */
        double meanMinutes() {
            return sumUs / count / US_PER_MINUTE;
        }

        /** Time average of the number there. */
        double meanNumber() {
            return areaUs / spanUs;
        }

        /** Arrivals a minute. */
        double rate() {
            return arrivals / (spanUs / US_PER_MINUTE);
        }
    }
}
