/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.check;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.LogHeaderDecoder;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.sim.event.HeaderLine;

/**
 * All checks over one log, as the handler of its reader: feed it every record from the log's start, then {@link #end}.
 *
 * <p>Single-threaded. Memory grows with what is in the line, not with the log.
 */
public final class Checks implements RecordHandler {
    private final List<LogCheck> checks = new ArrayList<>();
    private final RecordSequenceCheck sequence = new RecordSequenceCheck();
    private long records;
    private long endUs;
    private boolean isLineKnown;

    public Checks() {
        checks.add(sequence);
    }

    /** New checks of a line's flow and equipment; they read no more of the log than its records. */
    public static List<LogCheck> all(final HeaderLine line) {
        return List.of(
                new ConservationCheck(line),
                new CarrierLifeCheck(line),
                new RouteCheck(line),
                new WaferPlaceCheck(line),
                new CapacityCheck(line),
                new PortCheck(line),
                new HandlingCheck(line),
                new ReticleCheck(line),
                new QualificationCheck(line),
                new EquipmentStateCheck(line),
                new QueueTimeCheck(line),
                new YieldCheck(line));
    }

    @Override
    public void onRecord(
            final DirectBuffer buffer, final int offset, final int length, final int templateId, final long position) {
        records++;
        sequence.onRecord(buffer, offset, length, templateId, position);
        endUs = sequence.timeUs();
        if (!sequence.isReadable()) {
            return;
        }
        if (templateId == LogHeaderDecoder.TEMPLATE_ID && !isLineKnown) {
            try {
                checks.addAll(all(HeaderLine.of(buffer, offset)));
                isLineKnown = true;
            } catch (final IllegalArgumentException e) {
                // Reported by the check of the records; without a line there is nothing more to check.
                return;
            }
        }
        for (int i = 1; i < checks.size(); i++) {
            checks.get(i).onRecord(buffer, offset, length, templateId, position);
        }
    }

    /** Tells all checks that the log has ended. */
    public void end() {
        checks.forEach(LogCheck::end);
    }

    /** As {@link #end()}, and compares the hash of the records with the one that the log's writer published. */
    public void end(final int publishedHash) {
        end();
        sequence.expectHash(publishedHash);
    }

    /** CRC32C over the hashed records. */
    public int hash() {
        return sequence.hash();
    }

    /** In a fixed order; the first looks at the records themselves and is all there is until a header was seen. */
    public List<LogCheck> checks() {
        return List.copyOf(checks);
    }

    public boolean isPassed() {
        return checks.stream().allMatch(LogCheck::isPassed);
    }

    public long records() {
        return records;
    }

    /** Simulated time of the last record. */
    public long endUs() {
        return endUs;
    }
}
