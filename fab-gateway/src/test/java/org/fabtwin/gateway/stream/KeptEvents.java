/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.agrona.DirectBuffer;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.LogMetadata;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.sim.event.EventJson;
import org.fabtwin.sim.event.HeaderLine;

/** What a log holds, read from its folder by the log's own reader: the judge of what subscribers got. */
final class KeptEvents {
    /** By "epoch:position": CRC-32 of the record, and its JSON. */
    private final Map<String, Kept> events = new LinkedHashMap<>();

    record Kept(int crc, int templateId, String json) {}

    static KeptEvents read(Path directory) throws IOException {
        final KeptEvents kept = new KeptEvents();
        final HeaderLine line = HeaderLine.parse(LogMetadata.read(directory).line());
        try (EventLogReader reader = EventLogReader.open(directory)) {
            final EventJson json = new EventJson(line, reader.epoch(), null);
            final RecordHandler keep = (buffer, offset, length, templateId, position) -> kept.events.put(
                    reader.epoch() + ":" + position,
                    new Kept(
                            crc(buffer, offset, length),
                            templateId,
                            text(json, buffer, offset, length, templateId, position)));
            while (reader.poll(keep, 10_000) != 0) {
                // To the end; a lost stretch at the beginning is not there to be compared.
            }
        }
        return kept;
    }

    private static String text(
            EventJson json, DirectBuffer buffer, int offset, int length, int templateId, long position) {
        final StringWriter text = new StringWriter();
        try {
            json.encode(buffer, offset, length, templateId, position);
            json.writeTo(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    static int crc(DirectBuffer buffer, int offset, int length) {
        final CRC32 crc = new CRC32();
        final ByteBuffer bytes = ByteBuffer.allocate(length);
        buffer.getBytes(offset, bytes, length);
        crc.update(bytes.flip());
        return (int) crc.getValue();
    }

    Map<String, Kept> events() {
        return events;
    }

    List<String> ids() {
        return List.copyOf(events.keySet());
    }

    List<String> jsonLines() {
        return events.values().stream().map(Kept::json).toList();
    }

    /** "place CRC-32" of each. */
    List<String> placesAndContents() {
        return events.entrySet().stream()
                .map(event -> event.getKey() + " "
                        + Integer.toHexString(event.getValue().crc()))
                .toList();
    }

    /** Ids from one on. */
    List<String> idsFrom(String first) {
        final List<String> ids = ids();
        assertThat(ids).contains(first);
        return ids.subList(ids.indexOf(first), ids.size());
    }
}
