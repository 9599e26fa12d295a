/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.twin;

import org.fabtwin.core.control.RunToRun;
import org.fabtwin.core.dispatch.Queues;
import org.fabtwin.core.equipment.Chambers;
import org.fabtwin.core.equipment.Tools;
import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.flow.Lots;
import org.fabtwin.core.flow.Wafers;
import org.fabtwin.core.process.ChamberStates;
import org.fabtwin.core.process.WaferStates;
import org.fabtwin.core.state.Parameters;

/**
 * What a twin holds, for those who describe it. On the twin's thread, between two instants, and for reading alone: whoever uses it
 * copies what it wants and keeps nothing.
 *
 * @param waferStates without rows where the line has no process data.
 */
public record TwinView(
        Parameters parameters,
        Lots lots,
        Carriers carriers,
        Wafers wafers,
        Tools tools,
        Chambers chambers,
        Queues queues,
        WaferStates waferStates,
        ChamberStates chamberStates,
        RunToRun control) {}
