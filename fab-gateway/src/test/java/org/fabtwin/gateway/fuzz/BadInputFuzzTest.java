/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fabtwin.gateway.security.ConnectionLimits;
import org.fabtwin.gateway.security.SecurityConfig;
import org.fabtwin.gateway.security.TestTokens;
import org.fabtwin.gateway.server.Gateway;
import org.fabtwin.gateway.server.TestGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bad input over real sockets: no crash, no leak (LeakExtension), no growth, and an error that says what was wrong. {@code
 * -Dfab.fuzz=1000000 -Dfab.seed=N}: so many messages of another seed.
 */
class BadInputFuzzTest {
    private static final int MESSAGES = Integer.getInteger("fab.fuzz", 4_000);
    private static final long SEED = Long.getLong("fab.seed", 20_260_101);
    private static final int MOST_MESSAGES = 12;
    private static final int MOST_ANSWER_BYTES = 256 << 10;
    private static final long MOST_GROWTH_BYTES = 24 << 20;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
    private static final Pattern OUR_FAULT = Pattern.compile("HTTP/1\\.1 500 ");

    @TempDir
    private Path directory;

    private Gateway gateway;
    private int connections;

    @Test
    void shouldSurviveBadInput() throws Exception {
        gateway = TestGateway.open(new SecurityConfig(
                null,
                TestTokens.keyFile(directory),
                "fabtwin",
                List.of("https://dash.example"),
                new ConnectionLimits(1_000, 1_000, 2_000, 10_000, 10_000)));
        try {
            gateway.start();
            final int warm = Math.max(MESSAGES / 5, 2_000);
            int sent = send(0, warm);
            final long before = usedBytes();
            sent = send(sent, MESSAGES);

            awaitNoConnection();
            System.out.println(
                    "bad input: " + sent + " messages on " + connections + " connections, -Dfab.seed=" + SEED);
            assertThat(usedBytes() - before).as("growth, bytes").isLessThan(MOST_GROWTH_BYTES);
            assertThat(gateway.entrance().failures().sum())
                    .as("errors in the gateway")
                    .isZero();
            assertThat(gateway.hub().tailer().isAlive()).isTrue();
            assertThat(ready()).isEqualTo(200);
        } finally {
            gateway.close();
        }
    }

    private int send(int from, int to) throws IOException {
        int sent = from;
        while (sent < to) {
            final long seed = SEED + 31L * sent;
            try {
                sent += connect(seed);
            } catch (AssertionError e) {
                throw new AssertionError("-Dfab.seed=" + SEED + ", connection of seed " + seed, e);
            }
        }
        return sent;
    }

    /** One connection with some messages; the number of them. */
    private int connect(long seed) throws IOException {
        final BadInput input = new BadInput(seed, BadInput.token(seed % 3 == 0 ? "engineer" : "observe"));
        final int kind = Math.floorMod(seed, 4);
        connections++;
        try (Socket socket = new Socket()) {
            // Another address of this machine each time: ports of closed connections rest for a minute.
            socket.bind(new InetSocketAddress(
                    "127." + (1 + connections / 62_500 % 200) + "." + (connections / 250 % 250) + "."
                            + (1 + connections % 250),
                    0));
            socket.connect(new InetSocketAddress("127.0.0.1", kind == 3 ? gateway.tcpPort() : gateway.httpPort()));
            socket.setSoTimeout(30_000);
            final int messages = kind == 3 ? 1 + input.upTo(2) : input.upTo(MOST_MESSAGES);
            try {
                if (kind == 2) {
                    socket.getOutputStream().write(input.handshake());
                    awaitHandshake(socket);
                }
                for (int i = 0; i < messages; i++) {
                    socket.getOutputStream()
                            .write(kind == 3 ? input.tcpFrame() : kind == 2 ? input.webSocketFrame() : input.request());
                }
                socket.shutdownOutput();
            } catch (IOException closed) {
                // The gateway has had enough; what it said is read all the same.
            }
            final String answer = read(socket);
            assertThat(OUR_FAULT.matcher(answer).find()).as(answer).isFalse();
            if (kind < 2) {
                checkFirst(answer);
            }
            return messages;
        }
    }

    /** Frames come after the answer; where it is a refusal, the rest of it is read later. */
    private static void awaitHandshake(Socket socket) throws IOException {
        int newLines = 0;
        for (int next = 0; newLines < 2 && next >= 0; ) {
            next = socket.getInputStream().read();
            newLines = next == '\n' ? newLines + 1 : next == '\r' ? newLines : 0;
        }
    }

    private static String read(Socket socket) {
        final ByteArrayOutputStream answer = new ByteArrayOutputStream();
        final byte[] bytes = new byte[16 << 10];
        try {
            final InputStream in = socket.getInputStream();
            for (int count = in.read(bytes); count >= 0 && answer.size() < MOST_ANSWER_BYTES; count = in.read(bytes)) {
                answer.write(bytes, 0, count);
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("the gateway neither answers nor closes", e);
        } catch (IOException reset) {
            // Closed with input that nobody will read.
        }
        return answer.toString(StandardCharsets.ISO_8859_1);
    }

    /** The first answer, if it refuses, says why. */
    private static void checkFirst(String answer) {
        final Matcher status = STATUS.matcher(answer);
        if (!status.lookingAt()) {
            assertThat(answer).isEmpty();
            return;
        }
        final int code = Integer.parseInt(status.group(1));
        // Netty itself answers these, by their number alone.
        if (code >= 400 && code != 413 && code != 417) {
            assertThat(answer).containsPattern("\"error\":\"[^\"]{5,}");
        }
    }

    private void awaitNoConnection() {
        while (gateway.entrance().connections().open() + gateway.hub().subscribers() > 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private int ready() throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + gateway.httpPort() + "/ready"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** Heap after a collection, and what the buffers' pool holds. */
    private static long usedBytes() {
        System.gc();
        final Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory()
                - runtime.freeMemory()
                + PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }
}
