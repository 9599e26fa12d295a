/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.state;

import java.util.ArrayList;
import java.util.List;
import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.flow.Wafers;

/**
 * A carrier in the line. Immutable; component names are the JSON keys.
 *
 * @param step that it does or goes to.
 * @param state IN_TRANSPORT, QUEUED, IN_TOOL, HELD, WAITING_FOR_MERGE or HELD_AFTER_STEP.
 * @param tool that it is in, null elsewhere.
 * @param toolGroup of its step.
 * @param holdReason null where it is not held, nor to be.
 * @param sinceUs since when it waits in its queue, or is in its tool; null elsewhere.
 * @param dueUs planned track-out; null elsewhere than in a tool, and where the tool stands or plans none.
 * @param waferSerials empty in lot mode.
 */
public record CarrierState(
        int carrier,
        int lot,
        String product,
        String lotClass,
        int priority,
        String step,
        String state,
        String tool,
        String toolGroup,
        int wafers,
        int visit,
        String holdReason,
        Long sinceUs,
        Long dueUs,
        List<OpenWindow> windows,
        List<Integer> waferSerials) {
    /** An open queue-time window; what is left may be negative. */
    public record OpenWindow(String from, String to, long openedUs, long limitUs, long leftUs) {}

    static CarrierState of(StateReader reader, int carrier) {
        final Carriers carriers = reader.view().carriers();
        final int step = carriers.step(carrier);
        final int state = carriers.state(carrier);
        final boolean isInTool = state == Carriers.IN_TOOL;
        return new CarrierState(
                carriers.serial(carrier),
                reader.lotSerial(carrier),
                reader.product(carrier),
                reader.lotClass(carrier),
                reader.view().lots().priority(carriers.lot(carrier)),
                reader.step(step),
                StateReader.carrierState(state),
                reader.toolOf(carrier),
                step < 0
                        ? null
                        : reader.line().toolGroups().name(reader.line().steps().toolGroup(step)),
                carriers.wafers(carrier),
                carriers.visit(carrier),
                reader.holdReason(carrier),
                isInTool
                        ? (Long) carriers.startedUs(carrier)
                        : state == Carriers.QUEUED ? (Long) carriers.queuedUs(carrier) : null,
                isInTool ? plannedUs(reader, carrier) : null,
                windows(reader, carrier),
                waferSerials(reader, carrier));
    }

    /** Tools that are simulated move by move plan no end; one that stands is planned anew when it goes on. */
    private static Long plannedUs(StateReader reader, int carrier) {
        final long doneUs = reader.view().carriers().doneUs(carrier);
        return doneUs < reader.nowUs()
                        || doneUs >= Long.MAX_VALUE / 2
                        || reader.view()
                                .tools()
                                .isStopped(reader.view().carriers().tool(carrier))
                ? null
                : doneUs;
    }

    private static List<OpenWindow> windows(StateReader reader, int carrier) {
        final Carriers carriers = reader.view().carriers();
        final var all = reader.line().windows();
        final List<OpenWindow> open = new ArrayList<>();
        for (int place = 0; place < all.placesPerCarrier(); place++) {
            final int window = carriers.openWindow(carrier, place);
            if (window != Carriers.NONE) {
                final long openedUs = carriers.windowOpenedUs(carrier, place);
                final long limitUs = (long) reader.view().parameters().value(all.limit(window));
                open.add(new OpenWindow(
                        reader.step(all.from(window)),
                        reader.step(all.to(window)),
                        openedUs,
                        limitUs,
                        openedUs + limitUs - reader.nowUs()));
            }
        }
        return List.copyOf(open);
    }

    private static List<Integer> waferSerials(StateReader reader, int carrier) {
        final Wafers wafers = reader.view().wafers();
        final List<Integer> serials = new ArrayList<>();
        if (!reader.line().lotMode()) {
            for (int wafer = reader.view().carriers().firstWafer(carrier);
                    wafer != Wafers.NONE;
                    wafer = wafers.next(wafer)) {
                serials.add(wafers.serial(wafer));
            }
        }
        return List.copyOf(serials);
    }
}
