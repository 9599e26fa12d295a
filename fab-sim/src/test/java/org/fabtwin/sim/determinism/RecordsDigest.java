/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.determinism;

import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.LotReleasedDecoder;
import org.fabtwin.core.log.RecordHandler;

/** Checksum and number of the events that it is given, wherever in a log they lie; records of the log itself apart. */
final class RecordsDigest implements RecordHandler {
    private final CRC32C crc = new CRC32C();
    private byte[] bytes = new byte[256];
    private long records;

    @Override
    public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        if (templateId < LotReleasedDecoder.TEMPLATE_ID) {
            return;
        }
        if (bytes.length < length) {
            bytes = new byte[length];
        }
        buffer.getBytes(offset, bytes, 0, length);
        crc.update(bytes, 0, length);
        records++;
    }

    /** Such as {@code 1d0f9a23 of 4711}. */
    String text() {
        return ScenarioTwin.hex((int) crc.getValue()) + " of " + records;
    }
}
