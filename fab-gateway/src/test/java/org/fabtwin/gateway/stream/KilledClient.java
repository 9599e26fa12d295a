/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.stream;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** {@code clients/follow_binary.py}, killed and started again at the last event that it has printed. */
final class KilledClient implements AutoCloseable {
    private final EventLedger ledger = new EventLedger();
    private final int port;
    private Process process;
    private Thread reader;
    private String last;
    private volatile String failure;

    KilledClient(int port) throws IOException {
        this.port = port;
        start();
    }

    private void start() throws IOException {
        final String place = last == null ? "earliest" : last.split(" ")[0];
        process = new ProcessBuilder(List.of(
                        "python3",
                        Path.of("..", "clients", "follow_binary.py").toString(),
                        "127.0.0.1",
                        Integer.toString(port),
                        "",
                        place))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        reader = new Thread(this::read, "killed client");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        // The last event comes once more: the client was told to start with it.
        String again = last;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (again != null) {
                    if (!again.equals(line)) {
                        failure = "expected once more " + again + ", found " + line;
                    }
                    again = null;
                    continue;
                }
                final String[] words = line.split("[: ]");
                if (words.length == 5 && words[4].length() == 8) {
                    ledger.add(Long.parseLong(words[1]), Integer.parseUnsignedInt(words[4], 16));
                    last = line;
                }
            }
        } catch (IOException e) {
            // Killed while it was read; what was not read comes again.
            return;
        }
    }

    void killAndStart() throws IOException, InterruptedException {
        process.destroyForcibly().waitFor();
        reader.join();
        start();
    }

    EventLedger ledger() {
        return ledger;
    }

    String failure() {
        return failure;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
