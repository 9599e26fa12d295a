/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.event;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** Reads an SBE schema (as far as events.xml uses SBE) into an {@link EventTable}. */
final class EventTableParser {
    /** A type, composite or enum of the schema. */
    private record FieldType(
            String name,
            EventField.Encoding encoding,
            EventField.Meaning meaning,
            String description,
            SortedMap<Integer, String> values) {}

    private final Map<String, FieldType> fieldTypes = new TreeMap<>();

    private EventTableParser() {}

    /** Parses; a DOCTYPE, and with it any entity, is refused. */
    static EventTable parse(final InputStream in) throws IOException {
        final Document document;
        try {
            final DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            factory.setNamespaceAware(true);
            final var builder = factory.newDocumentBuilder();
            // The default handler prints fatal errors to standard error; the exception says the same.
            builder.setErrorHandler(null);
            document = builder.parse(in);
        } catch (final ParserConfigurationException | SAXException e) {
            throw new IOException("event table: " + e.getMessage(), e);
        }
        return new EventTableParser().table(document.getDocumentElement());
    }

    private EventTable table(final Element schema) {
        for (final Element types : children(schema)) {
            if ("types".equals(types.getLocalName())) {
                for (final Element type : children(types)) {
                    addType(type);
                }
            }
        }
        final List<EventType> events = new ArrayList<>();
        for (final Element message : children(schema)) {
            if ("message".equals(message.getLocalName())) {
                events.add(event(message));
            }
        }
        return new EventTable(
                Integer.parseInt(schema.getAttribute("id")), Integer.parseInt(schema.getAttribute("version")), events);
    }

    private void addType(final Element type) {
        final String name = type.getAttribute("name");
        final SortedMap<Integer, String> values = new TreeMap<>();
        final EventField.Encoding encoding;
        switch (type.getLocalName()) {
            case "type" -> encoding = EventField.Encoding.of(type.getAttribute("primitiveType"));
            case "enum" -> {
                encoding = EventField.Encoding.of(type.getAttribute("encodingType"));
                for (final Element value : children(type)) {
                    values.put(Integer.valueOf(value.getTextContent().trim()), value.getAttribute("name"));
                }
            }
            // Composites are the message header and texts, neither of which is a fixed-size field.
            case "composite" -> {
                return;
            }
            default -> throw new IllegalArgumentException("events.xml: <" + type.getLocalName() + "> is not supported");
        }
        final EventField.Meaning meaning =
                EventField.Meaning.valueOf(type.getAttribute("semanticType").toUpperCase(Locale.ROOT));
        fieldTypes.put(name, new FieldType(name, encoding, meaning, type.getAttribute("description"), values));
    }

    private EventType event(final Element message) {
        final String name = message.getAttribute("name");
        final List<EventField> fields = new ArrayList<>();
        final List<EventType.TextField> texts = new ArrayList<>();
        int next = 0;
        for (final Element part : children(message)) {
            final String partName = part.getAttribute("name");
            if ("data".equals(part.getLocalName())) {
                texts.add(new EventType.TextField(partName, part.getAttribute("description")));
                continue;
            }
            final FieldType type = fieldTypes.get(part.getAttribute("type"));
            if (!"field".equals(part.getLocalName()) || type == null) {
                throw new IllegalArgumentException("events.xml: " + name + "." + partName + " is not supported");
            }
            final int offset = part.hasAttribute("offset") ? Integer.parseInt(part.getAttribute("offset")) : next;
            next = offset + type.encoding().sizeBytes();
            fields.add(new EventField(
                    partName,
                    part.getAttribute("description"),
                    offset,
                    type.encoding(),
                    type.meaning(),
                    type.name(),
                    type.description(),
                    type.values()));
        }
        final int blockLength =
                message.hasAttribute("blockLength") ? Integer.parseInt(message.getAttribute("blockLength")) : next;
        return new EventType(
                Integer.parseInt(message.getAttribute("id")),
                name,
                message.getAttribute("description"),
                message.getAttribute("semanticType"),
                fields,
                texts,
                blockLength);
    }

    private static List<Element> children(final Element parent) {
        final List<Element> elements = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }
}
