/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.twin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.CarrierQueuedDecoder;
import org.fabtwin.core.event.LotCompletedDecoder;
import org.fabtwin.core.event.TrackInDecoder;
import org.fabtwin.core.event.TrackOutDecoder;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.log.RecordHandler;

/** A twin with a log of its own, whose records are kept in memory as the inline reader delivers them. */
public final class RecordedRun implements AutoCloseable, RecordHandler {
    public static final long US_PER_MINUTE = 60_000_000L;

    /** One record: template, time, subject, bytes from the subject on as hexadecimal text. */
    public record Event(int templateId, long timeUs, int subject, String block) {
        public double minutes() {
            return timeUs / (double) US_PER_MINUTE;
        }
    }

    private final EventLog log;
    private final EventLogReader reader;
    private final Twin twin;
    private final List<Event> events = new ArrayList<>();

    private RecordedRun(EventLog log, Twin twin) {
        this.log = log;
        this.twin = twin;
        this.reader = log.inlineReader();
    }

    public static RecordedRun start(Line line, long seed, int replication) throws IOException {
        RecordedRun run = empty(line, seed, replication);
        run.twin.start();
        return run;
    }

    /** Not started: for a restore. */
    public static RecordedRun empty(Line line, long seed, int replication) throws IOException {
        EventLog log = EventLog.create(smallRing());
        return new RecordedRun(log, new Twin(line, seed, replication, log, new EventWriter(log), null));
    }

    public RecordedRun fork() throws IOException {
        EventLog other = EventLog.create(smallRing());
        return new RecordedRun(other, twin.fork(other, new EventWriter(other)));
    }

    private static EventLogConfig smallRing() {
        return EventLogConfig.ringOnly().withSegmentBytes(1 << 20).withSegmentCount(4);
    }

    public Twin twin() {
        return twin;
    }

    public int hash() {
        return log.hash();
    }

    /** Runs to a time in minutes. */
    public RecordedRun runTo(double minutes) {
        return runTo(minutes, 1000);
    }

    public RecordedRun runTo(double minutes, int recordLimit) {
        long untilUs = Math.round(minutes * US_PER_MINUTE);
        boolean done;
        do {
            done = twin.advance(untilUs, recordLimit);
            int polled;
            do {
                polled = reader.poll(this, 10_000);
            } while (polled > 0);
        } while (!done);
        return this;
    }

    @Override
    public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        StringBuilder block = new StringBuilder();
        for (int i = offset + BLOCK_OFFSET; i < offset + length; i++) {
            block.append(Character.forDigit(buffer.getByte(i) >> 4 & 15, 16))
                    .append(Character.forDigit(buffer.getByte(i) & 15, 16));
        }
        events.add(new Event(
                templateId,
                buffer.getLong(offset + TIME_OFFSET),
                buffer.getInt(offset + BLOCK_OFFSET),
                block.toString()));
    }

    public List<Event> events() {
        return events;
    }

    public List<Event> events(int templateId) {
        return where(event -> event.templateId == templateId);
    }

    public List<Event> where(Predicate<Event> condition) {
        return events.stream().filter(condition).toList();
    }

    /** What happens to carriers, whatever the detail of the log. */
    public List<Event> flow() {
        return where(event -> event.templateId == TrackInDecoder.TEMPLATE_ID
                || event.templateId == TrackOutDecoder.TEMPLATE_ID
                || event.templateId == CarrierQueuedDecoder.TEMPLATE_ID
                || event.templateId == LotCompletedDecoder.TEMPLATE_ID);
    }

    /** Minutes of the events of one type and subject (a lot, for flow events). */
    public List<Double> minutes(int templateId, int subject) {
        return where(event -> event.templateId == templateId && event.subject == subject).stream()
                .map(Event::minutes)
                .toList();
    }

    @Override
    public void close() {
        reader.close();
        log.close();
    }
}
