/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.line;

import org.agrona.DirectBuffer;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.RecordHandler;

/** Counts the records of one type that a line writes in a time: what it got done. */
final class RecordCount implements RecordHandler {
    private static final long PIECES = 200;

    private final int wanted;
    private final long fromUs;
    private long found;

    private RecordCount(int templateId, long fromUs) {
        this.wanted = templateId;
        this.fromUs = fromUs;
    }

    /** Simulates from one time to another; reads in pieces, so that the ring is never full. */
    static long of(RunningLine running, int templateId, long fromUs, long toUs) {
        RecordCount count = new RecordCount(templateId, fromUs);
        try (EventLogReader reader = running.log().inlineReader()) {
            for (long piece = 1; piece <= PIECES; piece++) {
                running.advanceTo(fromUs + (toUs - fromUs) * piece / PIECES);
                reader.poll(count, Integer.MAX_VALUE);
            }
        }
        return count.found;
    }

    @Override
    public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        // The reader begins with what the ring still has from before.
        found += templateId == wanted && buffer.getLong(offset + RecordHandler.TIME_OFFSET) > fromUs ? 1 : 0;
    }
}
