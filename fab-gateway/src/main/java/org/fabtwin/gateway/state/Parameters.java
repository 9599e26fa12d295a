/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.state;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import org.fabtwin.sim.state.Page;

/** Parameters of a query; each may be given once. Immutable. */
final class Parameters {
    private static final int DEFAULT_LIMIT = 100;

    private final Map<String, List<String>> values;

    private Parameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * Takes the parameters of a target.
     *
     * @throws IllegalArgumentException if one is not among those known, or given twice.
     */
    static Parameters of(QueryStringDecoder target, List<String> known) {
        target.parameters().forEach((name, values) -> {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("unknown parameter '" + name + "'; "
                        + (known.isEmpty() ? "there are none here" : "there are " + String.join(", ", known)));
            }
            if (values.size() != 1) {
                throw new IllegalArgumentException(name + ": expected one value, found " + values.size());
            }
        });
        return new Parameters(target.parameters());
    }

    /** Null without. */
    String text(String name) {
        return values.containsKey(name) ? values.get(name).get(0) : null;
    }

    /**
     * A value that is one of a list; null without.
     *
     * @throws IllegalArgumentException if it is none of them.
     */
    String oneOf(String name, List<String> known) {
        final String text = text(name);
        if (text != null && !known.contains(text)) {
            throw new IllegalArgumentException(
                    name + ": expected one of " + String.join(", ", known) + ", found '" + text + "'");
        }
        return text;
    }

    /** Null without. */
    Integer number(String name) {
        return values.containsKey(name) ? (Integer) number(name, text(name)) : null;
    }

    /**
     * A number from 0 up.
     *
     * @throws IllegalArgumentException if it is none.
     */
    static int number(String name, String text) {
        try {
            final int number = Integer.parseInt(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, with what was expected.
        }
        throw new IllegalArgumentException(name + ": expected a number from 0 up, found '" + text + "'");
    }

    int limit() {
        return values.containsKey("limit") ? number("limit") : DEFAULT_LIMIT;
    }

    Page.Request page() {
        return new Page.Request(values.containsKey("after") ? number("after") : -1, limit());
    }
}
