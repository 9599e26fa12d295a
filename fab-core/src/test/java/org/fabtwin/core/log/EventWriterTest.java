/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.MessageHeaderDecoder;
import org.fabtwin.core.event.WaferTestedDecoder;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.StateArena;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class EventWriterTest {
    private EventLog log;
    private EventWriter writer;
    private final TestStream.Collector collector = new TestStream.Collector();

    @BeforeEach
    void openLog() throws Exception {
        log = EventLog.create(TestStream.smallRing().withHelperThread(false));
        writer = new EventWriter(log);
        // Old bytes of the ring must not shine through: fill the room that the records will take.
        log.buffer().setMemory(log.claim(4096), 4096, (byte) 0xEE);
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void shouldWriteTheseBytesForATrackIn() {
        writer.trackIn(0x0102030405060708L, 0x11121314, 0x21222324, 0x31323334, 0x41424344, 0x5152, 0x6162);

        log.inlineReader().poll(collector, 1);

        assertThat(hex(collector.frames.get(0)))
                .isEqualTo(
                        "28000000" // length 40
                                + "1c001600ea070100" // block 28, template 22, schema 2026, version 1
                                + "14131211" // lot
                                + "0807060504030201" // timeUs
                                + "24232221" // carrier
                                + "34333231" // step
                                + "44434241" // tool
                                + "5251" // wafers
                                + "6261"); // visit
    }

    @Test
    void shouldZeroTheBytesAfterABlockThatIsNoMultipleOfEight() {
        writer.lotHeld(1, 2, 3, 4, 1);

        log.inlineReader().poll(collector, 1);

        assertThat(hex(collector.frames.get(0)))
                .isEqualTo("2800000015000c00ea070100" + "02000000" + "0100000000000000" + "03000000" + "04000000" + "01"
                        + "00000000000000");
    }

    /** Each message of the table, its method called with a different number for each field, decoded again. */
    @ParameterizedTest
    @MethodSource("messages")
    void shouldWriteWhatTheGeneratedDecoderReads(String message, List<String> fields) throws Exception {
        String name = Character.toLowerCase(message.charAt(0)) + message.substring(1);
        Method method = Stream.of(EventWriter.class, ControlEvents.class)
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no writer has a method " + name));
        Object owner = method.getDeclaringClass() == EventWriter.class ? writer : new ControlEvents(writer);
        boolean hasMap = message.equals("WaferTested");
        assertThat(method.getParameterCount()).isEqualTo(fields.size() + (hasMap ? 1 : 0));
        Object[] arguments = new Object[method.getParameterCount()];
        if (hasMap) {
            arguments[fields.size()] = new StateArena().ints("map", 2000, 'M');
        }
        for (int i = 0; i < fields.size(); i++) {
            arguments[i] =
                    argument(method.getParameterTypes()[i], i, message, i < 2 ? fields.get(1 - i) : fields.get(i));
        }

        method.invoke(owner, arguments);

        log.inlineReader().poll(this::keep, 1);
        DirectBuffer frame = new org.agrona.concurrent.UnsafeBuffer(collector.frames.get(0));
        Class<?> type = Class.forName("org.fabtwin.core.event." + message + "Decoder");
        Object decoder = type.getConstructor().newInstance();
        type.getMethod("wrapAndApplyHeader", DirectBuffer.class, int.class, MessageHeaderDecoder.class)
                .invoke(decoder, frame, RecordHandler.HEADER_OFFSET, new MessageHeaderDecoder());
        for (int i = 0; i < fields.size(); i++) {
            String field = i < 2 ? fields.get(1 - i) : fields.get(i);
            assertThat(decoded(type, decoder, field)).as(field).isEqualTo(((Number) arguments[i]).doubleValue());
        }
    }

    @Test
    void shouldWriteALetterForEachDieOfAWafer() {
        writer.waferTested(1, 2, 3, 4, 5, 3, 1, 0, 1, 1, letters("1HPR1 not read"));

        log.inlineReader().poll(collector, 1);

        WaferTestedDecoder decoder = new WaferTestedDecoder();
        decoder.wrapAndApplyHeader(
                new org.agrona.concurrent.UnsafeBuffer(collector.frames.get(0)),
                RecordHandler.HEADER_OFFSET,
                new MessageHeaderDecoder());
        assertThat(decoder.dieMap()).isEqualTo("1HPR1");
    }

    private static IntColumn letters(String text) {
        IntColumn column = new StateArena().ints("map", text.length(), 0);
        for (int i = 0; i < text.length(); i++) {
            column.set(i, text.charAt(i));
        }
        return column;
    }

    private void keep(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        collector.onRecord(buffer, offset, length, templateId, position);
    }

    private static Object argument(Class<?> type, int index, String message, String field) throws Exception {
        Class<?> decoder = Class.forName("org.fabtwin.core.event." + message + "Decoder");
        Class<?> returned = decoder.getMethod(field).getReturnType();
        int value = returned.isEnum() ? 1 : 1000 + index;
        if (type == long.class) {
            return value * 1_000_000_007L;
        }
        if (type == double.class) {
            return value + 0.5;
        }
        return value;
    }

    private static double decoded(Class<?> type, Object decoder, String field) throws Exception {
        Object value = type.getMethod(field).invoke(decoder);
        if (value instanceof Enum<?>) {
            value = value.getClass().getMethod("value").invoke(value);
        }
        return ((Number) value).doubleValue();
    }

    static Stream<Arguments> messages() throws Exception {
        Document table;
        try (InputStream xml = MessageHeaderDecoder.class.getResourceAsStream("events.xml")) {
            table = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml);
        }
        List<Arguments> messages = new ArrayList<>();
        NodeList elements = table.getElementsByTagName("sbe:message");
        for (int i = 0; i < elements.getLength(); i++) {
            Element message = (Element) elements.item(i);
            List<String> fields = new ArrayList<>();
            NodeList children = message.getElementsByTagName("field");
            for (int j = 0; j < children.getLength(); j++) {
                Element field = (Element) children.item(j);
                if (!field.getAttribute("type").equals("ReservedByte")) {
                    fields.add(field.getAttribute("name"));
                }
            }
            if (Integer.parseInt(message.getAttribute("id")) >= 10) {
                messages.add(Arguments.of(message.getAttribute("name"), fields));
            }
        }
        return messages.stream();
    }

    @Test
    void shouldCountRecords() {
        TestStream.write(log, writer, 0, 100);

        assertThat(writer.records()).isEqualTo(100);
    }

    private static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            text.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
        }
        return text.toString();
    }
}
