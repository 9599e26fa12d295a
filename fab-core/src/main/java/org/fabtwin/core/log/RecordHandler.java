/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import org.agrona.DirectBuffer;
import org.fabtwin.core.event.PaddingEncoder;

/**
 * Receives the records of an event log in order. Called on the reader's thread.
 *
 * <p>Frame of a record, little endian, length a multiple of 8:
 *
 * <pre>
 *   0        4           12          16          24
 *   +--------+-----------+-----------+-----------+----------------
 *   | length | SBE header| subject   | timeUs    | other fields ...
 *   | int32  | 8 bytes   | int32     | int64     |
 *   +--------+-----------+-----------+-----------+----------------
 * </pre>
 */
@FunctionalInterface
public interface RecordHandler {
    /** Offset of the SBE header (block length, template id, schema id, version; uint16 each) in a frame. */
    int HEADER_OFFSET = 4;
    /** Offset of the SBE block, which every message starts with its int32 subject. */
    int BLOCK_OFFSET = 12;
    /** Offset of the int64 simulated time that every message carries. */
    int TIME_OFFSET = 16;

    /**
     * One record.
     *
     * @param buffer holds the frame; valid until this method returns.
     * @param offset of the frame's first byte.
     * @param length of the frame in bytes, padding included.
     * @param templateId id of the message in events.xml.
     * @param position of the frame in the stream, in bytes.
     */
    void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position);

    /**
     * Whole records, one behind the other, paddings among them: one by one here. Who reads all of them within the simulation's thread
     * goes through the frames itself. The reader goes on behind the last when this has returned; where it throws, before the first.
     *
     * @param buffer holds the frames; valid until this method returns.
     * @param from of the first frame's first byte.
     * @param to behind the last frame.
     * @param position of the first frame in the stream, in bytes.
     * @return the number of records, paddings not counted.
     * @throws IllegalStateException where no whole frame stands.
     */
    default int onRecords(DirectBuffer buffer, int from, int to, long position) {
        int records = 0;
        int length;
        for (int offset = from; offset < to; offset += length) {
            length = LogFormat.frameLength(buffer, offset);
            int templateId = LogFormat.templateId(buffer, offset);
            LogFormat.checkFrame(buffer.getLong(offset), to - offset, position + offset - from);
            if (templateId != PaddingEncoder.TEMPLATE_ID) {
                onRecord(buffer, offset, length, templateId, position + offset - from);
                records++;
            }
        }
        return records;
    }
}
