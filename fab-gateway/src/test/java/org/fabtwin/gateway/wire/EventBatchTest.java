/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class EventBatchTest {
    /** Netty's TLS asks a buffer for room behind its bytes and writes there what comes next for one channel. */
    @Test
    void shouldLeaveNoRoomBehindBytesThatAreShared() {
        final ByteBuf bytes = Unpooled.directBuffer(64).writeLong(1);
        final EventBatch batch = new EventBatch(0, 8, 0, 1, true, bytes);

        final ByteBuf ofChannel = batch.bytes().retainedDuplicate();

        assertThat(ofChannel.readableBytes()).isEqualTo(8);
        assertThat(ofChannel.isWritable(1)).isFalse();
        assertThat(ofChannel.ensureWritable(1, false)).as("1: there is no room").isEqualTo(1);
        ofChannel.release();
        batch.bytes().release();
        assertThat(bytes.refCnt()).isZero();
    }
}
