/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogHashTest {
    @Test
    void shouldGoOnFromAnyValueAsIfItHadSeenTheBytesBefore() {
        long seed = 20260101;
        Random random = new Random(seed);
        for (int trial = 0; trial < 200; trial++) {
            byte[] bytes = new byte[1 + random.nextInt(500)];
            random.nextBytes(bytes);
            int cut = random.nextInt(bytes.length + 1);
            LogHash whole = new LogHash();
            whole.update(ByteBuffer.wrap(bytes));
            LogHash first = new LogHash();
            first.update(ByteBuffer.wrap(bytes, 0, cut));
            LogHash second = new LogHash();
            second.resume(first.value());
            assertThat(second.value()).as("seed %d trial %d", seed, trial).isEqualTo(first.value());
            second.update(ByteBuffer.wrap(bytes, cut, bytes.length - cut));
            assertThat(second.value()).as("seed %d trial %d", seed, trial).isEqualTo(whole.value());
        }
    }

    @Test
    void shouldBeCrc32c() {
        LogHash hash = new LogHash();
        hash.update(ByteBuffer.wrap(new byte[] {'1', '2', '3', '4', '5', '6', '7', '8', '9'}));
        assertThat(hash.value()).isEqualTo(0xE3069283);
    }
}
