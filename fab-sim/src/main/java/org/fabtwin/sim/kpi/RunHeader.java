/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import org.agrona.DirectBuffer;
import org.fabtwin.core.event.LogHeaderDecoder;
import org.fabtwin.core.event.MessageHeaderDecoder;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.sim.event.HeaderLine;

/**
 * What the header record of a log says about its run.
 *
 * @param startUs simulated time at which the log starts.
 * @param eventDetail code of {@code EventDetail}.
 * @param scenarioText the scenario as written, with what {@code --set} changed.
 */
public record RunHeader(
        String scenario,
        long startUs,
        long seed,
        int replication,
        int eventDetail,
        HeaderLine line,
        String scenarioText) {

    /** Decodes a {@code LogHeader} record whose frame starts at {@code offset}. */
    public static RunHeader of(DirectBuffer buffer, int offset) {
        final LogHeaderDecoder decoder = new LogHeaderDecoder()
                .wrapAndApplyHeader(buffer, offset + RecordHandler.HEADER_OFFSET, new MessageHeaderDecoder());
        final int replication = decoder.replication();
        final long startUs = decoder.timeUs();
        final long seed = decoder.seed();
        final int eventDetail = decoder.eventDetailRaw();
        // Variable data is read in the order of the schema.
        final String scenario = decoder.scenarioName();
        final HeaderLine line = HeaderLine.parse(decoder.line());
        return new RunHeader(scenario, startUs, seed, replication, eventDetail, line, decoder.scenario());
    }
}
