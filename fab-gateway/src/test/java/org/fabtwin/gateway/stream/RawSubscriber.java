/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.stream;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.fabtwin.gateway.wire.StreamFrames;
import org.fabtwin.gateway.wire.StreamNotice;
import org.fabtwin.gateway.wire.frame.NoticeKind;

/** Follows everything over raw TCP from the earliest event on, and goes on behind the last whole batch after a break. */
final class RawSubscriber implements Survivor, Runnable, StreamFrames.Handler {
    private static final int CHUNK = 64 << 10;
    private static final int EARLIEST = 0;
    private static final int POSITION = 2;

    private final EventLedger ledger = new EventLedger();
    private final List<String> losses = new CopyOnWriteArrayList<>();
    private final int port;
    private final int silentMs;
    private byte[] bytes = new byte[4 * CHUNK];
    private int length;
    private int epoch = -1;
    private long place;
    private volatile boolean isClosed;
    private volatile Throwable failure;

    /** @param silentMs after which the connection counts as dead. */
    RawSubscriber(int port, int silentMs) {
        this.port = port;
        this.silentMs = silentMs;
        final Thread thread = new Thread(this, "subscriber at " + port);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        try {
            while (!isClosed) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    follow(socket);
                } catch (IOException e) {
                    // The break that is to be survived.
                    TimeUnit.MILLISECONDS.sleep(10);
                }
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            failure = e;
        }
    }

    private void follow(Socket socket) throws IOException {
        socket.setSoTimeout(silentMs);
        socket.getOutputStream().write(RawSubscribe.frame("", epoch < 0 ? EARLIEST : POSITION, epoch, place));
        final InputStream in = socket.getInputStream();
        final StreamFrames frames = new StreamFrames(this);
        length = 0;
        while (!isClosed) {
            if (bytes.length - length < CHUNK) {
                bytes = java.util.Arrays.copyOf(bytes, 2 * bytes.length);
            }
            final int read = in.read(bytes, length, CHUNK);
            if (read < 0) {
                throw new EOFException();
            }
            length += read;
            final int used = frames.read(new UnsafeBuffer(bytes), 0, length);
            System.arraycopy(bytes, used, bytes, 0, length - used);
            length -= used;
        }
    }

    @Override
    public void onBatch(int epochOfBatch, long from) {
        epoch = epochOfBatch;
    }

    @Override
    public void onRecord(DirectBuffer buffer, int offset, int size, int templateId, long position) {
        ledger.add(position, KeptEvents.crc(buffer, offset, size));
    }

    @Override
    public void onBatchEnd(int epochOfBatch, long to) {
        place = to;
    }

    @Override
    public void onNotice(StreamNotice notice) {
        if (notice.kind() == NoticeKind.LOST
                || notice.kind() == NoticeKind.RESET
                || notice.kind() == NoticeKind.REFUSED) {
            losses.add(notice.toString());
        }
        if (notice.kind() == NoticeKind.LOST) {
            place = notice.to();
        }
    }

    @Override
    public EventLedger ledger() {
        return ledger;
    }

    @Override
    public List<String> losses() {
        return losses;
    }

    @Override
    public Throwable failure() {
        return failure;
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
