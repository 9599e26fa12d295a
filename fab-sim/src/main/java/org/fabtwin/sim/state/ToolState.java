/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.state;

import java.util.ArrayList;
import java.util.List;
import org.fabtwin.core.equipment.Tools;
import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.line.ToolKind;

/**
 * A tool. Immutable; component names are the JSON keys.
 *
 * @param state E10-style, as in ToolStateChanged.
 * @param cause why it is in it.
 * @param item breakdown or maintenance that stops it, null without.
 * @param downByCommand whether a command keeps it down.
 * @param carriersInside number of carriers in it.
 * @param lastStep that it ran; null before the first.
 * @param setup null where the group has none.
 */
public record ToolState(
        String tool,
        String toolGroup,
        String area,
        String kind,
        String state,
        String cause,
        String item,
        boolean downByCommand,
        int carriersInside,
        String lastStep,
        String setup) {
    /** A tool with what is in it. */
    public record Detail(ToolState tool, List<ChamberState> chambers, List<CarrierState> carriers) {}

    /**
     * A chamber.
     *
     * @param state E10-style; PRODUCTIVE only at detail chamber and finer.
     * @param item breakdown or maintenance that stops it.
     * @param wafersSinceMaintenance null where the line has no process data.
     */
    public record ChamberState(String chamber, String state, String item, Integer wafersSinceMaintenance) {}

    /**
     * Which tools are wanted; null: any.
     *
     * @param state E10-style.
     */
    public record Wanted(String toolGroup, String area, String state) {}

    static ToolState of(StateReader reader, int tool) {
        final ToolGroups groups = reader.line().toolGroups();
        final Tools tools = reader.view().tools();
        final int group = groups.groupOfTool(tool);
        final int setup = tools.setup(tool);
        return new ToolState(
                groups.toolName(tool),
                groups.name(group),
                groups.area(group),
                ToolKind.name(groups.kind(group)),
                StateReader.e10(tools.state(tool)),
                StateReader.cause(tools.stateCause(tool)),
                reader.stoppage(tools.activeStoppage(tool)),
                tools.isCommandDown(tool),
                tools.inside(tool),
                reader.step(tools.lastStep(tool)),
                setup < 0 ? null : reader.line().setups().name(setup));
    }

    /** The question for a list, in the line's order; {@code after} is the number in it. */
    public static Page<ToolState> page(StateReader reader, Wanted wanted, Page.Request request) {
        final ToolGroups groups = reader.line().toolGroups();
        final PageBuilder<ToolState> page = new PageBuilder<>(request);
        for (int tool = 0; tool < groups.toolTotal(); tool++) {
            final int group = groups.groupOfTool(tool);
            if (isAny(wanted.toolGroup(), groups.name(group))
                    && isAny(wanted.area(), groups.area(group))
                    && isAny(
                            wanted.state(),
                            StateReader.e10(reader.view().tools().state(tool)))) {
                final int itsId = tool;
                page.add(tool, () -> of(reader, itsId));
            }
        }
        return page.page();
    }

    static boolean isAny(String wanted, String found) {
        return wanted == null || wanted.equals(found);
    }

    /** The question for one tool; null when the line has none of that name. */
    public static Detail detail(StateReader reader, String name) {
        final ToolGroups groups = reader.line().toolGroups();
        final int tool = groups.toolOf(name);
        if (tool < 0) {
            return null;
        }
        final List<ChamberState> chambers = new ArrayList<>();
        final boolean hasProcess = reader.line().process().isActive();
        final int first = groups.firstChamber(tool);
        for (int chamber = first; chamber < first + groups.chambersPerTool(groups.groupOfTool(tool)); chamber++) {
            chambers.add(new ChamberState(
                    groups.chamberName(chamber),
                    StateReader.e10(reader.view().chambers().state(chamber)),
                    reader.stoppage(reader.view().chambers().activeStoppage(chamber)),
                    hasProcess ? reader.view().chamberStates().wafersSinceMaintenance(chamber) : null));
        }
        final List<CarrierState> carriers = new ArrayList<>();
        for (int carrier = reader.view().tools().firstInside(tool);
                carrier >= 0;
                carrier = reader.view().carriers().next(carrier)) {
            carriers.add(CarrierState.of(reader, carrier));
        }
        return new Detail(of(reader, tool), List.copyOf(chambers), List.copyOf(carriers));
    }
}
