/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.wire;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.gateway.wire.frame.BatchDecoder;
import org.fabtwin.gateway.wire.frame.MessageHeaderDecoder;
import org.fabtwin.gateway.wire.frame.NoticeDecoder;
import org.fabtwin.gateway.wire.frame.SubscribedDecoder;

/** Reads frames of stream.xml, as a client gets them. Single-threaded. */
public final class StreamFrames {
    private static final int LENGTH_BYTES = 4;
    private static final int POSITION_BYTES = 8;
    /** Length, template. */
    private static final int LEAST_RECORD_BYTES = LENGTH_BYTES + MessageHeaderDecoder.ENCODED_LENGTH;

    /** What the frames bring, in their order. */
    public interface Handler extends RecordHandler {
        /** Answer to a Subscribe, on raw TCP. */
        default void onSubscribed(int epoch, long position) {}

        /** Before the records of a batch. */
        void onBatch(int epoch, long from);

        /** After the records of a batch: all wanted events below {@code to} have come. */
        void onBatchEnd(int epoch, long to);

        /** Something that is no event. */
        void onNotice(StreamNotice notice);
    }

    private final Handler handler;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final BatchDecoder batch = new BatchDecoder();
    private final NoticeDecoder notice = new NoticeDecoder();
    private final SubscribedDecoder subscribed = new SubscribedDecoder();

    public StreamFrames(Handler handler) {
        this.handler = handler;
    }

    /**
     * Reads the whole frames in a stretch of bytes.
     *
     * @return bytes that were read; the rest is the beginning of a frame or a batch.
     * @throws IllegalArgumentException if there is something else.
     */
    public int read(DirectBuffer buffer, int offset, int length) {
        int at = offset;
        final int end = offset + length;
        while (end - at >= LEAST_RECORD_BYTES) {
            final int frame = buffer.getInt(at, ByteOrder.LITTLE_ENDIAN);
            if (frame < LEAST_RECORD_BYTES) {
                throw new MalformedFrameException("a frame of " + frame + " bytes");
            }
            if (frame > end - at) {
                break;
            }
            header.wrap(buffer, at + LENGTH_BYTES);
            if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
                throw new MalformedFrameException("a frame of schema " + header.schemaId() + " between batches");
            }
            final long after = (long) at + frame + readFrame(buffer, at, end - at - frame);
            if (after > end) {
                break;
            }
            at = (int) after;
        }
        return at - offset;
    }

    /** Returns the bytes that follow the frame; more than {@code room}: they are not all there and nothing was read. */
    private long readFrame(DirectBuffer buffer, int at, int room) {
        final int block = at + LENGTH_BYTES + MessageHeaderDecoder.ENCODED_LENGTH;
        switch (header.templateId()) {
            case BatchDecoder.TEMPLATE_ID -> {
                batch.wrap(buffer, block, header.blockLength(), header.version());
                final long bytes = batch.bytes();
                if (bytes <= room) {
                    readRecords(buffer, at + buffer.getInt(at, ByteOrder.LITTLE_ENDIAN), (int) bytes);
                }
                return bytes;
            }
            case NoticeDecoder.TEMPLATE_ID -> {
                notice.wrap(buffer, block, header.blockLength(), header.version());
                handler.onNotice(
                        new StreamNotice(notice.kind(), notice.epoch(), notice.from(), notice.to(), notice.text()));
            }
            case SubscribedDecoder.TEMPLATE_ID -> {
                subscribed.wrap(buffer, block, header.blockLength(), header.version());
                handler.onSubscribed(subscribed.epoch(), subscribed.position());
            }
            default -> {
                // Of a newer schema: whoever doesn't know it goes on behind it.
            }
        }
        return 0;
    }

    /** All of a batch before any of it is handed out: what can't be read whole is as if it had not come. */
    private void checkRecords(DirectBuffer buffer, int start, int bytes) {
        int at = start;
        for (int left = batch.events(); left > 0; left--) {
            final int length = start + bytes - at < POSITION_BYTES + LEAST_RECORD_BYTES
                    ? 0
                    : buffer.getInt(at + POSITION_BYTES, ByteOrder.LITTLE_ENDIAN);
            if (length < LEAST_RECORD_BYTES || length > start + bytes - at - POSITION_BYTES) {
                throw new MalformedFrameException("a record of " + length + " bytes in a batch of " + bytes);
            }
            at += POSITION_BYTES + length;
        }
    }

    private void readRecords(DirectBuffer buffer, int start, int bytes) {
        checkRecords(buffer, start, bytes);
        final int epoch = batch.epoch();
        final long to = batch.to();
        handler.onBatch(epoch, batch.from());
        int at = start;
        for (int left = batch.events(); left > 0; left--) {
            final long position = buffer.getLong(at, ByteOrder.LITTLE_ENDIAN);
            final int record = at + POSITION_BYTES;
            final int length = buffer.getInt(record, ByteOrder.LITTLE_ENDIAN);
            header.wrap(buffer, record + RecordHandler.HEADER_OFFSET);
            handler.onRecord(buffer, record, length, header.templateId(), position);
            at = record + length;
        }
        handler.onBatchEnd(epoch, to);
    }
}
