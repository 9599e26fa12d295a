/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.event;

import static org.fabtwin.core.log.RecordHandler.BLOCK_OFFSET;
import static org.fabtwin.sim.event.RecordFields.NO_FIELD;
import static org.fabtwin.sim.event.RecordFields.int32;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.fabtwin.core.log.RecordHandler;

/**
 * Which product lots and wafers are of, learnt from records in the order of the log. A serial belongs to one product for good, so
 * it does no harm when this has read further than whoever asks. It learns from LotReleased and, where the log's
 * beginning is no longer kept, from whatever else names a lot or wafer together with a step. Single-threaded writing; any
 * number of threads may ask for what was learnt before they were told so. Allocates when an array doubles.
 */
public final class SerialProducts implements RecordHandler {
    /** Product of a serial that nothing was learnt of. */
    public static final int UNKNOWN = -1;

    private final HeaderLine line;
    private final int releasedCode;
    private final int productOffset;
    private final int firstWaferOffset;
    private final int wafersOffset;
    private final int[] lotOffset;
    private final int[] waferOffset;
    private final int[] stepOffset;
    private short[] ofLot = new short[256];
    private short[] ofWafer = new short[1024];

    public SerialProducts(final HeaderLine line) {
        this.line = line;
        final EventTable table = EventTable.table();
        final EventType released = table.type("LotReleased");
        releasedCode = released.code();
        productOffset = BLOCK_OFFSET + released.field("product").offset();
        firstWaferOffset = BLOCK_OFFSET + released.field("firstWafer").offset();
        wafersOffset = BLOCK_OFFSET + released.field("wafers").offset();
        lotOffset = RecordFields.offsets(table, "lot");
        waferOffset = RecordFields.offsets(table, "wafer");
        stepOffset = RecordFields.offsets(table, "step");
        Arrays.fill(ofLot, (short) UNKNOWN);
        Arrays.fill(ofWafer, (short) UNKNOWN);
    }

    @Override
    public void onRecord(
            final DirectBuffer buffer, final int offset, final int length, final int templateId, final long position) {
        if (templateId == releasedCode) {
            final short product = buffer.getShort(offset + productOffset, ByteOrder.LITTLE_ENDIAN);
            ofLot = put(ofLot, buffer.getInt(offset + BLOCK_OFFSET, ByteOrder.LITTLE_ENDIAN), product);
            final int first = buffer.getInt(offset + firstWaferOffset, ByteOrder.LITTLE_ENDIAN);
            final int wafers = buffer.getShort(offset + wafersOffset, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
            for (int i = 0; first >= 0 && i < wafers; i++) {
                ofWafer = put(ofWafer, first + i, product);
            }
        } else if (templateId >= 0
                && templateId < stepOffset.length
                && stepOffset[templateId] != NO_FIELD
                && (lotOffset[templateId] != NO_FIELD || waferOffset[templateId] != NO_FIELD)) {
            learnFromStep(buffer, offset, templateId);
        }
    }

    private void learnFromStep(final DirectBuffer buffer, final int offset, final int templateId) {
        final int lot = int32(buffer, offset, lotOffset[templateId]);
        final int wafer = int32(buffer, offset, waferOffset[templateId]);
        if ((lot < 0 || get(ofLot, lot) != UNKNOWN) && (wafer < 0 || get(ofWafer, wafer) != UNKNOWN)) {
            return;
        }
        final HeaderLine.Step step = line.step(int32(buffer, offset, stepOffset[templateId]));
        if (step != null) {
            ofLot = put(ofLot, lot, (short) step.product());
            ofWafer = put(ofWafer, wafer, (short) step.product());
        }
    }

    private static int get(final short[] products, final int serial) {
        return serial >= 0 && serial < products.length ? products[serial] : UNKNOWN;
    }

    private static short[] put(final short[] products, final int serial, final short product) {
        if (serial < 0) {
            return products;
        }
        short[] roomy = products;
        if (serial >= products.length) {
            roomy = Arrays.copyOf(products, Math.max(2 * products.length, serial + 1));
            Arrays.fill(roomy, products.length, roomy.length, (short) UNKNOWN);
        }
        roomy[serial] = product;
        return roomy;
    }

    /** Id of the lot's product, {@link #UNKNOWN} where nothing was learnt of it. */
    public int ofLot(final int serial) {
        return get(ofLot, serial);
    }

    /** Id of the wafer's product, {@link #UNKNOWN} where nothing was learnt of it. */
    public int ofWafer(final int serial) {
        return get(ofWafer, serial);
    }
}
