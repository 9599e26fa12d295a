/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.control;

import java.util.ArrayList;
import java.util.List;
import org.fabtwin.core.line.ControlMethod;
import org.fabtwin.core.line.Controllers;
import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.StateArena;

/**
 * All that a wafer's start and a result ask of one controller, and which of its loops a chamber belongs to, worked out once for all
 * chambers of its tool group. In one object, since they come too rarely for many tables to stay in the first cache. Immutable.
 */
public final class ControllerLoops {
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
    /** Of all controllers; this one's from {@code firstPlace} on, by chamber of the group. */
    private final IntColumn places;

    private final int firstPlace;
    private final int firstLoop;
    private final int perPlace;
    private final int perProduct;

    private ControllerLoops(
            Controllers controllers, ToolGroups groups, int controller, IntColumn places, int firstPlace) {
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
        this.places = places;
        this.firstPlace = firstPlace;
        for (int i = 0; i < tools * perTool; i++) {
            int rank = controllers.rankOfTool(controller, i / perTool);
            int inTool = i % perTool;
            int place = isByChamber ? rank * perTool + inTool : controllers.isByTool(controller) ? rank : 0;
            places.set(firstPlace + i, rank == RunToRun.NONE ? RunToRun.NONE : place);
        }
        boolean byProduct = controllers.isByProduct(controller);
        firstLoop = controllers.firstLoop(controller);
        perPlace = controllers.components(controller) * (byProduct ? controllers.products() : 1);
        perProduct = byProduct ? controllers.components(controller) : 0;
    }

    /** By controller. */
    static List<ControllerLoops> all(StateArena arena, Controllers controllers, ToolGroups groups) {
        int chambers = 0;
        for (int controller = 0; controller < controllers.size(); controller++) {
            chambers += chambers(controllers, groups, controller);
        }
        IntColumn places = arena.ints("control.places", Math.max(1, chambers), 0);
        List<ControllerLoops> all = new ArrayList<>();
        int firstPlace = 0;
        for (int controller = 0; controller < controllers.size(); controller++) {
            all.add(new ControllerLoops(controllers, groups, controller, places, firstPlace));
            firstPlace += chambers(controllers, groups, controller);
        }
        return List.copyOf(all);
    }

    private static int chambers(Controllers controllers, ToolGroups groups, int controller) {
        int group = controllers.group(controller);
        return groups.toolCount(group) * groups.chambersPerTool(group);
    }

    /** Number of the chamber's context among those of the controller; {@link RunToRun#NONE} where its tool is not qualified. */
    int place(int chamber) {
        return places.get(firstPlace + chamber - firstChamber);
    }

    /** The loop, {@link RunToRun#NONE} where the chamber's tool is not qualified. */
    int loop(int chamber, int product, int component) {
        int place = place(chamber);
        return place == RunToRun.NONE ? RunToRun.NONE : firstLoop + place * perPlace + product * perProduct + component;
    }
}
