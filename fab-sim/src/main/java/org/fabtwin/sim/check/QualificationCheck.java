/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.check;

import org.agrona.DirectBuffer;
import org.fabtwin.core.event.WaferStartedDecoder;
import org.fabtwin.sim.event.HeaderLine;
import org.fabtwin.sim.event.IdTable;

/** A wafer starts only in a chamber that may run its step (detail wafer and finer). */
final class QualificationCheck extends LogCheck {
    private final HeaderLine line;
    private final WaferStartedDecoder started = new WaferStartedDecoder();

    QualificationCheck(final HeaderLine line) {
        super("qualification", "wafers are only in chambers that are qualified for their step");
        this.line = line;
    }

    @Override
    protected void check(final DirectBuffer buffer, final int offset, final int length, final int templateId) {
        if (templateId == WaferStartedDecoder.TEMPLATE_ID) {
            final WaferStartedDecoder record = wrap(started, buffer, offset);
            if (line.isLeftOut(record.step(), record.chamber())) {
                find("wafer " + record.wafer() + " started " + line.name(IdTable.STEP, record.step()) + " in "
                        + line.name(IdTable.CHAMBER, record.chamber()) + ", which is not qualified for it");
            }
        }
    }
}
