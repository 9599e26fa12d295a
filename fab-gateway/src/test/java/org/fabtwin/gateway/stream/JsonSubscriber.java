/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.stream;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

/** Follows everything as NDJSON or Server-Sent Events with the JDK's oldest HTTP client. */
final class JsonSubscriber implements Survivor, Runnable {
    private final EventLedger ledger = new EventLedger();
    private final List<String> losses = new CopyOnWriteArrayList<>();
    private final int port;
    private final int silentMs;
    private final boolean isSse;
    private String last;
    private volatile boolean isClosed;
    private volatile Throwable failure;

    JsonSubscriber(int port, int silentMs, boolean isSse) {
        this.port = port;
        this.silentMs = silentMs;
        this.isSse = isSse;
        final Thread thread = new Thread(this, "JSON subscriber at " + port);
        thread.setDaemon(true);
        thread.start();
    }

    static int crc(String json) {
        final CRC32 crc = new CRC32();
        crc.update(json.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    @Override
    public void run() {
        try {
            while (!isClosed) {
                try {
                    follow();
                } catch (IOException e) {
                    // The break that is to be survived.
                    TimeUnit.MILLISECONDS.sleep(10);
                }
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            failure = e;
        }
    }

    private void follow() throws IOException {
        final String place = last == null || isSse ? "from=earliest" : "after=" + last;
        final HttpURLConnection connection =
                (HttpURLConnection) new URL("http://127.0.0.1:" + port + "/v1/events?" + place).openConnection();
        connection.setConnectTimeout(silentMs);
        connection.setReadTimeout(silentMs);
        if (isSse) {
            connection.setRequestProperty("Accept", "text/event-stream");
            if (last != null) {
                connection.setRequestProperty("Last-Event-ID", last);
            }
        }
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null && !isClosed; line = lines.readLine()) {
                if (!isSse) {
                    onEvent(line);
                } else if (line.startsWith("data: ")) {
                    onEvent(line.substring("data: ".length()));
                }
            }
        } finally {
            connection.disconnect();
        }
    }

    private void onEvent(String json) {
        if (json.contains("\"type\":\"org.fabtwin.stream.")) {
            if (json.contains("stream.lost") || json.contains("stream.reset") || json.contains("stream.refused")) {
                losses.add(json);
            }
            return;
        }
        final int start = json.indexOf("\"id\":\"") + "\"id\":\"".length();
        last = json.substring(start, json.indexOf('"', start));
        ledger.add(Long.parseLong(last.substring(last.indexOf(':') + 1)), crc(json));
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
