/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which events a command prints, and how ({@code @Mixin EventOptions}): the same for a log and for a stream. */
public final class EventOptions {
    /** Form of the output. */
    enum Format {
        TEXT,
        NDJSON
    }

    /** Reads {@code --format}. */
    public static final class FormatConverter implements ITypeConverter<Format> {
        @Override
        public Format convert(String text) {
            return switch (text) {
                case "text" -> Format.TEXT;
                case "ndjson" -> Format.NDJSON;
                default -> throw new TypeConversionException("expected text or ndjson, found '" + text + "'");
            };
        }
    }

    @Option(
            names = "--type",
            split = ",",
            paramLabel = "TYPE",
            description = "Only events of this type, such as TrackIn; several with commas.")
    private List<String> types = List.of();

    @Option(names = "--lot", split = ",", paramLabel = "LOT", description = "Only events of the lot with this serial.")
    private List<Integer> lots = List.of();

    @Option(
            names = "--wafer",
            split = ",",
            paramLabel = "WAFER",
            description = "Only events of the wafer with this serial, and the release of its lot.")
    private List<Integer> wafers = List.of();

    @Option(
            names = "--tool",
            split = ",",
            paramLabel = "TOOL",
            description = "Only events at this tool, tool group or chamber.")
    private List<String> tools = List.of();

    @Option(
            names = "--product",
            split = ",",
            paramLabel = "P",
            description = "Only events about this product: of its lots, wafers, steps and queue-time windows.")
    private List<String> products = List.of();

    @Option(
            names = "--area",
            split = ",",
            paramLabel = "AREA",
            description = "Only events in this area of the line: at its tools, or of steps done there.")
    private List<String> areas = List.of();

    @Option(
            names = "--step",
            split = ",",
            paramLabel = "STEP",
            description = "Only events of the steps of this name or module.")
    private List<String> steps = List.of();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            converter = FormatConverter.class,
            description = "text (default) or ndjson: one CloudEvents object a line.")
    private Format format;

    @Option(names = "--limit", paramLabel = "N", description = "Print no more than N events.")
    private Long limit;

    /** Values of each condition that was given, by its name in {@link org.fabtwin.sim.event.EventFilter.Builder#condition}. */
    public Map<String, List<String>> conditions() {
        final Map<String, List<String>> given = new LinkedHashMap<>();
        put(given, "type", types.stream());
        put(given, "product", products.stream());
        put(given, "lot", lots.stream().map(String::valueOf));
        put(given, "wafer", wafers.stream().map(String::valueOf));
        put(given, "tool", tools.stream());
        put(given, "area", areas.stream());
        put(given, "step", steps.stream());
        return given;
    }

    private static void put(Map<String, List<String>> given, String name, Stream<String> values) {
        final List<String> all = values.toList();
        if (!all.isEmpty()) {
            given.put(name, all);
        }
    }

    /** Whether events are printed as CloudEvents objects. */
    public boolean isNdjson() {
        return format == Format.NDJSON;
    }

    /** Most events to print. */
    public long limit() {
        return limit == null ? Long.MAX_VALUE : limit;
    }
}
