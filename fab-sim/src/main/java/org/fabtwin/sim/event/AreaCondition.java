/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.event;

import static org.fabtwin.core.log.RecordHandler.BLOCK_OFFSET;
import static org.fabtwin.sim.event.RecordFields.NO_FIELD;
import static org.fabtwin.sim.event.RecordFields.int32;

import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.Collection;
import java.util.TreeSet;
import org.agrona.DirectBuffer;

/** Where in the line an event is: at its tool, else its chamber, its tool group, its step's tool group. Immutable; any thread. */
final class AreaCondition {
    private final BitSet tools = new BitSet();
    private final BitSet chambers = new BitSet();
    private final BitSet groups = new BitSet();
    private final BitSet steps = new BitSet();
    private final int[] toolOffset = RecordFields.offsets(EventTable.table(), "tool");
    private final int[] chamberOffset = RecordFields.offsets(EventTable.table(), "chamber");
    private final int[] groupOffset = RecordFields.offsets(EventTable.table(), "toolGroup");
    private final int[] stepOffset = RecordFields.offsets(EventTable.table(), "step");

    private AreaCondition() {}

    /** @throws IllegalArgumentException when the line has no such area; the message names those that it has. */
    static AreaCondition of(final Collection<String> names, final HeaderLine line) {
        final TreeSet<String> known = new TreeSet<>();
        line.toolGroups().forEach(group -> known.add(group.area()));
        for (final String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "the line " + line.name() + " has no area " + name + "; there are " + String.join(", ", known));
            }
        }
        final AreaCondition condition = new AreaCondition();
        for (int group = 0; group < line.toolGroups().size(); group++) {
            if (names.contains(line.toolGroups().get(group).area())) {
                condition.groups.set(group);
            }
        }
        for (int tool = 0; tool < line.toolCount(); tool++) {
            condition.tools.set(tool, condition.isGroup(line.groupOfTool(tool)));
        }
        for (int chamber = 0; chamber < line.chamberCount(); chamber++) {
            condition.chambers.set(chamber, condition.isGroup(line.groupOfTool(line.toolOfChamber(chamber))));
        }
        for (int step = 0; step < line.stepCount(); step++) {
            condition.steps.set(step, condition.isGroup(line.step(step).toolGroup()));
        }
        return condition;
    }

    private boolean isGroup(final int group) {
        return group >= 0 && groups.get(group);
    }

    boolean isMet(final DirectBuffer buffer, final int offset, final int templateId) {
        int id = int32(buffer, offset, toolOffset[templateId]);
        if (id >= 0) {
            return tools.get(id);
        }
        id = int32(buffer, offset, chamberOffset[templateId]);
        if (id >= 0) {
            return chambers.get(id);
        }
        if (groupOffset[templateId] != NO_FIELD) {
            id = buffer.getShort(offset + BLOCK_OFFSET + groupOffset[templateId], ByteOrder.LITTLE_ENDIAN);
            return id >= 0 && groups.get(id);
        }
        id = int32(buffer, offset, stepOffset[templateId]);
        return id >= 0 && steps.get(id);
    }
}
