/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/** What the load is put on: a server in a process of its own. */
interface Target extends AutoCloseable {
    /** Payload bytes of an event everywhere: a TrackIn record. */
    int PAYLOAD_BYTES = 40;

    String name();

    /** Id of the server's process. */
    long pid();

    /** Connects a subscriber that wants the events to come; it is subscribed when this returns. */
    Subscriber subscribe() throws IOException;

    /** Connects one that subscribes and then never reads. */
    default SocketChannel subscribeStuck() throws IOException {
        return subscribe().socket();
    }

    /**
     * Publishes until nothing more fits into the sockets of those who never read.
     *
     * @return events that each of the others gets.
     */
    long fill(int stuck) throws IOException;

    /** Publishes so many events as fast as the subscribers take them, without loss; {@code receiver} says how far they are. */
    void burst(long events, Receiver receiver, int stuck) throws IOException;

    /**
     * Publishes at a rate, each event with its due time.
     *
     * @return events that each subscriber gets: {@code rate * seconds}, or one more where others are filtered out.
     */
    long pace(long rate, long seconds) throws IOException;

    @Override
    void close() throws IOException;

    /** Connects and sends the first bytes. */
    static SocketChannel connect(int port, byte[] first) throws IOException {
        final SocketChannel socket = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
        socket.socket().setTcpNoDelay(true);
        writeAll(socket, ByteBuffer.wrap(first));
        return socket;
    }

    static void writeAll(WritableByteChannel socket, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }

    /** Reads byte by byte until the text has come. */
    static String readUntil(ReadableByteChannel socket, String end) throws IOException {
        final StringBuilder text = new StringBuilder();
        final ByteBuffer one = ByteBuffer.allocate(1);
        while (text.length() < end.length()
                || !text.substring(text.length() - end.length()).equals(end)) {
            one.clear();
            if (socket.read(one) < 0) {
                throw new IOException("the server closed the connection after: " + text);
            }
            text.append((char) one.get(0));
        }
        return text.toString();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
