/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.agrona.concurrent.UnsafeBuffer;
import org.fabtwin.gateway.wire.frame.MessageHeaderEncoder;
import org.fabtwin.gateway.wire.frame.NoticeEncoder;
import org.fabtwin.gateway.wire.frame.NoticeKind;

/**
 * Something that a subscriber is told and that is no event: that it has caught up, that events are lost to it. Immutable.
 *
 * @param epoch of the log.
 * @param from first position that the notice is about.
 * @param to position after it; where the stream goes on.
 * @param text for people; may be empty.
 */
public record StreamNotice(NoticeKind kind, int epoch, long from, long to, String text) {
    /** A notice without words. */
    public static StreamNotice of(NoticeKind kind, int epoch, long from, long to) {
        return new StreamNotice(kind, epoch, from, to, "");
    }

    /**
     * Name in JSON forms: {@code caughtUp}, {@code fellBehind}, {@code lost}, {@code reset}, {@code heartbeat}, {@code ended},
     * {@code refused}.
     */
    public String name() {
        return nameOf(kind);
    }

    /** See {@link #name}. */
    public static String nameOf(NoticeKind kind) {
        return switch (kind) {
            case CAUGHT_UP -> "caughtUp";
            case FELL_BEHIND -> "fellBehind";
            default -> kind.name().toLowerCase(Locale.ROOT);
        };
    }

    /** The notice in a stream's format; an SSE heartbeat is a comment. */
    public ByteBuf encode(StreamFormat format, ByteBufAllocator allocator) {
        return switch (format) {
            case SBE -> frame(allocator);
            case JSON -> text(allocator, json() + "\n");
            case SSE ->
                text(
                        allocator,
                        kind == NoticeKind.HEARTBEAT
                                ? ": heartbeat " + epoch + ":" + to + "\n\n"
                                : "event: " + name() + "\ndata: " + json() + "\n\n");
        };
    }

    /** CloudEvents object: {@code type} org.fabtwin.stream.NAME, {@code data} with epoch, from, to, text. */
    private String json() {
        final ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("specversion", "1.0");
        event.put("id", epoch + ":" + to + "/" + name());
        event.put("source", "/fabtwin/gateway");
        event.put("type", "org.fabtwin.stream." + name());
        event.put("datacontenttype", "application/json");
        final ObjectNode data = event.putObject("data");
        data.put("epoch", epoch).put("from", from).put("to", to);
        if (!text.isEmpty()) {
            data.put("text", text);
        }
        return event.toString();
    }

    private static ByteBuf text(ByteBufAllocator allocator, String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return allocator.directBuffer(bytes.length).writeBytes(bytes);
    }

    private ByteBuf frame(ByteBufAllocator allocator) {
        final byte[] words = text.getBytes(StandardCharsets.UTF_8);
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[64 + words.length]);
        final NoticeEncoder notice = new NoticeEncoder();
        notice.wrapAndApplyHeader(frame, 4, new MessageHeaderEncoder());
        notice.from(from).to(to).epoch(epoch).kind(kind).putText(words, 0, words.length);
        final int length = notice.limit();
        frame.putInt(0, length, ByteOrder.LITTLE_ENDIAN);
        return allocator.directBuffer(length).writeBytes(frame.byteArray(), 0, length);
    }
}
