/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.event;

import static org.fabtwin.core.log.RecordHandler.BLOCK_OFFSET;
import static org.fabtwin.sim.event.RecordFields.NO_FIELD;
import static org.fabtwin.sim.event.RecordFields.int32;

import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.Collection;
import org.agrona.DirectBuffer;

/**
 * Which product an event is about: the one that it names, else that of its step, of its queue-time window, of its lot, of its
 * wafer. Immutable; any thread.
 */
final class ProductCondition {
    private final BitSet products = new BitSet();
    private final BitSet steps = new BitSet();
    private final BitSet windows = new BitSet();
    private final int[] productOffset = RecordFields.offsets(EventTable.table(), "product");
    private final int[] stepOffset = RecordFields.offsets(EventTable.table(), "step");
    private final int[] windowOffset = RecordFields.offsets(EventTable.table(), "window");
    private final int[] lotOffset = RecordFields.offsets(EventTable.table(), "lot");
    private final int[] waferOffset = RecordFields.offsets(EventTable.table(), "wafer");

    private ProductCondition() {}

    /** @throws IllegalArgumentException when the line has no such product. */
    static ProductCondition of(final Collection<String> names, final HeaderLine line) {
        final ProductCondition condition = new ProductCondition();
        for (final String name : names) {
            final int product = line.idOf(IdTable.PRODUCT, name);
            if (product < 0) {
                throw new IllegalArgumentException("the line " + line.name() + " has no product " + name);
            }
            condition.products.set(product);
        }
        for (int step = 0; step < line.stepCount(); step++) {
            condition.steps.set(step, condition.products.get(line.step(step).product()));
        }
        for (int window = 0; window < line.windowCount(); window++) {
            final int from = line.window(window).from();
            condition.windows.set(window, from >= 0 && condition.steps.get(from));
        }
        return condition;
    }

    boolean isMet(final DirectBuffer buffer, final int offset, final int templateId, final SerialProducts serials) {
        if (productOffset[templateId] != NO_FIELD) {
            final int product =
                    buffer.getShort(offset + BLOCK_OFFSET + productOffset[templateId], ByteOrder.LITTLE_ENDIAN);
            return product >= 0 && products.get(product);
        }
        int id = int32(buffer, offset, stepOffset[templateId]);
        if (id >= 0) {
            return steps.get(id);
        }
        id = int32(buffer, offset, windowOffset[templateId]);
        if (id >= 0) {
            return windows.get(id);
        }
        if (serials == null) {
            return false;
        }
        int product = serials.ofLot(int32(buffer, offset, lotOffset[templateId]));
        if (product < 0) {
            product = serials.ofWafer(int32(buffer, offset, waferOffset[templateId]));
        }
        return product >= 0 && products.get(product);
    }
}
