/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.control;

import org.fabtwin.core.line.ControlMethod;
import org.fabtwin.core.line.Controllers;
import org.fabtwin.core.line.ToolGroups;

/**
 * All that a wafer's start and a result ask of one controller, and which of its loops a chamber belongs to, worked out once for all
 * chambers of its tool group. In one object, since they come too rarely for many tables to stay in the first cache. Immutable.
 */
final class ControllerLoops {
    /** Code of {@link ControlMethod}. */
    final int method;

    final boolean isShared;
    final boolean isByChamber;
    final boolean isReset;

    // Parameter ids.
    final int enabled;
    final int gain;
    final int weight;
    final int trendWeight;
    final int lower;
    final int upper;
    final int maximumStep;
    final int deadband;
    final int resultSigma;

    private final int firstChamber;
    private final int[] placeOfChamber;
    private final int firstLoop;
    private final int perPlace;
    private final int perProduct;

    ControllerLoops(Controllers controllers, ToolGroups groups, int controller) {
        int group = controllers.group(controller);
        int perTool = groups.chambersPerTool(group);
        int tools = groups.toolCount(group);
        method = controllers.method(controller);
        isShared = method == ControlMethod.KALMAN;
        isByChamber = controllers.isByChamber(controller);
        isReset = controllers.isResetAfterMaintenance(controller);
        enabled = controllers.enabled(controller);
        gain = controllers.gain(controller);
        weight = controllers.weight(controller);
        trendWeight = controllers.trendWeight(controller);
        lower = controllers.lower(controller);
        upper = controllers.upper(controller);
        maximumStep = controllers.maximumStep(controller);
        deadband = controllers.deadband(controller);
        resultSigma = controllers.resultSigma(controller);
        firstChamber = tools == 0 ? 0 : groups.firstChamber(groups.firstTool(group));
        placeOfChamber = new int[tools * perTool];
        for (int i = 0; i < placeOfChamber.length; i++) {
            int rank = controllers.rankOfTool(controller, i / perTool);
            int inTool = i % perTool;
            placeOfChamber[i] = rank == RunToRun.NONE
                    ? RunToRun.NONE
                    : isByChamber ? rank * perTool + inTool : controllers.isByTool(controller) ? rank : 0;
        }
        boolean byProduct = controllers.isByProduct(controller);
        firstLoop = controllers.firstLoop(controller);
        perPlace = controllers.components(controller) * (byProduct ? controllers.products() : 1);
        perProduct = byProduct ? controllers.components(controller) : 0;
    }

    static ControllerLoops[] all(Controllers controllers, ToolGroups groups) {
        ControllerLoops[] all = new ControllerLoops[controllers.size()];
        for (int controller = 0; controller < all.length; controller++) {
            all[controller] = new ControllerLoops(controllers, groups, controller);
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
