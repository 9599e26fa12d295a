/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.event;

import static org.fabtwin.sim.event.RecordFields.NO_FIELD;
import static org.fabtwin.sim.event.RecordFields.int32;

import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.agrona.DirectBuffer;
import org.agrona.collections.IntHashSet;
import org.fabtwin.core.log.RecordHandler;

/**
 * Which events somebody wants, decided on the raw record, before anything is decoded. Conditions of one kind are joined by
 * "or", kinds by "and". Events that lack what a condition asks for (a lot, a tool) don't pass it.
 *
 * <p>The area of an event is that of its tool, else of its chamber, its tool group, its step's tool group. Its product is the one
 * that it names, else that of its step, of its queue-time window, of its lot or wafer; the last two are not in the record:
 * who {@link #needsProducts} hands in what was learnt of them.
 *
 * <p>Immutable once built; any thread.
 */
public final class EventFilter {
    /** Names of the conditions that {@link Builder#condition} takes. */
    public static final List<String> CONDITIONS = List.of("type", "product", "lot", "wafer", "tool", "area", "step");

    /** Most different values of one condition. */
    public static final int MOST_VALUES = 1000;

    private final BitSet types;
    private final IntHashSet lots;
    private final IntHashSet wafers;
    private final BitSet tools;
    private final BitSet chambers;
    private final BitSet steps;
    private final AreaCondition area;
    private final ProductCondition product;
    private final long fromUs;
    private final long beforeUs;
    private final int[] lotOffset;
    private final int[] waferOffset;
    private final int[] toolOffset;
    private final int[] chamberOffset;
    private final int[] stepOffset;
    private final int firstWaferOffset;
    private final int waferCountOffset;
    private final int releasedCode;

    private EventFilter(final Builder builder, final EventTable table) {
        types = builder.types;
        lots = builder.lots;
        wafers = builder.wafers;
        tools = builder.tools;
        chambers = builder.chambers;
        steps = builder.steps;
        area = builder.area;
        product = builder.product;
        fromUs = builder.fromUs;
        beforeUs = builder.beforeUs;
        lotOffset = RecordFields.offsets(table, "lot");
        waferOffset = RecordFields.offsets(table, "wafer");
        toolOffset = RecordFields.offsets(table, "tool");
        chamberOffset = RecordFields.offsets(table, "chamber");
        stepOffset = RecordFields.offsets(table, "step");
        final EventType released = table.type("LotReleased");
        releasedCode = released.code();
        firstWaferOffset = released.field("firstWafer").offset();
        waferCountOffset = released.field("wafers").offset();
    }

    /** Starts a filter that passes everything. */
    public static Builder builder() {
        return new Builder();
    }

    /** Whether it looks at the product of lots and wafers. */
    public boolean needsProducts() {
        return product != null;
    }

    /** As below, where nothing was learnt of lots and wafers. */
    public boolean isWanted(final DirectBuffer buffer, final int offset, final int templateId) {
        return isWanted(buffer, offset, templateId, null);
    }

    /**
     * Whether the record in the frame at {@code offset} passes.
     *
     * @param products has learnt from the log at least up to this record; may be null unless the filter {@link #needsProducts}.
     */
    public boolean isWanted(
            final DirectBuffer buffer, final int offset, final int templateId, final SerialProducts products) {
        if (templateId < 0 || templateId >= lotOffset.length || (types != null && !types.get(templateId))) {
            return false;
        }
        final long timeUs = buffer.getLong(offset + RecordHandler.TIME_OFFSET, ByteOrder.LITTLE_ENDIAN);
        return timeUs >= fromUs
                && timeUs < beforeUs
                && (lots == null || isIn(lots, buffer, offset, lotOffset[templateId]))
                && (wafers == null || isWaferWanted(buffer, offset, templateId))
                && (tools == null || isToolWanted(buffer, offset, templateId))
                && (steps == null || isStepWanted(buffer, offset, templateId))
                && (area == null || area.isMet(buffer, offset, templateId))
                && (product == null || product.isMet(buffer, offset, templateId, products));
    }

    private boolean isStepWanted(final DirectBuffer buffer, final int offset, final int templateId) {
        if (stepOffset[templateId] == NO_FIELD) {
            return false;
        }
        final int step = int32(buffer, offset, stepOffset[templateId]);
        return step >= 0 && steps.get(step);
    }

    private static boolean isIn(
            final IntHashSet wanted, final DirectBuffer buffer, final int frame, final int fieldOffset) {
        return fieldOffset != NO_FIELD && wanted.contains(int32(buffer, frame, fieldOffset));
    }

    private boolean isWaferWanted(final DirectBuffer buffer, final int offset, final int templateId) {
        if (templateId == releasedCode) {
            final int first = int32(buffer, offset, firstWaferOffset);
            final int count =
                    buffer.getShort(offset + RecordHandler.BLOCK_OFFSET + waferCountOffset, ByteOrder.LITTLE_ENDIAN)
                            & 0xFFFF;
            // A lot in lot mode has no wafer serials.
            for (int i = 0; first >= 0 && i < count; i++) {
                if (wafers.contains(first + i)) {
                    return true;
                }
            }
            return false;
        }
        return isIn(wafers, buffer, offset, waferOffset[templateId]);
    }

    private boolean isToolWanted(final DirectBuffer buffer, final int offset, final int templateId) {
        if (toolOffset[templateId] != NO_FIELD) {
            final int tool = int32(buffer, offset, toolOffset[templateId]);
            return tool >= 0 && tools.get(tool);
        }
        if (chamberOffset[templateId] != NO_FIELD) {
            final int chamber = int32(buffer, offset, chamberOffset[templateId]);
            return chamber >= 0 && chambers.get(chamber);
        }
        return false;
    }

    /** Collects conditions; one of more than {@link #MOST_VALUES} is an IllegalArgumentException. Single-threaded. */
    public static final class Builder {
        private static final int NO_SERIAL = Integer.MIN_VALUE;

        private BitSet types;
        private IntHashSet lots;
        private IntHashSet wafers;
        private TreeSet<String> toolNames;
        private TreeSet<String> stepNames;
        private TreeSet<String> areaNames;
        private TreeSet<String> productNames;
        private BitSet steps;
        private AreaCondition area;
        private ProductCondition product;
        private BitSet tools;
        private BitSet chambers;
        private long fromUs = Long.MIN_VALUE;
        private long beforeUs = Long.MAX_VALUE;

        private Builder() {}

        /**
         * Adds a condition as text: one of {@link #CONDITIONS} and its value.
         *
         * @throws IllegalArgumentException that names the condition, the value and what was expected.
         */
        public Builder condition(final String name, final String value) {
            return switch (name) {
                case "type" -> type(value);
                case "product" -> product(value);
                case "lot" -> lot(serial(name, value));
                case "wafer" -> wafer(serial(name, value));
                case "tool" -> tool(value);
                case "area" -> area(value);
                case "step" -> step(value);
                default ->
                    throw new IllegalArgumentException(
                            "unknown condition '" + name + "'; there are " + String.join(", ", CONDITIONS));
            };
        }

        private static int serial(final String name, final String value) {
            try {
                return Integer.parseInt(value);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(name + ": expected a serial such as 17, found '" + value + "'", e);
            }
        }

        /**
         * Adds a type by name, any case.
         *
         * @throws IllegalArgumentException when there is no such type.
         */
        public Builder type(final String name) {
            final EventType type = EventTable.table().type(name);
            if (type == null) {
                throw new IllegalArgumentException("no event type " + name + "; there are "
                        + String.join(
                                ", ",
                                EventTable.table().types().stream()
                                        .map(EventType::name)
                                        .toList()));
            }
            types = types == null ? new BitSet() : types;
            types.set(type.code());
            return this;
        }

        /** Adds a lot by serial. */
        public Builder lot(final int serial) {
            lots = lots == null ? new IntHashSet(NO_SERIAL) : lots;
            lots.add(serial);
            requireFew("lot", lots);
            return this;
        }

        /** Adds a wafer by serial: its own events and the release of its lot. */
        public Builder wafer(final int serial) {
            wafers = wafers == null ? new IntHashSet(NO_SERIAL) : wafers;
            wafers.add(serial);
            requireFew("wafer", wafers);
            return this;
        }

        /** Adds a tool by name, or all tools of a group, with their chambers; or one chamber. */
        public Builder tool(final String name) {
            toolNames = toolNames == null ? new TreeSet<>() : toolNames;
            toolNames.add(name);
            requireFew("tool", toolNames);
            return this;
        }

        /** Adds a step by name, or all steps of a module, of whatever product. */
        public Builder step(final String name) {
            stepNames = stepNames == null ? new TreeSet<>() : stepNames;
            stepNames.add(name);
            requireFew("step", stepNames);
            return this;
        }

        /** Adds an area of the line. */
        public Builder area(final String name) {
            areaNames = areaNames == null ? new TreeSet<>() : areaNames;
            areaNames.add(name);
            requireFew("area", areaNames);
            return this;
        }

        /** Adds a product. */
        public Builder product(final String name) {
            productNames = productNames == null ? new TreeSet<>() : productNames;
            productNames.add(name);
            requireFew("product", productNames);
            return this;
        }

        private static void requireFew(final String kind, final Collection<?> values) {
            if (values.size() > MOST_VALUES) {
                throw new IllegalArgumentException(kind + ": expected at most " + MOST_VALUES + " values, found more");
            }
        }

        /** From this simulated time on. */
        public Builder fromUs(final long timeUs) {
            fromUs = timeUs;
            return this;
        }

        /** Before this simulated time. */
        public Builder beforeUs(final long timeUs) {
            beforeUs = timeUs;
            return this;
        }

        /**
         * Finishes the filter for a log of that line.
         *
         * @throws IllegalArgumentException when the line has no such tool, step, area or product.
         */
        public EventFilter build(final HeaderLine line) {
            if (toolNames != null) {
                tools = new BitSet();
                chambers = new BitSet();
                for (final String name : toolNames) {
                    addTool(line, name);
                }
            }
            if (stepNames != null) {
                steps = steps(line, stepNames);
            }
            area = areaNames == null ? null : AreaCondition.of(areaNames, line);
            product = productNames == null ? null : ProductCondition.of(productNames, line);
            return new EventFilter(this, EventTable.table());
        }

        private static BitSet steps(final HeaderLine line, final Iterable<String> wanted) {
            final BitSet found = new BitSet();
            for (final String name : wanted) {
                boolean isKnown = false;
                for (int step = 0; step < line.stepCount(); step++) {
                    if (name.equals(line.step(step).name())
                            || name.equals(line.step(step).module())) {
                        found.set(step);
                        isKnown = true;
                    }
                }
                if (!isKnown) {
                    throw new IllegalArgumentException("the line " + line.name() + " has no step or module " + name);
                }
            }
            return found;
        }

        private void addTool(final HeaderLine line, final String name) {
            final int tool = line.idOf(IdTable.TOOL, name);
            final int group = line.idOf(IdTable.TOOL_GROUP, name);
            final int chamber = line.idOf(IdTable.CHAMBER, name);
            if (tool < 0 && group < 0 && chamber < 0) {
                throw new IllegalArgumentException(
                        "the line " + line.name() + " has no tool, tool group or chamber " + name);
            }
            if (chamber >= 0) {
                chambers.set(chamber);
            }
            for (int t = 0; t < line.toolCount(); t++) {
                if (t == tool || (group >= 0 && line.groupOfTool(t) == group)) {
                    tools.set(t);
                }
            }
            for (int c = 0; c < line.chamberCount(); c++) {
                if (line.toolOfChamber(c) >= 0 && tools.get(line.toolOfChamber(c))) {
                    chambers.set(c);
                }
            }
        }
    }
}
