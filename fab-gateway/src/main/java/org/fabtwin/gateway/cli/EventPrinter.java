/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.fabtwin.gateway.client.StreamClient;
import org.fabtwin.gateway.wire.StreamNotice;
import org.fabtwin.sim.event.EventJson;
import org.fabtwin.sim.event.EventText;
import org.fabtwin.sim.event.HeaderLine;

/** Prints a stream's events as {@code fab events} does, and tells the rest. The client's thread; {@link #isDone} is for any. */
final class EventPrinter implements StreamClient.Listener {
    private final PrintWriter out;
    private final Consumer<String> remarks;
    private final boolean isJson;
    private final long limit;
    private JsonNode lineOfLog;
    private int epoch = -1;
    private EventText text;
    private EventJson json;
    private long printed;
    private volatile boolean isDone;

    EventPrinter(PrintWriter out, Consumer<String> remarks, boolean isJson, long limit) {
        this.out = out;
        this.remarks = remarks;
        this.isJson = isJson;
        this.limit = limit;
        this.isDone = limit <= 0;
    }

    /** Enough was printed, or nobody reads it any more. */
    boolean isDone() {
        return isDone;
    }

    @Override
    public void onLog(int epochOfLog, JsonNode line) {
        if (epoch != epochOfLog || !line.equals(lineOfLog)) {
            final HeaderLine names = HeaderLine.parse(line.toString());
            text = new EventText(names);
            json = new EventJson(names, epochOfLog, null);
            lineOfLog = line;
            epoch = epochOfLog;
        }
    }

    @Override
    public void onBatch(int epochOfBatch, long from) {
        if (epochOfBatch != epoch) {
            throw new IllegalStateException("a batch of epoch " + epochOfBatch + " in a stream of epoch " + epoch);
        }
    }

    @Override
    public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        if (isDone) {
            return;
        }
        try {
            if (!isJson) {
                text.write(out, buffer, offset, length, templateId);
                out.write('\n');
            } else if (json.encode(buffer, offset, length, templateId, position) > 0) {
                json.writeTo(out);
                out.write('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        isDone = ++printed >= limit;
    }

    @Override
    public void onBatchEnd(int epochOfBatch, long to) {
        // A reader that is gone ("| head") ends it too. Flushes.
        if (out.checkError()) {
            isDone = true;
        }
    }

    @Override
    public void onNotice(StreamNotice notice) {
        final String from = notice.epoch() + ":" + notice.from();
        final String to = notice.epoch() + ":" + notice.to();
        switch (notice.kind()) {
            case CAUGHT_UP -> remarks.accept("caught up at " + to);
            case FELL_BEHIND -> remarks.accept("fell behind: at " + from + ", the log's end is " + to);
            case LOST ->
                remarks.accept("LOST: events from " + from + " to " + to + " are no longer kept; going on at " + to);
            case RESET -> remarks.accept("RESET: " + notice.text());
            case ENDED -> remarks.accept("the server has ended the stream at " + to);
            default -> {
                // Heartbeats say nothing to people; the client ends with a refusal's words.
            }
        }
    }

    @Override
    public void onBreak(String why, String place, long pauseMs) {
        remarks.accept("the connection is lost (" + why + "); going on with " + place + " in " + pauseMs + " ms");
    }
}
