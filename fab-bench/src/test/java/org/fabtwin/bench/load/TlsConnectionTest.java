/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.load;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TlsConnectionTest {
    @Test
    @Timeout(20)
    void shouldFailWhenTheServerClosesDuringTheHandshake() throws Exception {
        try (ServerSocketChannel server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel client = SocketChannel.open(server.getLocalAddress());
                SocketChannel peer = server.accept()) {
            peer.shutdownOutput();

            assertThatThrownBy(() -> new TlsConnection(client, SSLContext.getDefault()))
                    .isInstanceOf(EOFException.class);
        }
    }
}
