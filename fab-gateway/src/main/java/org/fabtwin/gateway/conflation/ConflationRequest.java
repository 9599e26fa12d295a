/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.conflation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fabtwin.gateway.subscription.Feed;
import org.fabtwin.gateway.subscription.SubscriptionRequest;
import org.fabtwin.gateway.wire.StreamFormat;
import org.fabtwin.sim.event.HeaderLine;

/**
 * What a screen wants: {@code conflate=10 Hz}, with {@code type} (of those that conflate), {@code tool}, {@code area}.
 *
 * @param periodUs between two looks.
 */
public record ConflationRequest(Feed feed, long periodUs) {
    /** The parameter that asks for it. */
    public static final String NAME = "conflate";

    private static final List<String> TYPES = List.of("ToolStateChanged", "ChamberStateChanged");
    private static final List<String> CONDITIONS = List.of("type", "tool", "area");
    private static final double LEAST_HZ = 0.1;
    private static final double MOST_HZ = 30;

    /**
     * Reads the parameters.
     *
     * @throws IllegalArgumentException that names the parameter, its value and what was expected.
     */
    public static ConflationRequest parse(Map<String, List<String>> parameters, StreamFormat format, HeaderLine line) {
        final Map<String, List<String>> conditions = new HashMap<>(parameters);
        final List<String> rate = conditions.remove(NAME);
        for (final String name : conditions.keySet()) {
            if (!CONDITIONS.contains(name)) {
                throw new IllegalArgumentException("unknown parameter '" + name + "' beside " + NAME
                        + ", which starts with all there is and goes on with what is new; there are "
                        + String.join(", ", CONDITIONS));
            }
        }
        conditions.putIfAbsent("type", List.of(TYPES.get(0)));
        for (final String types : conditions.get("type")) {
            for (final String type : types.split(",")) {
                if (TYPES.stream().noneMatch(type::equalsIgnoreCase)) {
                    throw new IllegalArgumentException("type: with " + NAME + " expected " + String.join(" or ", TYPES)
                            + ", found '" + type + "'");
                }
            }
        }
        return new ConflationRequest(
                SubscriptionRequest.parse(conditions, format, line).feed(), periodUs(hertz(rate.get(0))));
    }

    /** Of the nearest tenth of a hertz: screens of one rate share their batches, and there are not many rates. */
    private static long periodUs(double hertz) {
        return Math.round(1e6 / (Math.round(hertz / LEAST_HZ) * LEAST_HZ));
    }

    private static double hertz(String text) {
        final String number = text.replaceFirst("\\s*Hz$", "");
        try {
            final double hertz = Double.parseDouble(number);
            if (hertz >= LEAST_HZ && hertz <= MOST_HZ) {
                return hertz;
            }
        } catch (NumberFormatException e) {
            // Said below, with what was expected.
        }
        throw new IllegalArgumentException(NAME + ": expected a rate from " + LEAST_HZ + " to " + (int) MOST_HZ
                + " Hz such as 10Hz, found '" + text + "'");
    }
}
