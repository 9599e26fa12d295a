/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.fabtwin.core.log.RecordHandler;

/**
 * All event types, read from the one table in fab-core ({@code events.xml}).
 *
 * <p>Immutable; any thread.
 */
public final class EventTable {
    private static final String RESOURCE = "/org/fabtwin/core/event/events.xml";

    private static final class Loaded {
        static final EventTable TABLE = load();
    }

    private final int schemaId;
    private final int schemaVersion;
    private final List<EventType> types;
    private final EventType[] byCode;

    EventTable(final int schemaId, final int schemaVersion, final List<EventType> types) {
        this.schemaId = schemaId;
        this.schemaVersion = schemaVersion;
        this.types = List.copyOf(types);
        int most = 0;
        for (final EventType type : types) {
            most = Math.max(most, type.code());
        }
        byCode = new EventType[most + 1];
        for (final EventType type : types) {
            if (byCode[type.code()] != null) {
                throw new IllegalArgumentException("events.xml: code " + type.code() + " is both "
                        + byCode[type.code()].name() + " and " + type.name());
            }
            byCode[type.code()] = type;
        }
    }

    /** The table of this build. */
    public static EventTable table() {
        return Loaded.TABLE;
    }

    private static EventTable load() {
        try (InputStream in = RecordHandler.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + RESOURCE);
            }
            return EventTableParser.parse(in);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int schemaId() {
        return schemaId;
    }

    public int schemaVersion() {
        return schemaVersion;
    }

    /** In the order of the table. */
    public List<EventType> types() {
        return types;
    }

    /** The type with that template id, or null when this build does not know it. */
    public EventType type(final int code) {
        return code >= 0 && code < byCode.length ? byCode[code] : null;
    }

    /** The type of that name (any case), or null. */
    public EventType type(final String name) {
        for (final EventType type : types) {
            if (type.name().equalsIgnoreCase(name)) {
                return type;
            }
        }
        return null;
    }

    /** Largest template id. */
    public int mostCode() {
        return byCode.length - 1;
    }
}
