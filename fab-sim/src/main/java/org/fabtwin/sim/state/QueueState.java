/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.state;

import java.util.ArrayList;
import java.util.List;
import org.fabtwin.core.line.ToolGroups;

/**
 * The queue of a tool group. Immutable; component names are the JSON keys.
 *
 * @param carriers that wait.
 * @param wafers in them.
 * @param longestWaitUs of those that wait now; null when none does.
 * @param toolsUp tools of the group that nothing stops.
 */
public record QueueState(
        String toolGroup, String area, int carriers, int wafers, Long longestWaitUs, int tools, int toolsUp) {
    /** A queue with who waits in it, in the order in which they stand. */
    public record Detail(QueueState queue, List<CarrierState> carriers) {}

    /** The question for all groups, in the line's order; {@code after} is the number in it. */
    public static Page<QueueState> page(StateReader reader, String area, Page.Request request) {
        final ToolGroups groups = reader.line().toolGroups();
        final PageBuilder<QueueState> page = new PageBuilder<>(request);
        for (int group = 0; group < groups.size(); group++) {
            if (ToolState.isAny(area, groups.area(group))) {
                final int itsId = group;
                page.add(group, () -> of(reader, itsId));
            }
        }
        return page.page();
    }

    private static QueueState of(StateReader reader, int group) {
        final ToolGroups groups = reader.line().toolGroups();
        int wafers = 0;
        Long longestUs = null;
        for (int carrier = reader.view().queues().first(group);
                carrier >= 0;
                carrier = reader.view().carriers().next(carrier)) {
            wafers += reader.view().carriers().work(carrier);
            final long waitUs = reader.nowUs() - reader.view().carriers().queuedUs(carrier);
            longestUs = longestUs == null ? waitUs : Math.max(longestUs, waitUs);
        }
        int up = 0;
        final int first = groups.firstTool(group);
        for (int tool = first; tool < first + groups.toolCount(group); tool++) {
            up += reader.view().tools().isStopped(tool) ? 0 : 1;
        }
        return new QueueState(
                groups.name(group),
                groups.area(group),
                reader.view().queues().length(group),
                wafers,
                longestUs,
                groups.toolCount(group),
                up);
    }

    /** The question for one group, the first {@code limit} carriers; null when the line has none of that name. */
    public static Detail detail(StateReader reader, String name, int limit) {
        final int group = reader.line().toolGroups().groupOf(name);
        if (group < 0) {
            return null;
        }
        final List<CarrierState> carriers = new ArrayList<>();
        for (int carrier = reader.view().queues().first(group);
                carrier >= 0 && carriers.size() < limit;
                carrier = reader.view().carriers().next(carrier)) {
            carriers.add(CarrierState.of(reader, carrier));
        }
        return new Detail(of(reader, group), List.copyOf(carriers));
    }
}
