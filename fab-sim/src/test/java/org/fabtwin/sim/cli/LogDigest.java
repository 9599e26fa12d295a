/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.RunInfoDecoder;
import org.fabtwin.core.log.RecordHandler;

/** Checksum of the records that it is given, but for who wrote them. */
final class LogDigest implements RecordHandler {
    private final CRC32C crc = new CRC32C();
    private byte[] bytes = new byte[1024];
    private long records;

    @Override
    public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        records++;
        if (templateId == RunInfoDecoder.TEMPLATE_ID) {
            return;
        }
        if (bytes.length < length) {
            bytes = new byte[length];
        }
        buffer.getBytes(offset, bytes, 0, length);
        crc.update(bytes, 0, length);
    }

    long records() {
        return records;
    }

    long value() {
        return crc.getValue();
    }
}
