/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.check;

import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.LogHeaderDecoder;
import org.fabtwin.core.event.PaddingDecoder;
import org.fabtwin.core.event.RunInfoDecoder;
import org.fabtwin.core.log.LogFormat;
import org.fabtwin.sim.event.EventField;
import org.fabtwin.sim.event.EventTable;
import org.fabtwin.sim.event.EventType;
import org.fabtwin.sim.event.HeaderLine;
import org.fabtwin.sim.event.IdTable;

/** Frames follow each other without a gap, have the length of their type, start with the header, and time never goes back. */
final class RecordSequenceCheck extends LogCheck {
    private final EventTable table = EventTable.table();
    private HeaderLine line;
    private boolean isHeaderSeen;
    private boolean isHeaderMissed;
    private long nextPosition;
    private long latestUs = Long.MIN_VALUE;
    private boolean isStarted;
    private boolean isReadable;
    private final CRC32C hash = new CRC32C();
    private byte[] hashedBytes = new byte[1024];

    RecordSequenceCheck() {
        super("records", "records are whole, in order and point into the line of the header");
    }

    @Override
    protected void check(final DirectBuffer buffer, final int offset, final int length, final int templateId) {
        isReadable = false;
        checkFrame(buffer, offset, length, templateId);
        nextPosition = position() + length;
        isStarted = true;
        if (templateId == RunInfoDecoder.TEMPLATE_ID || templateId == PaddingDecoder.TEMPLATE_ID) {
            return;
        }
        addToHash(buffer, offset, length);
        if (templateId == LogHeaderDecoder.TEMPLATE_ID && isReadable) {
            onHeader(buffer, offset);
        } else if (!isHeaderSeen && !isHeaderMissed) {
            isHeaderMissed = true;
            find("the log does not start with a LogHeader");
        }
        final long recordUs = buffer.getLong(offset + TIME_OFFSET, ByteOrder.LITTLE_ENDIAN);
        if (recordUs < latestUs) {
            find("time goes back from " + latestUs + " us to " + recordUs + " us");
        }
        latestUs = Math.max(latestUs, recordUs);
    }

    @Override
    protected boolean isAlwaysStrict() {
        return true;
    }

    private void checkFrame(final DirectBuffer buffer, final int offset, final int length, final int templateId) {
        // A reader skips the padding at the end of a segment.
        final boolean isAtSegmentStart = position() > nextPosition && position() % LogFormat.MIN_SEGMENT_BYTES == 0;
        if (isStarted && position() != nextPosition && !isAtSegmentStart) {
            find("a record at " + position() + " follows one that ended at " + nextPosition);
        }
        final int frameLength = buffer.getInt(offset, ByteOrder.LITTLE_ENDIAN);
        if (frameLength != length || length % 8 != 0) {
            find("a frame of " + length + " bytes says that it has " + frameLength);
        }
        final int blockLength = uint16(buffer, offset + HEADER_OFFSET);
        final int template = uint16(buffer, offset + HEADER_OFFSET + 2);
        final int schema = uint16(buffer, offset + HEADER_OFFSET + 4);
        final EventType type = table.type(templateId);
        if (template != templateId || schema != table.schemaId() || type == null) {
            find("unknown event: schema " + schema + ", code " + template);
            return;
        }
        if (blockLength < type.blockLength() || BLOCK_OFFSET + blockLength > length) {
            find(type.name() + " has a block of " + blockLength + " bytes in a frame of " + length + ", it needs "
                    + type.blockLength());
            return;
        }
        if (!areTextsInside(buffer, offset, length, type, blockLength)) {
            return;
        }
        isReadable = true;
        checkFields(buffer, offset, type);
    }

    private boolean areTextsInside(
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final EventType type,
            final int blockLength) {
        long end = BLOCK_OFFSET + blockLength;
        for (final EventType.TextField data : type.data()) {
            final long textLength = end + 4 > length
                    ? Integer.MAX_VALUE
                    : buffer.getInt(offset + (int) end, ByteOrder.LITTLE_ENDIAN) & 0xFFFF_FFFFL;
            end += 4 + textLength;
            if (end > length) {
                find(type.name() + "." + data.name() + " ends at " + end + " in a frame of " + length + " bytes");
                return false;
            }
        }
        return true;
    }

    private void checkFields(final DirectBuffer buffer, final int offset, final EventType type) {
        for (final EventField field : type.fields()) {
            if (!field.values().isEmpty() && !field.values().containsKey((int) field.longValue(buffer, offset))) {
                find(type.name() + "." + field.name() + " is " + field.longValue(buffer, offset)
                        + ", which is no code of " + field.typeName());
                isReadable = false;
            }
            if (line != null && field.idTable() != IdTable.NONE) {
                final long id = field.longValue(buffer, offset);
                if (id < -1 || id >= line.size(field.idTable())) {
                    find(type.name() + "." + field.name() + " is " + id + ", the line has "
                            + line.size(field.idTable()));
                }
            }
        }
    }

    private void addToHash(final DirectBuffer buffer, final int offset, final int length) {
        if (hashedBytes.length < length) {
            hashedBytes = new byte[length];
        }
        buffer.getBytes(offset, hashedBytes, 0, length);
        hash.update(hashedBytes, 0, length);
    }

    /** CRC32C over the hashed records so far. */
    int hash() {
        return (int) hash.getValue();
    }

    /** Compares the hash of all records with the one that the log's writer published. */
    void expectHash(final int published) {
        if (hash() != published) {
            find("the records have the hash " + HexFormat.of().toHexDigits(hash()) + ", the log says "
                    + HexFormat.of().toHexDigits(published));
        }
    }

    /** Whether the last record can be decoded: its fields lie inside its frame and its codes are known. */
    boolean isReadable() {
        return isReadable;
    }

    private void onHeader(final DirectBuffer buffer, final int offset) {
        if (isHeaderSeen) {
            find("a second LogHeader");
        }
        isHeaderSeen = true;
        try {
            line = HeaderLine.of(buffer, offset);
        } catch (final IllegalArgumentException e) {
            find(e.getMessage());
        }
    }

    @Override
    protected void onEnd() {
        if (!isHeaderSeen && !isHeaderMissed) {
            find("the log has no LogHeader");
        }
    }

    private static int uint16(final DirectBuffer buffer, final int at) {
        return buffer.getShort(at, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    }
}
