/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/**
 * A client's end of TLS on a socket. What is read into needs room for a whole record, {@link #RECORD_BYTES}. Writing and the handshake
 * need a blocking socket. Single-threaded.
 */
final class TlsConnection implements ByteChannel {
    static final int RECORD_BYTES = 16 << 10;

    private static final int NET_BYTES = 256 << 10;

    private final SocketChannel socket;
    private final SSLEngine engine;
    private final ByteBuffer net = ByteBuffer.allocateDirect(NET_BYTES).flip();
    private final ByteBuffer out = ByteBuffer.allocateDirect(NET_BYTES);
    /** What came with the end of the handshake. */
    private final ByteBuffer early = ByteBuffer.allocate(2 * RECORD_BYTES).flip();

    TlsConnection(SocketChannel socket, SSLContext context) throws IOException {
        this.socket = socket;
        this.engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        engine.beginHandshake();
        shakeHands();
    }

    private void shakeHands() throws IOException {
        HandshakeStatus status = engine.getHandshakeStatus();
        while (status != HandshakeStatus.FINISHED && status != HandshakeStatus.NOT_HANDSHAKING) {
            switch (status) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> {
                    if (wrap(ByteBuffer.allocate(0)).getHandshakeStatus() == HandshakeStatus.FINISHED) {
                        return;
                    }
                }
                default -> {
                    early.compact();
                    final SSLEngineResult result = engine.unwrap(net, early);
                    early.flip();
                    if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
                        if (fill() < 0) {
                            throw new EOFException("the server closed the connection during the handshake");
                        }
                    } else if (result.getStatus() != SSLEngineResult.Status.OK) {
                        throw new IOException("the handshake ended with " + result.getStatus());
                    } else if (result.getHandshakeStatus() == HandshakeStatus.FINISHED) {
                        return;
                    }
                }
            }
            status = engine.getHandshakeStatus();
        }
    }

    private SSLEngineResult wrap(ByteBuffer bytes) throws IOException {
        out.clear();
        final SSLEngineResult result = engine.wrap(bytes, out);
        Target.writeAll(socket, out.flip());
        return result;
    }

    /** Reads from the socket what it has; -1 at its end. */
    private int fill() throws IOException {
        net.compact();
        final int bytes = socket.read(net);
        net.flip();
        return bytes;
    }

    /** As much as there is; 0 where a blocking socket would have been waited for only in vain: at least one record else. */
    @Override
    public int read(ByteBuffer to) throws IOException {
        final int before = to.position();
        while (early.hasRemaining() && to.hasRemaining()) {
            to.put(early.get());
        }
        while (to.remaining() >= RECORD_BYTES || to.capacity() < RECORD_BYTES && to.position() == before) {
            final ByteBuffer room = to.capacity() < RECORD_BYTES ? early.clear() : to;
            final SSLEngineResult result = engine.unwrap(net, room);
            if (room == early) {
                early.flip();
                while (early.hasRemaining() && to.hasRemaining()) {
                    to.put(early.get());
                }
            }
            if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
                final int bytes = to.position() > before && socket.isBlocking() ? 0 : fill();
                if (bytes <= 0) {
                    return to.position() > before ? to.position() - before : bytes;
                }
            } else if (result.getStatus() != SSLEngineResult.Status.OK) {
                return to.position() > before ? to.position() - before : -1;
            }
        }
        return to.position() - before;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        final int bytes = from.remaining();
        while (from.hasRemaining()) {
            wrap(from);
        }
        return bytes;
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
