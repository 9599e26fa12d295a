/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.report;

import java.nio.ByteOrder;
import java.util.Optional;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.LogHeaderDecoder;
import org.fabtwin.core.event.WaferTestedDecoder;
import org.fabtwin.core.line.DieGrid;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.sim.event.HeaderLine;
import org.fabtwin.sim.event.IdTable;

/** Finds the map of a wafer in the records of a log. Single-threaded. */
public final class MapFinder implements RecordHandler {
    private final int wafer;
    private final WaferTestedDecoder tested = new WaferTestedDecoder();
    private HeaderLine line;
    private WaferMap found;
    private int testedWafers;

    /** @param wafer serial. */
    public MapFinder(final int wafer) {
        this.wafer = wafer;
    }

    @Override
    public void onRecord(
            final DirectBuffer buffer, final int offset, final int length, final int templateId, final long position) {
        if (templateId == LogHeaderDecoder.TEMPLATE_ID) {
            line = HeaderLine.of(buffer, offset);
        } else if (templateId == WaferTestedDecoder.TEMPLATE_ID) {
            final int serial = buffer.getInt(offset + BLOCK_OFFSET, ByteOrder.LITTLE_ENDIAN);
            testedWafers++;
            if (serial == wafer) {
                found = map(buffer, offset);
            }
        }
    }

    private WaferMap map(final DirectBuffer buffer, final int offset) {
        tested.wrap(
                buffer,
                offset + BLOCK_OFFSET,
                buffer.getShort(offset + HEADER_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF,
                WaferTestedDecoder.SCHEMA_VERSION);
        final HeaderLine.Die die = line.die(tested.product());
        if (die == null) {
            throw new IllegalArgumentException("the log's header tells nothing of the dies of product "
                    + line.name(IdTable.PRODUCT, tested.product()));
        }
        return new WaferMap(
                wafer,
                tested.lot(),
                line.name(IdTable.PRODUCT, tested.product()),
                new DieGrid(die.widthMm(), die.heightMm(), die.scribeMm(), die.edgeExclusionMm()),
                tested.dieMap(),
                die.bins());
    }

    /** Empty when the log has no test of the wafer. */
    public Optional<WaferMap> found() {
        return Optional.ofNullable(found);
    }

    /** Tested wafers of the log. */
    public int testedWafers() {
        return testedWafers;
    }
}
