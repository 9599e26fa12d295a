/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import org.HdrHistogram.Histogram;

/** One connection that counts the events it gets. Single-threaded: the receiver's. */
abstract class Subscriber {
    private static final int BUFFER_BYTES = 256 << 10;
    /** Empty, with a mask of zeros. */
    private static final byte[] PONG = {(byte) 0x8A, (byte) 0x80, 0, 0, 0, 0};

    private final SocketChannel socket;
    private final ByteChannel wire;
    private long events;

    Subscriber(SocketChannel socket) {
        this(socket, socket);
    }

    /** @param wire what the socket carries: itself, or the end of TLS on it. */
    Subscriber(SocketChannel socket, ByteChannel wire) {
        this.socket = socket;
        this.wire = wire;
    }

    /** The WebSocket server's pings are empty; who answers none for a while is disconnected. */
    void answerPing() throws IOException {
        Target.writeAll(wire, ByteBuffer.wrap(PONG));
    }

    SocketChannel socket() {
        return socket;
    }

    long events() {
        return events;
    }

    /** Where subscribers of one receiver read into, one after the other: each consumes all of what it has read. */
    static ByteBuffer newBuffer() {
        return ByteBuffer.allocateDirect(BUFFER_BYTES);
    }

    /**
     * Reads what there is.
     *
     * @param latencies null: events are counted only.
     * @return false at the stream's end.
     */
    boolean read(ByteBuffer buffer, Histogram latencies) throws IOException {
        int bytes;
        do {
            buffer.clear();
            bytes = wire.read(buffer);
            if (bytes > 0) {
                buffer.flip();
                events += consume(buffer, latencies, latencies == null ? 0 : System.nanoTime());
            }
            // The selector knows nothing of what TLS has read and not handed out.
        } while (bytes > 0 && wire != socket);
        return bytes >= 0;
    }

    /** Events whose last byte is in the buffer; the parser keeps what it needs of an unfinished one. */
    abstract long consume(ByteBuffer buffer, Histogram latencies, long nowNs) throws IOException;

    static void record(Histogram latencies, long dueUs, long nowNs) {
        latencies.recordValue(Math.max(1, Math.min(60_000_000_000L, nowNs - dueUs * 1000)));
    }
}
