/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.subscription;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fabtwin.gateway.wire.StreamFormat;
import org.fabtwin.gateway.wire.StreamPlace;
import org.fabtwin.gateway.wire.frame.Start;
import org.fabtwin.sim.cli.SimulatedTime;
import org.fabtwin.sim.event.EventFilter;
import org.fabtwin.sim.event.HeaderLine;
import picocli.CommandLine.TypeConversionException;

/**
 * Where a subscriber wants to start and what it wants, as the parameters of a query say: {@code from=earliest|latest|epoch:position},
 * {@code after=epoch:position}, {@code time=2d}; {@code type}, {@code product}, {@code lot}, {@code wafer}, {@code tool}, {@code area},
 * {@code step}, each with commas or several times.
 *
 * @param start how {@code position} is meant.
 * @param epoch that the client knows, or {@link StreamPlace#ANY_EPOCH}.
 * @param position in the log, or simulated time in us.
 */
public record SubscriptionRequest(Feed feed, Start start, int epoch, long position) {
    private static final List<String> PLACES = List.of("from", "after", "time");

    /**
     * Reads the parameters.
     *
     * @throws IllegalArgumentException that names the parameter, its value and what was expected.
     */
    public static SubscriptionRequest parse(
            Map<String, List<String>> parameters, StreamFormat format, HeaderLine line) {
        final Map<String, List<String>> conditions = new TreeMap<>();
        Start start = Start.EARLIEST;
        StreamPlace place = new StreamPlace(StreamPlace.ANY_EPOCH, 0);
        String placed = null;
        for (final Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            final String name = parameter.getKey();
            if (PLACES.contains(name)) {
                if (placed != null || parameter.getValue().size() != 1) {
                    throw new IllegalArgumentException("expected one of " + String.join(", ", PLACES) + ", found more");
                }
                placed = name;
                final String text = parameter.getValue().get(0);
                start = startOf(name, text);
                place = placeOf(name, start, text);
            } else if (EventFilter.CONDITIONS.contains(name)) {
                final List<String> values = conditions.computeIfAbsent(name, n -> new ArrayList<>());
                parameter.getValue().forEach(value -> values.addAll(List.of(value.split(","))));
                if (values.isEmpty()) {
                    // Commas alone: no condition, so that everything would pass.
                    throw new IllegalArgumentException(name + ": expected a name or more, found none");
                }
            } else {
                throw new IllegalArgumentException("unknown parameter '" + name + "'; there are "
                        + String.join(", ", PLACES) + ", " + String.join(", ", EventFilter.CONDITIONS));
            }
        }
        return new SubscriptionRequest(
                feed(conditions, start, place, format, line), start, place.epoch(), place.position());
    }

    private static Start startOf(String name, String text) {
        return switch (name) {
            case "after" -> Start.AFTER;
            case "time" -> Start.TIME;
            default ->
                switch (text) {
                    case "earliest" -> Start.EARLIEST;
                    case "latest" -> Start.LATEST;
                    default -> Start.POSITION;
                };
        };
    }

    private static StreamPlace placeOf(String name, Start start, String text) {
        try {
            return switch (start) {
                case POSITION, AFTER -> StreamPlace.parse(text);
                case TIME ->
                    new StreamPlace(
                            StreamPlace.ANY_EPOCH,
                            new SimulatedTime.Converter().convert(text).us());
                default -> new StreamPlace(StreamPlace.ANY_EPOCH, 0);
            };
        } catch (IllegalArgumentException | TypeConversionException e) {
            throw new IllegalArgumentException(
                    name + ": " + e.getMessage() + (start == Start.POSITION ? ", or earliest or latest" : ""), e);
        }
    }

    private static Feed feed(
            Map<String, List<String>> conditions,
            Start start,
            StreamPlace place,
            StreamFormat format,
            HeaderLine line) {
        if (conditions.isEmpty() && start != Start.TIME) {
            return new Feed("", null, format);
        }
        final EventFilter.Builder filter = EventFilter.builder();
        final StringBuilder text = new StringBuilder();
        conditions.forEach((name, values) -> {
            values.stream().sorted().distinct().forEach(value -> {
                filter.condition(name, value);
                text.append(name).append('=').append(value).append('&');
            });
        });
        if (start == Start.TIME) {
            filter.fromUs(place.position());
            text.append("time=").append(place.position());
        }
        return new Feed(text.toString(), filter.build(line), format);
    }
}
