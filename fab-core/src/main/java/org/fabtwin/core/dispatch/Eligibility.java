/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.dispatch;

import org.fabtwin.core.equipment.IdleTools;
import org.fabtwin.core.equipment.SetupChanges;
import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.line.Steps;
import org.fabtwin.core.line.ToolGroups;

/** Whether a tool may run a carrier's step: dedication, qualification, minimum run. Stateless. */
final class Eligibility {
    private static final int NONE = -1;

    private final ToolGroups groups;
    private final Steps steps;
    private final Carriers carriers;
    private final SetupChanges setupChanges;

    Eligibility(ToolGroups groups, Steps steps, Carriers carriers, SetupChanges setupChanges) {
        this.groups = groups;
        this.steps = steps;
        this.carriers = carriers;
        this.setupChanges = setupChanges;
    }

    boolean isEligible(int group, int tool, int carrier) {
        int dedicated = dedicatedTool(group, carrier);
        return (dedicated == NONE || dedicated == tool) && mayRun(group, tool, carriers.step(carrier));
    }

    /** Whether the tool may run the step: of a carrier that is bound to no other. */
    boolean mayRun(int group, int tool, int step) {
        return (!steps.hasQualification(step) || steps.isQualified(step, tool - groups.firstTool(group)))
                && !setupChanges.isForbidden(tool, step);
    }

    /** Whether only one tool may run the carrier's step, and that one takes no carrier now. */
    boolean isBoundToBusy(int group, int carrier, IdleTools idleTools) {
        int tool = dedicatedTool(group, carrier);
        return tool != NONE && !idleTools.isIdle(tool);
    }

    /** The tool that the carrier is bound to. Where it skipped the step that binds, its place may hold a tool of another group. */
    int dedicatedTool(int group, int carrier) {
        int place = steps.dedicationUsed(carriers.step(carrier));
        int tool = place < 0 ? NONE : carriers.dedicatedTool(carrier, place);
        return tool != NONE && groups.groupOfTool(tool) == group ? tool : NONE;
    }
}
