/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EventTableTest {
    private final EventTable table = EventTable.table();

    @Test
    void shouldAgreeWithGeneratedCodecsOnEveryOffset() throws ReflectiveOperationException {
        for (final EventType type : table.types()) {
            final Class<?> codec = Class.forName("org.fabtwin.core.event." + type.name() + "Decoder");
            assertThat(codec.getField("BLOCK_LENGTH").getInt(null)).isEqualTo(type.blockLength());
            assertThat(codec.getField("TEMPLATE_ID").getInt(null)).isEqualTo(type.code());
            assertThat(codec.getField("SCHEMA_ID").getInt(null)).isEqualTo(table.schemaId());
            assertThat(codec.getField("SCHEMA_VERSION").getInt(null)).isEqualTo(table.schemaVersion());
            for (final EventField field : type.fields()) {
                final Object offset =
                        codec.getMethod(field.name() + "EncodingOffset").invoke(null);
                final Object length =
                        codec.getMethod(field.name() + "EncodingLength").invoke(null);
                assertThat(offset).as(type.name() + "." + field.name()).isEqualTo(field.offset());
                assertThat(length)
                        .as(type.name() + "." + field.name())
                        .isEqualTo(field.encoding().sizeBytes());
            }
        }
    }

    @Test
    void shouldTellUnitsTransitionsAndCodes() {
        final EventType trackOut = table.type("trackout");

        assertThat(trackOut.name()).isEqualTo("TrackOut");
        assertThat(trackOut.lowerCamelName()).isEqualTo("trackOut");
        assertThat(trackOut.transition()).isEqualTo("E40-style: PROCESS COMPLETE");
        assertThat(trackOut.field("busyUs").meaning()).isEqualTo(EventField.Meaning.US);
        assertThat(trackOut.field("busyUs").description()).startsWith("Capacity that the carrier used");
        assertThat(trackOut.field("tool").idTable()).isEqualTo(IdTable.TOOL);
        assertThat(table.type("ToolStateChanged").field("to").values()).containsEntry(4, "UNSCHEDULED_DOWN");
        assertThat(table.type("LogHeader").data())
                .extracting(EventType.TextField::name)
                .containsExactly("scenarioName", "line", "scenario");
        assertThat(table.type(999)).isNull();
        assertThat(table.type("Nothing")).isNull();
    }

    @Test
    void shouldKnowTheListOfEveryIdField() {
        for (final EventType type : table.types()) {
            for (final EventField field : type.fields()) {
                if (field.typeName().endsWith("Id") && !type.name().equals("CommandApplied")) {
                    assertThat(field.idTable() != IdTable.NONE || field.name().equals("priority"))
                            .as(type.name() + "." + field.name())
                            .isTrue();
                }
            }
        }
    }

    @Test
    void shouldRefuseDocumentType() {
        final String hostile = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><x>&e;</x>";

        assertThatThrownBy(() ->
                        EventTableParser.parse(new ByteArrayInputStream(hostile.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("DOCTYPE");
    }
}
