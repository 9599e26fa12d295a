/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * CRC32C over all hashed record bytes of a log, chained: it can go on from an earlier value. Allocation-free, one
 * thread.
 */
final class LogHash {
    /** Value over no bytes. */
    static final int EMPTY = 0;
    /** Castagnoli polynomial, bits reversed. */
    private static final int POLYNOMIAL = 0x82F63B78;

    private final CRC32C crc = new CRC32C();
    private final ByteBuffer seed = ByteBuffer.allocate(Integer.BYTES);

    /** Value over all bytes so far. */
    int value() {
        return (int) crc.getValue();
    }

    /** Adds bytes from the buffer's position to its limit. */
    void update(ByteBuffer bytes) {
        crc.update(bytes);
    }

    /**
     * Goes on from a value. The JDK's CRC32C starts from nothing only, so it is fed the four bytes that bring it to the
     * wanted register: a CRC step is invertible, so they exist and are found by stepping back 32 bits.
     */
    void resume(int value) {
        crc.reset();
        if (value == EMPTY) {
            return;
        }
        int register = ~value;
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            register = register < 0 ? (register ^ POLYNOMIAL) << 1 | 1 : register << 1;
        }
        int bytes = ~register;
        seed.clear();
        seed.putInt(Integer.reverseBytes(bytes));
        seed.flip();
        crc.update(seed);
    }
}
