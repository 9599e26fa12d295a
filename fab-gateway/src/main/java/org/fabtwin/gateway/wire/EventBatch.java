/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;

/**
 * Encoded events of a stretch of the log, for everybody who asked for that stretch in that filter and format. Immutable; whoever
 * holds it owns one reference to its bytes. The head of the WebSocket message that a batch makes stands in front of the events: it is
 * the same for all subscribers, so that each of them is sent one piece of memory and nothing is copied.
 *
 * @param from position from which the log was looked at.
 * @param to position to go on from.
 * @param lastRecord position of the last record that was looked at, sent or not; -1 without.
 * @param events in the bytes.
 * @param isAtTail whether there was no more when it was made.
 * @param bytes {@link #HEAD_BYTES} for the head, then the events.
 */
public record EventBatch(long from, long to, long lastRecord, int events, boolean isAtTail, ByteBuf bytes) {
    /** Longest head of a WebSocket message without a mask. */
    public static final int HEAD_BYTES = 10;

    private static final int FINAL_TEXT = 0x81;
    private static final int FINAL_BINARY = 0x82;
    private static final int MOST_IN_ONE_BYTE = 125;
    private static final int MOST_IN_TWO_BYTES = 0xFFFF;
    private static final int TWO_BYTES_FOLLOW = 126;
    private static final int EIGHT_BYTES_FOLLOW = 127;

    /** A buffer for a batch, with room for the head; events are written behind it. */
    public static ByteBuf newBytes(int eventBytes) {
        return PooledByteBufAllocator.DEFAULT
                .directBuffer(HEAD_BYTES + eventBytes)
                .writerIndex(HEAD_BYTES);
    }

    /** Takes over bytes of {@link #newBytes} and writes the head. */
    public static EventBatch of(
            StreamFormat format, long from, long to, long lastRecord, int events, boolean isAtTail, ByteBuf bytes) {
        final int length = bytes.writerIndex() - HEAD_BYTES;
        final int head = HEAD_BYTES - headBytes(length);
        bytes.setByte(head, format == StreamFormat.SBE ? FINAL_BINARY : FINAL_TEXT);
        if (length <= MOST_IN_ONE_BYTE) {
            bytes.setByte(head + 1, length);
        } else if (length <= MOST_IN_TWO_BYTES) {
            bytes.setByte(head + 1, TWO_BYTES_FOLLOW).setShort(head + 2, length);
        } else {
            bytes.setByte(head + 1, EIGHT_BYTES_FOLLOW).setLong(head + 2, length);
        }
        return new EventBatch(from, to, lastRecord, events, isAtTail, bytes);
    }

    private static int headBytes(int length) {
        return length <= MOST_IN_ONE_BYTE ? 2 : length <= MOST_IN_TWO_BYTES ? 4 : HEAD_BYTES;
    }

    /** Length of the encoded events. */
    public int eventBytes() {
        return bytes.writerIndex() - HEAD_BYTES;
    }

    /**
     * The encoded events, with a reference of their own. Never a duplicate: TLS gathers small buffers by writing the next one behind the
     * one before, where that has room, into what others still have to send; a slice has none.
     */
    public ByteBuf content() {
        return bytes.retainedSlice(HEAD_BYTES, eventBytes());
    }

    /** The events as a whole WebSocket message, with a reference of their own; as {@link #content}. */
    public ByteBuf webSocketMessage() {
        final int head = headBytes(eventBytes());
        return bytes.retainedSlice(HEAD_BYTES - head, head + eventBytes());
    }
}
