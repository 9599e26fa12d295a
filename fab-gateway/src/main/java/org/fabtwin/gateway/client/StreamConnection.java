/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.client;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.agrona.concurrent.UnsafeBuffer;
import org.fabtwin.gateway.wire.MalformedFrameException;
import org.fabtwin.gateway.wire.StreamFrames;

/**
 * One WebSocket with {@code fab.sbe.v1}: puts messages together and reads their frames, on the HTTP client's thread, one message at
 * a time; the next is asked for when its handler is done.
 */
final class StreamConnection implements WebSocket.Listener {
    /** A server that is alive sends a heartbeat every 15 s. */
    private static final long SILENT_S = 60;
    /** The first of all comes sooner. */
    private static final long FIRST_WITHIN_S = 20;

    private final StreamFrames frames;
    private final CompletableFuture<String> over = new CompletableFuture<>();
    private byte[] message = new byte[64 << 10];
    private int length;
    private volatile long heardNs = System.nanoTime();
    private volatile boolean hasHeard;

    StreamConnection(StreamFrames.Handler handler) {
        frames = new StreamFrames(handler);
    }

    /** Connecting takes a while of its own. */
    @Override
    public void onOpen(WebSocket socket) {
        heardNs = System.nanoTime();
        WebSocket.Listener.super.onOpen(socket);
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean isLast) {
        heardNs = System.nanoTime();
        final int bytes = part.remaining();
        if (length + bytes > message.length) {
            message = java.util.Arrays.copyOf(message, Math.max(2 * message.length, length + bytes));
        }
        part.get(message, length, bytes);
        length += bytes;
        if (isLast) {
            try {
                final int read = frames.read(new UnsafeBuffer(message, 0, length), 0, length);
                if (read != length) {
                    throw new MalformedFrameException("a message ends within a frame");
                }
            } catch (MalformedFrameException e) {
                // What was handed out was whole; another connection brings the rest.
                over.complete("damaged on its way: " + e.getMessage());
                socket.abort();
                return null;
            } catch (RuntimeException | Error e) {
                // Thrown at who waits, on the command's thread.
                over.completeExceptionally(e);
                socket.abort();
                return null;
            }
            length = 0;
            hasHeard = true;
        }
        heardNs = System.nanoTime();
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPing(WebSocket socket, ByteBuffer bytes) {
        heardNs = System.nanoTime();
        return WebSocket.Listener.super.onPing(socket, bytes);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        over.complete("closed by the server: " + status + (reason.isEmpty() ? "" : " " + reason));
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        over.complete(error.getMessage() == null ? error.toString() : error.getMessage());
    }

    /**
     * Why the connection is over; null as long as it is not.
     *
     * @throws RuntimeException what a handler has thrown.
     */
    String awaitEnd(long millis) throws InterruptedException {
        try {
            return over.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            final long mostS = hasHeard ? SILENT_S : FIRST_WITHIN_S;
            return System.nanoTime() - heardNs > TimeUnit.SECONDS.toNanos(mostS)
                    ? "nothing heard for " + mostS + " s"
                    : null;
        } catch (java.util.concurrent.ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        }
    }
}
