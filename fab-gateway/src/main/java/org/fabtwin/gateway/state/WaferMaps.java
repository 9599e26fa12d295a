/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.state;

import static org.fabtwin.core.log.RecordHandler.BLOCK_OFFSET;
import static org.fabtwin.core.log.RecordHandler.HEADER_OFFSET;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.WaferTestedDecoder;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.gateway.http.Resource;
import org.fabtwin.gateway.http.Responses;
import org.fabtwin.sim.event.HeaderLine;
import org.fabtwin.sim.kpi.SerialLongs;
import org.fabtwin.sim.state.MapState;
import org.fabtwin.sim.state.Snapshot;

/**
 * {@code GET /v1/state/maps/WAFER}: the map of a tested wafer, from its WaferTested event in the log; a tested wafer has left the line, so
 * the twin knows nothing of it any more. Where the events are is looked up from the first request on, by reading the log
 * once, on a thread of its own: a long log takes its time, and other questions don't wait for it. {@link #answer} is for any event
 * loop, the rest for that thread.
 */
public final class WaferMaps implements Resource, AutoCloseable {
    /** Between two looks whether the gateway ends. */
    private static final int RECORDS_PER_POLL = 65_536;

    private final Path directory;
    private final HeaderLine line;
    private final ExecutorService reading =
            Executors.newSingleThreadExecutor(new DefaultThreadFactory("fab-maps", true));
    private final SerialLongs positionOfWafer = new SerialLongs(1024);
    private final WaferTestedDecoder tested = new WaferTestedDecoder();
    private EventLogReader reader;
    private long readTo;
    private Snapshot<MapState> found;
    private volatile boolean isClosed;

    public WaferMaps(Path directory, HeaderLine line) {
        this.directory = directory;
        this.line = line;
    }

    @Override
    public void answer(ChannelHandlerContext channel, FullHttpRequest request, QueryStringDecoder target) {
        Parameters.of(target, List.of());
        final int wafer =
                Parameters.number("wafer", target.path().substring(target.path().lastIndexOf('/') + 1));
        CompletableFuture.supplyAsync(() -> find(wafer), reading)
                .whenCompleteAsync(
                        (json, failure) -> {
                            if (failure != null) {
                                Responses.error(
                                        channel,
                                        request,
                                        HttpResponseStatus.INTERNAL_SERVER_ERROR,
                                        failure.getCause().toString());
                            } else if (json == null) {
                                Responses.error(
                                        channel,
                                        request,
                                        HttpResponseStatus.NOT_FOUND,
                                        "the log has no test of wafer " + wafer
                                                + ": it is not tested yet, or its event is no longer kept");
                            } else {
                                Responses.text(channel, request, HttpResponseStatus.OK, "application/json", json);
                            }
                        },
                        channel.executor());
    }

    private String find(int wafer) {
        readOn();
        final long position = positionOfWafer.get(wafer);
        if (position == SerialLongs.NONE) {
            return null;
        }
        found = null;
        reader.seek(position);
        reader.poll(this::take, 1);
        // Null, or another record, where it is no longer kept.
        return found == null || found.data().wafer() != wafer ? null : StateResource.text(found);
    }

    /** Learns what was tested since the last look. */
    private void readOn() {
        try {
            if (reader == null) {
                reader = EventLogReader.open(directory);
                readTo = reader.earliest();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reader.seek(readTo);
        final long tail = reader.tail();
        while (reader.position() < tail && reader.poll(this::learn, RECORDS_PER_POLL, tail) != 0) {
            // On, also where records were lost.
            if (isClosed) {
                throw new RejectedExecutionException("the gateway ends");
            }
        }
        readTo = reader.position();
    }

    private void learn(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        if (templateId == WaferTestedDecoder.TEMPLATE_ID) {
            positionOfWafer.put(buffer.getInt(offset + BLOCK_OFFSET, ByteOrder.LITTLE_ENDIAN), position);
        }
    }

    private void take(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        if (templateId == WaferTestedDecoder.TEMPLATE_ID) {
            tested.wrap(
                    buffer,
                    offset + BLOCK_OFFSET,
                    buffer.getShort(offset + HEADER_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF,
                    WaferTestedDecoder.SCHEMA_VERSION);
            found = new Snapshot<>(reader.epoch(), position, tested.timeUs(), MapState.of(tested, line));
        }
    }

    /** Ends its thread, also amid a long log. */
    @Override
    public void close() {
        isClosed = true;
        reading.shutdown();
        try {
            if (!reading.awaitTermination(5, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (reader != null) {
            reader.close();
        }
    }
}
