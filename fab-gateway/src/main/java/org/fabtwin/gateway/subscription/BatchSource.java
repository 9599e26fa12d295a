/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.subscription;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.MessageHeaderDecoder;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.gateway.wire.EventBatch;
import org.fabtwin.gateway.wire.RecordEncoder;
import org.fabtwin.gateway.wire.StreamFormat;
import org.fabtwin.sim.event.EventFilter;
import org.fabtwin.sim.event.HeaderLine;
import org.fabtwin.sim.event.SerialProducts;

/**
 * Reads stretches of a log and encodes them. One thread.
 *
 * <p>A batch never reaches over a line of a grid of positions, so that subscribers of one feed who started at different
 * places get the same batches from the next line on.
 */
final class BatchSource implements AutoCloseable {
    /**
     * Log bytes between two lines of the grid: a batch has at most 256 KiB, but for one record that is larger (LogHeader, which names the
     * whole line) and JSON of names that are hundreds of characters long. An entry is a third longer than the shortest record, JSON
     * up to some twelve times as long as a record.
     */
    static final int GRID_BYTES = 192 << 10;

    static final int JSON_GRID_BYTES = 16 << 10;
    /** A buffer that is filled less than half gives its memory back, unless it is as small as this. */
    private static final int SMALL_BYTES = 4096;

    private final EventLogReader reader;
    private final Map<StreamFormat, RecordEncoder> encoders;
    private final FilteredRecords filtered = new FilteredRecords();
    private final LogProducts products;
    private final long mostScannedBytes;
    private boolean isRecord;
    private long verifiedPosition;

    /** @param mostScannedBytes log bytes that are looked at for a batch which nothing passes into. */
    BatchSource(Path directory, HeaderLine line, LogProducts products, long mostScannedBytes) throws IOException {
        this.products = products;
        this.mostScannedBytes = mostScannedBytes;
        reader = EventLogReader.open(directory);
        encoders = RecordEncoder.all(line, reader.epoch());
    }

    EventLogReader reader() {
        return reader;
    }

    /** Encodes what begins at a position; {@code tail} is a published tail beyond it. */
    BatchResult read(BatchKey key, long tail) {
        try {
            return tryRead(key, tail);
        } catch (RuntimeException | Error e) {
            // Damage on the disk, also of a mapped page, a place that is none, no memory for buffers: this subscriber's
            // stream
            // ends with words, and whoever reads for others goes on.
            return new BatchResult.Refused("position " + key.position() + " can't be read: " + e.getMessage());
        }
    }

    private BatchResult tryRead(BatchKey key, long tail) {
        reader.seek(key.position());
        if (key.mode() != BatchKey.Mode.NEXT) {
            if (key.position() % 8 != 0) {
                return new BatchResult.Refused("no record begins at position " + key.position());
            }
            isRecord = false;
            verifiedPosition = key.position();
            final int polled = reader.poll(this::verify, 1);
            if (polled == EventLogReader.LOST) {
                return new BatchResult.Lost(reader.lostFrom(), reader.lostTo());
            }
            if (polled == 1 && !isRecord) {
                return new BatchResult.Refused("no record begins at position " + key.position());
            }
            if (key.mode() == BatchKey.Mode.UNVERIFIED) {
                reader.seek(key.position());
            }
        }
        return encode(key.feed(), key.position(), tail);
    }

    private void verify(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        final int header = offset + RecordHandler.HEADER_OFFSET;
        isRecord = position == verifiedPosition
                && (buffer.getShort(header + 4, ByteOrder.LITTLE_ENDIAN) & 0xFFFF) == MessageHeaderDecoder.SCHEMA_ID
                && (buffer.getShort(header, ByteOrder.LITTLE_ENDIAN) & 0xFFFF) <= length - RecordHandler.BLOCK_OFFSET;
    }

    private BatchResult encode(Feed feed, long from, long tail) {
        final RecordEncoder encoder = encoders.get(feed.format());
        final int grid = feed.format() == StreamFormat.SBE ? GRID_BYTES : JSON_GRID_BYTES;
        final ByteBuf bytes = EventBatch.newBytes(
                (int) Math.min(GRID_BYTES * 3L / 2, 256 + (tail - reader.position()) * 3 / 2 * (GRID_BYTES / grid)));
        boolean isMade = false;
        try {
            filtered.start(feed.filter(), encoder, feed.needsProducts() ? products.upTo(tail) : null);
            encoder.begin(bytes, from);
            while (encoder.events() == 0 && reader.position() < tail && reader.position() - from < mostScannedBytes) {
                final long line = (reader.position() / grid + 1) * grid;
                final int polled = reader.poll(filtered, Integer.MAX_VALUE, Math.min(line, tail));
                if (polled == EventLogReader.LOST) {
                    if (filtered.lastRecord < 0) {
                        return new BatchResult.Lost(from, reader.lostTo());
                    }
                    // What was read before the gap is sent first; the next request finds the gap.
                    reader.seek(reader.lostFrom());
                    break;
                }
                if (polled == 0 && reader.position() < Math.min(line, tail)) {
                    break;
                }
            }
            final long to = reader.position();
            encoder.end(to);
            final ByteBuf made = fitted(bytes);
            isMade = true;
            return new BatchResult.Events(
                    EventBatch.of(feed.format(), from, to, filtered.lastRecord, encoder.events(), to >= tail, made));
        } finally {
            if (!isMade) {
                bytes.release();
            }
        }
    }

    /** Few events of a long stretch: they wait in caches and channels, where each would pin a large buffer. */
    private static ByteBuf fitted(ByteBuf bytes) {
        if (bytes.capacity() <= SMALL_BYTES || bytes.readableBytes() >= bytes.capacity() / 2) {
            return bytes;
        }
        final ByteBuf copy = PooledByteBufAllocator.DEFAULT.directBuffer(Math.max(1, bytes.readableBytes()));
        copy.writeBytes(bytes);
        bytes.release();
        return copy;
    }

    @Override
    public void close() {
        reader.close();
    }

    /** Passes on what a filter wants. */
    private static final class FilteredRecords implements RecordHandler {
        private EventFilter filter;
        private RecordEncoder encoder;
        private SerialProducts products;
        private long lastRecord;

        void start(EventFilter wanted, RecordEncoder to, SerialProducts known) {
            filter = wanted;
            products = known;
            encoder = to;
            lastRecord = -1;
        }

        @Override
        public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
            lastRecord = position;
            if (filter == null || filter.isWanted(buffer, offset, templateId, products)) {
                encoder.onRecord(buffer, offset, length, templateId, position);
            }
        }
    }
}
