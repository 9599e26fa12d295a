/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.event;

import java.util.List;

/**
 * One event type of the table.
 *
 * @param code template id in the log.
 * @param name such as {@code TrackIn}.
 * @param description one sentence.
 * @param transition the SEMI-style transition that it stands for; empty when none.
 * @param fields fixed-size fields, in order.
 * @param data names and descriptions of the texts that follow the block, in order.
 * @param blockLength bytes of the fixed-size fields.
 */
public record EventType(
        int code,
        String name,
        String description,
        String transition,
        List<EventField> fields,
        List<TextField> data,
        int blockLength) {
    /** A UTF-8 text after the block, led by its uint32 length. */
    public record TextField(String name, String description) {}

    public EventType {
        fields = List.copyOf(fields);
        data = List.copyOf(data);
    }

    /** The field of that name, or null. */
    public EventField field(final String fieldName) {
        for (final EventField field : fields) {
            if (field.name().equals(fieldName)) {
                return field;
            }
        }
        return null;
    }

    /** Name with its first letter in lower case, as in the JSON form's {@code type}. */
    public String lowerCamelName() {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
