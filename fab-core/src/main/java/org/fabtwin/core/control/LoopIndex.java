/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.control;

import org.fabtwin.core.line.ControlMethod;
import org.fabtwin.core.line.Controllers;
import org.fabtwin.core.line.ToolGroups;

/** Which loop of one controller a chamber belongs to, worked out once for all chambers of its tool group. Immutable. */
final class LoopIndex {
    final boolean isShared;
    /** Parameter ids of the bounds. */
    final int lower;

    final int upper;
    private final int firstChamber;
    private final int[] placeOfChamber;
    private final int firstLoop;
    private final int perPlace;
    private final int perProduct;

    LoopIndex(Controllers controllers, ToolGroups groups, int controller) {
        int group = controllers.group(controller);
        int perTool = groups.chambersPerTool(group);
        int tools = groups.toolCount(group);
        isShared = controllers.method(controller) == ControlMethod.KALMAN;
        lower = controllers.lower(controller);
        upper = controllers.upper(controller);
        firstChamber = tools == 0 ? 0 : groups.firstChamber(groups.firstTool(group));
        placeOfChamber = new int[tools * perTool];
        for (int i = 0; i < placeOfChamber.length; i++) {
            int rank = controllers.rankOfTool(controller, i / perTool);
            int inTool = i % perTool;
            placeOfChamber[i] = rank == RunToRun.NONE
                    ? RunToRun.NONE
                    : controllers.isByChamber(controller)
                            ? rank * perTool + inTool
                            : controllers.isByTool(controller) ? rank : 0;
        }
        boolean byProduct = controllers.isByProduct(controller);
        firstLoop = controllers.firstLoop(controller);
        perPlace = controllers.components(controller) * (byProduct ? controllers.products() : 1);
        perProduct = byProduct ? controllers.components(controller) : 0;
    }

    static LoopIndex[] all(Controllers controllers, ToolGroups groups) {
        LoopIndex[] all = new LoopIndex[controllers.size()];
        for (int controller = 0; controller < all.length; controller++) {
            all[controller] = new LoopIndex(controllers, groups, controller);
        }
        return all;
    }

    /** Number of the chamber's context among those of the controller; {@link RunToRun#NONE} where its tool is not qualified. */
    int place(int chamber) {
        return placeOfChamber[chamber - firstChamber];
    }

    /** The loop, {@link RunToRun#NONE} where the chamber's tool is not qualified. */
    int loop(int chamber, int product, int component) {
        int place = place(chamber);
        return place == RunToRun.NONE ? RunToRun.NONE : firstLoop + place * perPlace + product * perProduct + component;
    }
}
