/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.fabtwin.gateway.security.AccessDenied.Reason;
import org.fabtwin.gateway.security.ConnectionLimits;
import org.fabtwin.gateway.security.SecurityConfig;
import org.fabtwin.gateway.security.TestTokens;
import org.fabtwin.gateway.security.TlsFiles;
import org.fabtwin.gateway.tcp.Frames;
import org.fabtwin.gateway.wire.frame.BatchDecoder;
import org.fabtwin.gateway.wire.frame.SubscribedDecoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS, certificates and tokens over real sockets, with the JDK's clients. */
class SecureGatewayTest {
    private static final ConnectionLimits LIMITS = new ConnectionLimits(100, 100, 500, 60_000, 60_000);

    @TempDir
    private Path directory;

    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = TestGateway.open(new SecurityConfig(
                new TlsFiles(
                        TestTokens.file("server.pem"),
                        TestTokens.file("server-key.pem"),
                        TestTokens.file("test-ca.pem")),
                TestTokens.keyFile(directory),
                "fabtwin",
                List.of(),
                LIMITS));
        gateway.start();
    }

    @AfterEach
    void shouldHaveNoConnectionLeft() {
        gateway.close();
        assertThat(gateway.entrance().connections().open()).isZero();
        assertThat(gateway.hub().subscribers()).isZero();
    }

    private static Certificate certificate(String name) throws Exception {
        return CertificateFactory.getInstance("X.509").generateCertificate(Files.newInputStream(TestTokens.file(name)));
    }

    /** A client's TLS, with the certificate of this name; null: without. */
    private static SSLContext tls(String client) throws Exception {
        final KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", certificate("test-ca.pem"));
        final TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        KeyManagerFactory keys = null;
        if (client != null) {
            final String pem = Files.readString(TestTokens.file(client + "-key.pem"));
            final byte[] der = Base64.getMimeDecoder()
                    .decode(pem.replaceAll("-----[A-Z ]+-----", "").strip());
            final KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry(
                    "key",
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)),
                    new char[0],
                    new Certificate[] {certificate(client + ".pem")});
            keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(own, new char[0]);
        }
        final SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                keys == null
                        ? null
                        : new KeyManager[] {new Insistent((X509ExtendedKeyManager) keys.getKeyManagers()[0])},
                trust.getTrustManagers(),
                null);
        return context;
    }

    /** Shows its certificate also to a server that has not asked for one of its issuer. */
    private static final class Insistent extends X509ExtendedKeyManager {
        private final X509ExtendedKeyManager keys;

        Insistent(X509ExtendedKeyManager keys) {
            this.keys = keys;
        }

        @Override
        public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
            return keys.getClientAliases("EC", null)[0];
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return keys.getClientAliases("EC", null)[0];
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return keys.getClientAliases(type, null);
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return keys.getServerAliases(type, issuers);
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return keys.chooseServerAlias(type, issuers, socket);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return keys.getCertificateChain(alias);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return keys.getPrivateKey(alias);
        }
    }

    private static HttpClient client(String certificate) throws Exception {
        return HttpClient.newBuilder().sslContext(tls(certificate)).build();
    }

    private int status(HttpClient client, String method, String path, String token) throws Exception {
        final HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("https://localhost:" + gateway.httpPort() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    void shouldServeBearersOfTokensOverTls() throws Exception {
        final HttpClient client = client(null);

        assertThat(status(client, "GET", "/health", null)).isEqualTo(200);
        assertThat(status(client, "GET", "/ready", null)).isEqualTo(200);
        assertThat(status(client, "GET", "/metrics", null)).isEqualTo(401);
        assertThat(status(client, "GET", "/metrics", TestTokens.of("observe"))).isEqualTo(200);
        assertThat(gateway.entrance().handshakes()).isPositive();
        assertThat(gateway.entrance().access().denials(Reason.MISSING)).isEqualTo(1);
    }

    @Test
    void shouldServeHoldersOfCertificates() throws Exception {
        assertThat(status(client("observer"), "GET", "/metrics", null)).isEqualTo(200);
        assertThat(status(client("engineer"), "POST", "/v1/session", null)).isEqualTo(400);
        assertThatThrownBy(() -> status(client("stranger"), "GET", "/health", null))
                .isInstanceOf(IOException.class);
        assertThat(gateway.entrance().failedHandshakes()).isPositive();
    }

    /** Hellos made by hand: the JDK's own client would not even send one. */
    @ParameterizedTest
    @CsvSource({"1,false", "2,false", "3,true"})
    void shouldRefuseTlsOfOldVersionsAndTakeThoseOfToday(int minorVersion, boolean isTaken) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", gateway.httpPort())) {
            socket.getOutputStream().write(clientHello(minorVersion));
            final DataInputStream in = new DataInputStream(socket.getInputStream());

            // 22: the server's hello; an alert (21) protocol_version (70), then the end.
            assertThat(in.readUnsignedByte()).isEqualTo(isTaken ? 22 : 21);
            in.readUnsignedShort();
            in.readUnsignedShort();
            if (!isTaken) {
                assertThat(in.readUnsignedByte()).as("fatal").isEqualTo(2);
                assertThat(in.readUnsignedByte()).as("protocol_version").isEqualTo(70);
                assertThat(in.read()).isEqualTo(-1);
            }
        }
    }

    /** RFC 5246, 7.4.1.2: of version 3.{@code minor}, with suites for EC and RSA keys, curve P-256. */
    private static byte[] clientHello(int minor) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final DataOutputStream body = new DataOutputStream(bytes);
        body.writeByte(3);
        body.writeByte(minor);
        body.write(new byte[32]);
        body.writeByte(0);
        final int[] suites = {0xC02B, 0xC02F, 0xC009, 0xC013, 0x002F};
        body.writeShort(2 * suites.length);
        for (final int suite : suites) {
            body.writeShort(suite);
        }
        body.write(new byte[] {1, 0});
        // supported_groups, ec_point_formats, signature_algorithms.
        final byte[] extensions = {
            0, 10, 0, 4, 0, 2, 0, 23, 0, 11, 0, 2, 1, 0, 0, 13, 0, 10, 0, 8, 4, 3, 4, 1, 2, 3, 2, 1
        };
        body.writeShort(extensions.length);
        body.write(extensions);
        final ByteArrayOutputStream record = new ByteArrayOutputStream();
        final DataOutputStream head = new DataOutputStream(record);
        head.write(new byte[] {22, 3, 1});
        head.writeShort(bytes.size() + 4);
        head.writeByte(1);
        head.writeByte(0);
        head.writeShort(bytes.size());
        bytes.writeTo(head);
        return record.toByteArray();
    }

    @Test
    void shouldCloseWhoDoesNotShakeHands() throws Exception {
        for (final int port : new int[] {gateway.httpPort(), gateway.tcpPort()}) {
            try (Socket silent = new Socket("127.0.0.1", port)) {
                assertThat(silent.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void shouldCloseWhoShakesHandsAndAsksNothing() throws Exception {
        try (Socket socket = tls(null).getSocketFactory().createSocket("localhost", gateway.httpPort())) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void shouldStreamOverTcpWithTls() throws Exception {
        try (Socket socket = tls(null).getSocketFactory().createSocket("localhost", gateway.tcpPort())) {
            socket.getOutputStream().write(ByteBufUtil.getBytes(Frames.subscribe("", TestTokens.of("observe"))));

            assertThat(Frames.template(frame(socket))).isEqualTo(SubscribedDecoder.TEMPLATE_ID);
            assertThat(Frames.template(frame(socket))).isEqualTo(BatchDecoder.TEMPLATE_ID);
        }
    }

    private static byte[] frame(Socket socket) throws IOException {
        final DataInputStream in = new DataInputStream(socket.getInputStream());
        final int length = Integer.reverseBytes(in.readInt());
        final byte[] frame = new byte[length];
        in.readFully(frame, 4, length - 4);
        return frame;
    }

    /** What a WebSocket got. */
    private static final class Heard implements WebSocket.Listener {
        private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        private final CompletableFuture<String> end = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean isLast) {
            texts.add(data.toString());
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            end.complete(code + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            end.completeExceptionally(error);
        }
    }

    private WebSocket open(Heard heard, String token) throws Exception {
        return client(null)
                .newWebSocketBuilder()
                .subprotocols("fab.json.v1", "fab.token." + token)
                .buildAsync(URI.create("wss://localhost:" + gateway.httpPort() + "/v1/events?type=LotCompleted"), heard)
                .get(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldTakeTheTokenAsSubprotocolAndAnswerWithTheOther() throws Exception {
        final WebSocket socket = open(new Heard(), TestTokens.of("observe"));

        assertThat(socket.getSubprotocol()).isEqualTo("fab.json.v1");
        assertThatThrownBy(() -> open(new Heard(), "x.y.z")).hasMessageContaining("WebSocketHandshakeException");
        socket.abort();
    }

    @Test
    void shouldEndAStreamWithANoticeWhenItsTokenExpires() throws Exception {
        // So far behind that only the clocks' tolerance of five seconds is left of it, less a moment.
        final String token = TestTokens.signed(TestTokens.claims(Instant.now())
                .expirationTime(Date.from(Instant.now().minusSeconds(2)))
                .build());
        final Heard heard = new Heard();
        open(heard, token);

        assertThat(heard.end.get(60, TimeUnit.SECONDS)).startsWith("1008 the token has expired");
        assertThat(heard.texts).anyMatch(text -> text.contains("org.fabtwin.stream.refused"));
    }
}
