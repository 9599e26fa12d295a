/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.process;

import org.fabtwin.core.line.CriticalParameters;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ProcessTables;
import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.random.Cause;
import org.fabtwin.core.random.Draws;
import org.fabtwin.core.random.Samplers;
import org.fabtwin.core.state.DoubleColumn;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.StateArena;

/**
 * What the chambers keep from wafer to wafer: per context (critical parameter, chamber) and component the recipe offset, the standard
 * normal numbers of its offsets and the state of its wafer noise; per chamber the wafers since maintenance and since the last change
 * of recipe. Single-threaded: the twin's thread only.
 */
public final class ChamberStates {
    private static final int COMPONENTS = 2;

    private final ToolGroups groups;
    private final CriticalParameters parameters;
    private final Draws draws;
    private final DoubleColumn recipeOffset;
    private final DoubleColumn toolNormal;
    private final DoubleColumn chamberNormal;
    private final DoubleColumn maintenanceNormal;
    private final DoubleColumn noise;
    private final IntColumn sinceMaintenance;
    private final IntColumn maintenances;
    private final IntColumn qualifications;
    private final IntColumn recipe;
    private final IntColumn sinceRecipe;

    public ChamberStates(StateArena arena, Line line, Draws draws) {
        ProcessTables tables = line.process();
        this.groups = line.toolGroups();
        this.parameters = tables.parameters();
        this.draws = draws;
        int contexts = tables.isActive() ? COMPONENTS * parameters.contexts() : 0;
        int chambers = tables.isActive() ? groups.chamberTotal() : 0;
        recipeOffset = arena.doubles("chamberStates.recipeOffset", contexts, 0);
        toolNormal = arena.doubles("chamberStates.toolNormal", contexts, 0);
        chamberNormal = arena.doubles("chamberStates.chamberNormal", contexts, 0);
        maintenanceNormal = arena.doubles("chamberStates.maintenanceNormal", contexts, 0);
        noise = arena.doubles("chamberStates.noise", contexts, 0);
        sinceMaintenance = arena.ints("chamberStates.sinceMaintenance", chambers, 0);
        maintenances = arena.ints("chamberStates.maintenances", chambers, 0);
        qualifications = arena.ints("chamberStates.qualifications", chambers, 0);
        recipe = arena.ints("chamberStates.recipe", chambers, -1);
        sinceRecipe = arena.ints("chamberStates.sinceRecipe", chambers, 0);
        if (contexts > 0) {
            drawOffsets();
        }
    }

    private void drawOffsets() {
        for (int p = 0; p < parameters.size(); p++) {
            int group = parameters.toolGroup(p);
            int chambers = groups.toolCount(group) * groups.chambersPerTool(group);
            for (int k = 0; k < chambers; k++) {
                int chamber = groups.firstChamber(groups.firstTool(group)) + k;
                long toolKey = groups.toolKey(groups.toolOfChamber(chamber));
                for (int component = 0; component < COMPONENTS; component++) {
                    int place = place(p, chamber, component);
                    long tool = subject(toolKey, p, component);
                    toolNormal.set(place, Samplers.normal(draws, Cause.TOOL_OFFSET, tool, 0));
                    chamberNormal.set(
                            place,
                            Samplers.normal(
                                    draws, Cause.CHAMBER_OFFSET, subject(chamberKey(chamber), p, component), 0));
                    maintenanceNormal.set(place, maintenanceNormal(chamber, p, component));
                }
            }
        }
    }

    private double maintenanceNormal(int chamber, int parameter, int component) {
        long subject = subject(chamberKey(chamber), parameter, component);
        return Samplers.normal(draws, Cause.MAINTENANCE_OFFSET, subject, maintenances.get(chamber));
    }

    /** Identity of a chamber's context in draws. */
    public long subject(int chamber, int parameter, int component) {
        return subject(chamberKey(chamber), parameter, component);
    }

    private long subject(long key, int parameter, int component) {
        return Draws.subject(Draws.subject(key, parameters.key(parameter)), component);
    }

    /** Identity of a chamber in draws: its tool's, and its place there. */
    long chamberKey(int chamber) {
        int tool = groups.toolOfChamber(chamber);
        return Draws.subject(groups.toolKey(tool), chamber - groups.firstChamber(tool) + 1L);
    }

    /** Number of the context of a parameter and a chamber of the tool group that sets it: 0 to contexts - 1. */
    public int context(int parameter, int chamber) {
        int first = groups.firstChamber(groups.firstTool(parameters.toolGroup(parameter)));
        return parameters.firstContext(parameter) + chamber - first;
    }

    private int place(int parameter, int chamber, int component) {
        return COMPONENTS * context(parameter, chamber) + component;
    }

    /** The change of the wafer mean that the recipe of wafers to come makes; {@code component} 1 is y of overlay. */
    public double recipeOffset(int parameter, int chamber, int component) {
        return recipeOffset.get(place(parameter, chamber, component));
    }

    /** Sets what {@link #recipeOffset(int, int, int)} tells, for wafers that start from now on. */
    public void recipeOffset(int parameter, int chamber, int component, double value) {
        recipeOffset.set(place(parameter, chamber, component), value);
    }

    /** One wafer's noise: AR(1) or IMA(1,1), driven by an innovation. */
    double noise(int parameter, int chamber, int component, double innovation, boolean integrated, double coefficient) {
        int place = place(parameter, chamber, component);
        double state = noise.get(place);
        if (integrated) {
            noise.set(place, state + (1 - coefficient) * innovation);
            return state + innovation;
        }
        double value = coefficient * state + innovation;
        noise.set(place, value);
        return value;
    }

    /** Sum of tool, chamber and maintenance offsets. */
    double offset(int parameter, int chamber, int component, double tool, double ofChamber, double afterMaintenance) {
        int place = place(parameter, chamber, component);
        return tool * toolNormal.get(place)
                + ofChamber * chamberNormal.get(place)
                + afterMaintenance * maintenanceNormal.get(place);
    }

    /** Wafers that have started in the chamber since its last maintenance that redraws its offset. */
    public int wafersSinceMaintenance(int chamber) {
        return sinceMaintenance.get(chamber);
    }

    /** Maintenances that redrew the chamber's offset: a controller that finds another number than before starts anew. */
    public int maintenances(int chamber) {
        return maintenances.get(chamber);
    }

    /** A qualification wafer starts: it counts for drift, and leaves the chamber without a recipe. Returns its number, from 1. */
    int countQualification(int chamber) {
        sinceMaintenance.add(chamber, 1);
        recipe.set(chamber, -1);
        return qualifications.add(chamber, 1);
    }

    /** Qualification wafers of the chamber so far. */
    public int qualifications(int chamber) {
        return qualifications.get(chamber);
    }

    /** A wafer starts with a recipe; returns how many have since the recipe changed, this one not counted. */
    int countWafer(int chamber, int itsRecipe) {
        sinceMaintenance.add(chamber, 1);
        if (recipe.get(chamber) != itsRecipe) {
            recipe.set(chamber, itsRecipe);
            sinceRecipe.set(chamber, 0);
        }
        return sinceRecipe.add(chamber, 1) - 1;
    }

    /** Maintenance has ended: another offset, drift and integrated noise from 0. Recipe offsets stay: they are the controller's. */
    void maintained(int chamber) {
        int group = groups.groupOfTool(groups.toolOfChamber(chamber));
        sinceMaintenance.set(chamber, 0);
        recipe.set(chamber, -1);
        maintenances.add(chamber, 1);
        for (int p = 0; p < parameters.size(); p++) {
            if (parameters.toolGroup(p) == group) {
                for (int component = 0; component < COMPONENTS; component++) {
                    int place = place(p, chamber, component);
                    maintenanceNormal.set(place, maintenanceNormal(chamber, p, component));
                    if (parameters.isIntegrated(p)) {
                        noise.set(place, 0);
                    }
                }
            }
        }
    }
}
