/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import org.fabtwin.sim.event.EventText;

/**
 * Result of the checks of one log, for people and as JSON with stable keys.
 *
 * @param log where the log lies.
 * @param checks after their end.
 * @param isHashChecked whether the log's writer had published a hash to compare with.
 */
public record CheckReport(String log, Checks checks, boolean isHashChecked) {
    /** One line per check, its findings below it. */
    public String text() {
        final StringBuilder out = new StringBuilder();
        try {
            for (final LogCheck check : checks.checks()) {
                out.append(check.isPassed() ? "ok    " : "FAILS ")
                        .append(check.name())
                        .append(": ");
                out.append(check.claim()).append('\n');
                for (final Finding finding : check.findings()) {
                    out.append("      ");
                    EventText.writeTime(out, finding.timeUs());
                    out.append("  at ").append(finding.position()).append("  ");
                    out.append(finding.message()).append('\n');
                }
                final long more = check.findingCount() - check.findings().size();
                if (more > 0) {
                    out.append("      and ").append(more).append(" more\n");
                }
            }
            out.append(checks.records()).append(" records, up to");
            EventText.writeTime(out.append(' '), checks.endUs());
            out.append(", log hash ").append(hash()).append(isHashChecked ? "" : " (none published)");
            out.append('\n');
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    /** {@code log, records, endUs, logHash, hashChecked, passed, checks[].{name, claim, passed, findings, first[]}}. */
    public ObjectNode json() {
        final ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("log", log);
        json.put("records", checks.records());
        json.put("endUs", checks.endUs());
        json.put("logHash", hash());
        json.put("hashChecked", isHashChecked);
        json.put("passed", checks.isPassed());
        final ArrayNode list = json.putArray("checks");
        for (final LogCheck check : checks.checks()) {
            final ObjectNode one = list.addObject();
            one.put("name", check.name());
            one.put("claim", check.claim());
            one.put("passed", check.isPassed());
            one.put("findings", check.findingCount());
            final ArrayNode first = one.putArray("first");
            for (final Finding finding : check.findings()) {
                first.addObject()
                        .put("message", finding.message())
                        .put("position", finding.position())
                        .put("timeUs", finding.timeUs());
            }
        }
        return json;
    }

    private String hash() {
        return HexFormat.of().toHexDigits(checks.hash());
    }
}
