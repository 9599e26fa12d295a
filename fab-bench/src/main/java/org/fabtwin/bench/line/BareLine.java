/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.line;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.core.state.StateArena;
import org.fabtwin.core.time.EventCalendar;

/**
 * What no line can do without: for each record one event taken from the calendar and one scheduled an exponential time later, the record
 * appended and read inline. There is no tool, no lot and no chance in it (the times are drawn beforehand): the control beside running lines.
 * Single-threaded.
 */
public final class BareLine implements AutoCloseable, RecordHandler {
    private static final int TIMES = 1 << 16;
    private static final double MEAN_US = 60_000_000;

    private final long[] increments = new long[TIMES];
    private final EventCalendar calendar;
    private final EventLog log;
    private final EventWriter events;
    private final EventLogReader reader;
    private int next;
    private long records;
    private long timeUs;

    /** @param pending events that wait at any time: one a tool or chamber at work, and one a carrier on its way. */
    public BareLine(int pending) {
        try {
            log = EventLog.create(EventLogConfig.ringOnly().withSegmentCount(2));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        events = new EventWriter(log);
        reader = log.inlineReader();
        calendar = new EventCalendar(new StateArena(), pending);
        SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < TIMES; i++) {
            increments[i] = (long) (-MEAN_US * StrictMath.log(1 - random.nextDouble()));
        }
        for (int i = 0; i < pending; i++) {
            calendar.schedule(increments[i & TIMES - 1], 1, i);
        }
        advance(2 * pending);
        if (records != 2L * pending || calendar.size() != pending) {
            throw new IllegalStateException(
                    records + " records of " + 2L * pending + ", " + calendar.size() + " events");
        }
    }

    /** Takes so many events, writes and reads a record of each. Returns the records read so far. */
    public long advance(int recordCount) {
        for (int i = 0; i < recordCount; i++) {
            calendar.poll();
            long nowUs = calendar.polledTimeUs();
            int subject = calendar.polledSubject();
            events.trackOut(nowUs, subject, subject, 5, 7, 25, 1, nowUs, 0);
            calendar.schedule(nowUs + increments[next++ & TIMES - 1], 1, subject);
        }
        log.publish();
        reader.poll(this, Integer.MAX_VALUE);
        return records;
    }

    @Override
    public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        long recordUs = buffer.getLong(offset + RecordHandler.TIME_OFFSET);
        if (recordUs < timeUs) {
            throw new IllegalStateException("record of " + recordUs + " us behind one of " + timeUs);
        }
        timeUs = recordUs;
        records++;
    }

    @Override
    public void close() {
        reader.close();
        log.close();
    }
}
