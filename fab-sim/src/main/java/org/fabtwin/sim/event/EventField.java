/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.event;

import java.nio.ByteOrder;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.fabtwin.core.log.RecordHandler;

/**
 * A fixed-size field of an event type.
 *
 * <p>Immutable.
 */
public final class EventField {
    /** How a field is stored: SBE's primitive types, little endian. */
    public enum Encoding {
        UINT8("uint8", 1),
        INT16("int16", 2),
        UINT16("uint16", 2),
        INT32("int32", 4),
        UINT32("uint32", 4),
        INT64("int64", 8),
        DOUBLE("double", 8);

        private final String sbeName;
        private final int sizeBytes;

        Encoding(final String sbeName, final int sizeBytes) {
            this.sbeName = sbeName;
            this.sizeBytes = sizeBytes;
        }

        public String sbeName() {
            return sbeName;
        }

        public int sizeBytes() {
            return sizeBytes;
        }

        static Encoding of(final String sbeName) {
            for (final Encoding encoding : values()) {
                if (encoding.sbeName.equals(sbeName)) {
                    return encoding;
                }
            }
            throw new IllegalArgumentException("events.xml: unknown primitive type " + sbeName);
        }
    }

    /** What a field's number means: the semantic type in events.xml. */
    public enum Meaning {
        /** Microseconds since the scenario's origin, or a duration in microseconds. */
        US,
        /** Index into the compiled line; -1 is none. */
        ID,
        /** Permanent number of a lot, carrier or wafer; -1 is none. */
        SERIAL,
        COUNT,
        /** Number of an enumerated value. */
        CODE,
        /** A number in a unit that the description or another field names. */
        VALUE,
        /** Always 0, not shown. */
        RESERVED
    }

    private final String name;
    private final String description;
    private final int offset;
    private final Encoding encoding;
    private final Meaning meaning;
    private final String typeName;
    private final String typeDescription;
    private final SortedMap<Integer, String> values;
    private final IdTable idTable;

    EventField(
            final String name,
            final String description,
            final int offset,
            final Encoding encoding,
            final Meaning meaning,
            final String typeName,
            final String typeDescription,
            final SortedMap<Integer, String> values) {
        this.name = name;
        this.description = description;
        this.offset = offset;
        this.encoding = encoding;
        this.meaning = meaning;
        this.typeName = typeName;
        this.typeDescription = typeDescription;
        this.values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        this.idTable = meaning == Meaning.ID ? IdTable.ofField(name) : IdTable.NONE;
    }

    public String name() {
        return name;
    }

    /** What the field adds to its type's description; empty when nothing. */
    public String description() {
        return description;
    }

    /** Bytes from the start of the SBE block. */
    public int offset() {
        return offset;
    }

    public Encoding encoding() {
        return encoding;
    }

    public Meaning meaning() {
        return meaning;
    }

    public String typeName() {
        return typeName;
    }

    public String typeDescription() {
        return typeDescription;
    }

    /** Names of an enumerated field's values by code, in the order of the codes; empty for other fields. */
    public SortedMap<Integer, String> values() {
        return values;
    }

    /** Which list of the compiled line an id points into. */
    public IdTable idTable() {
        return idTable;
    }

    /** Value of an integer field in the frame at {@code frameOffset} (a double field: its bits). */
    public long longValue(final DirectBuffer buffer, final int frameOffset) {
        final int at = frameOffset + RecordHandler.BLOCK_OFFSET + offset;
        return switch (encoding) {
            case UINT8 -> buffer.getByte(at) & 0xFF;
            case INT16 -> buffer.getShort(at, ByteOrder.LITTLE_ENDIAN);
            case UINT16 -> buffer.getShort(at, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
            case INT32 -> buffer.getInt(at, ByteOrder.LITTLE_ENDIAN);
            case UINT32 -> buffer.getInt(at, ByteOrder.LITTLE_ENDIAN) & 0xFFFF_FFFFL;
            case INT64, DOUBLE -> buffer.getLong(at, ByteOrder.LITTLE_ENDIAN);
        };
    }

    /** Value of a double field in the frame at {@code frameOffset}. */
    public double doubleValue(final DirectBuffer buffer, final int frameOffset) {
        return Double.longBitsToDouble(longValue(buffer, frameOffset));
    }
}
