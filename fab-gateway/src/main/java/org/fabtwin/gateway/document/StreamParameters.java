/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.document;

import java.util.LinkedHashMap;
import java.util.Map;

/** Parameters of {@code /v1/events} in words. */
final class StreamParameters {
    /** By name, in the order in which people look for them. */
    static final Map<String, String> ALL = new LinkedHashMap<>();

    static {
        ALL.put("from", "where to start: earliest (default), latest, epoch:position or position of a record");
        ALL.put("after", "epoch:position or position of the last record that is known");
        ALL.put("time", "simulated time to start at, such as 2 d");
        ALL.put("type", "only events of these types, with commas or several times, as the others");
        ALL.put("product", "only events about these products");
        ALL.put("lot", "only events of the lots of these serials");
        ALL.put("wafer", "only events of the wafers of these serials, and the release of their lots");
        ALL.put("tool", "only events at these tools, tool groups or chambers");
        ALL.put("area", "only events in these areas of the line");
        ALL.put("step", "only events of steps of these names or modules");
        ALL.put("conflate", "a rate from 0.1 to 30 Hz: the latest state of each tool instead of each change");
        ALL.put("format", "ndjson or sse, instead of what Accept says; not for WebSockets");
    }

    private StreamParameters() {}
}
