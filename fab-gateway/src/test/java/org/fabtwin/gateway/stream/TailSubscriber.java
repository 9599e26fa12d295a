/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.stream;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agrona.DirectBuffer;
import org.fabtwin.gateway.client.StreamClient;
import org.fabtwin.gateway.client.TrustedClient;
import org.fabtwin.gateway.wire.StreamNotice;
import org.fabtwin.gateway.wire.frame.NoticeKind;

/** Follows everything over a binary WebSocket with the client of {@code fab tail}. */
final class TailSubscriber implements Survivor, StreamClient.Listener {
    private final EventLedger ledger = new EventLedger();
    private final List<String> losses = new CopyOnWriteArrayList<>();
    private volatile boolean isClosed;
    private volatile Throwable failure;

    TailSubscriber(int port) throws IOException {
        final StreamClient client = new StreamClient(
                TrustedClient.of(null), URI.create("http://127.0.0.1:" + port), null, "", "from=earliest", this);
        final Thread thread = new Thread(
                () -> {
                    try {
                        client.run(() -> isClosed);
                    } catch (IOException | InterruptedException | RuntimeException | Error e) {
                        failure = e;
                    }
                },
                "tail at " + port);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void onLog(int epoch, JsonNode line) {
        // The names are not needed here.
    }

    @Override
    public void onBreak(String why, String place, long pauseMs) {
        // It goes on.
    }

    @Override
    public void onBatch(int epoch, long from) {
        // Positions and contents tell all.
    }

    @Override
    public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        ledger.add(position, KeptEvents.crc(buffer, offset, length));
    }

    @Override
    public void onBatchEnd(int epoch, long to) {
        // The client keeps the place.
    }

    @Override
    public void onNotice(StreamNotice notice) {
        if (notice.kind() == NoticeKind.LOST
                || notice.kind() == NoticeKind.RESET
                || notice.kind() == NoticeKind.REFUSED) {
            losses.add(notice.toString());
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
