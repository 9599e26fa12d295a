/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands between a client and the gateway: cuts connections, or lets nothing through any more without saying so. */
final class Relay implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int targetPort;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile int generation;
    private volatile int silentBelow;

    Relay(int targetPort) throws IOException {
        this.targetPort = targetPort;
        start("relay", this::accept);
    }

    private static void start(String name, Runnable work) {
        final Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                final Socket client = listener.accept();
                sockets.add(client);
                final Socket server = new Socket(InetAddress.getLoopbackAddress(), targetPort);
                sockets.add(server);
                final int connection = generation++;
                start("relay up", () -> copy(client, server, connection));
                start("relay down", () -> copy(server, client, connection));
            } catch (IOException e) {
                // The relay is closed, or the gateway is down: then the client finds its connection closed.
                cut();
            }
        }
    }

    private void copy(Socket from, Socket to, int connection) {
        final byte[] bytes = new byte[8192];
        try (from;
                to) {
            final InputStream in = from.getInputStream();
            final OutputStream out = to.getOutputStream();
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                if (connection >= silentBelow) {
                    out.write(bytes, 0, read);
                }
            }
        } catch (IOException e) {
            // One of the two is gone; both are closed.
            return;
        }
    }

    /** Ends all connections there are, in the middle of whatever they carry. */
    void cut() {
        for (final Socket socket : sockets) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException e) {
                // It is closed already.
                continue;
            }
        }
        sockets.clear();
    }

    /** The connections there are carry nothing any more, and nobody is told. */
    void silence() {
        silentBelow = generation;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }
}
