/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.process;

import org.fabtwin.core.line.CriticalParameters;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ProcessTables;
import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.random.Cause;
import org.fabtwin.core.random.Draws;
import org.fabtwin.core.random.Samplers;
import org.fabtwin.core.state.CacheLine;
import org.fabtwin.core.state.ChamberRows;
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

    // Words of the row of a context's component, which fills a line of the cache.
    private static final int RECIPE_OFFSET = 0;
    private static final int TOOL_NORMAL = 1;
    private static final int CHAMBER_NORMAL = 2;
    private static final int MAINTENANCE_NORMAL = 3;
    private static final int NOISE = 4;
    private static final int CONTEXT_SHIFT = 3;

    private static final int NO_RECIPE = -1;

    private final ToolGroups groups;
    private final CriticalParameters parameters;
    private final Draws draws;
    private final DoubleColumn contexts;
    private final ChamberRows rows;
    private final IntColumn maintenances;
    private final IntColumn qualifications;

    public ChamberStates(StateArena arena, Line line, Draws draws) {
        ProcessTables tables = line.process();
        this.groups = line.toolGroups();
        this.parameters = tables.parameters();
        this.draws = draws;
        int contextRows = tables.isActive() ? COMPONENTS * parameters.contexts() : 0;
        int chambers = tables.isActive() ? groups.chamberTotal() : 0;
        rows = new ChamberRows(arena, groups.chamberTotal());
        contexts =
                arena.doubles("chamberStates.contexts", CacheLine.BEFORE_FIRST_ROW + (contextRows << CONTEXT_SHIFT), 0);
        maintenances = arena.ints("chamberStates.maintenances", chambers, 0);
        qualifications = arena.ints("chamberStates.qualifications", chambers, 0);
        for (int chamber = 0; chamber < chambers; chamber++) {
            rows.set(chamber, ChamberRows.RECIPE, NO_RECIPE);
        }
        if (contextRows > 0) {
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
                    contexts.set(place + TOOL_NORMAL, Samplers.normal(draws, Cause.TOOL_OFFSET, tool, 0));
                    contexts.set(
                            place + CHAMBER_NORMAL,
                            Samplers.normal(
                                    draws, Cause.CHAMBER_OFFSET, subject(chamberKey(chamber), p, component), 0));
                    contexts.set(place + MAINTENANCE_NORMAL, maintenanceNormal(chamber, p, component));
                }
            }
        }
    }

    private double maintenanceNormal(int chamber, int parameter, int component) {
        long subject = subject(chamberKey(chamber), parameter, component);
        return Samplers.normal(draws, Cause.MAINTENANCE_OFFSET, subject, maintenances(chamber));
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

    /** Index of the first word of a context's component. */
    int row(int context, int component) {
        return CacheLine.BEFORE_FIRST_ROW + (COMPONENTS * context + component << CONTEXT_SHIFT);
    }

    private int place(int parameter, int chamber, int component) {
        return row(context(parameter, chamber), component);
    }

    /** All rows of chambers, of which the equipment has four words each. */
    public ChamberRows rows() {
        return rows;
    }

    /** The change of the wafer mean that the recipe of wafers to come makes; {@code component} 1 is y of overlay. */
    public double recipeOffset(int parameter, int chamber, int component) {
        return contexts.get(place(parameter, chamber, component) + RECIPE_OFFSET);
    }

    /** Sets what {@link #recipeOffset(int, int, int)} tells, for wafers that start from now on. */
    public void recipeOffset(int parameter, int chamber, int component, double value) {
        contexts.set(place(parameter, chamber, component) + RECIPE_OFFSET, value);
    }

    /** The recipe offset of a context's {@link #row}. */
    double recipeOffset(int row) {
        return contexts.get(row + RECIPE_OFFSET);
    }

    /** One wafer's noise: AR(1) or IMA(1,1), driven by an innovation; in a context's {@link #row}. */
    double noise(int row, double innovation, boolean integrated, double coefficient) {
        double state = contexts.get(row + NOISE);
        if (integrated) {
            contexts.set(row + NOISE, state + (1 - coefficient) * innovation);
            return state + innovation;
        }
        double value = coefficient * state + innovation;
        contexts.set(row + NOISE, value);
        return value;
    }

    /** Sum of tool, chamber and maintenance offsets; in a context's {@link #row}. */
    double offset(int row, double tool, double ofChamber, double afterMaintenance) {
        return tool * contexts.get(row + TOOL_NORMAL)
                + ofChamber * contexts.get(row + CHAMBER_NORMAL)
                + afterMaintenance * contexts.get(row + MAINTENANCE_NORMAL);
    }

    /** Wafers that have started in the chamber since its last maintenance that redraws its offset. */
    public int wafersSinceMaintenance(int chamber) {
        return rows.get(chamber, ChamberRows.SINCE_MAINTENANCE);
    }

    /** Maintenances that redrew the chamber's offset: a controller that finds another number than before starts anew. */
    public int maintenances(int chamber) {
        return maintenances.get(chamber);
    }

    /** A qualification wafer starts: it counts for drift, and leaves the chamber without a recipe. Returns its number, from 1. */
    int countQualification(int chamber) {
        rows.add(chamber, ChamberRows.SINCE_MAINTENANCE, 1);
        rows.set(chamber, ChamberRows.RECIPE, NO_RECIPE);
        return qualifications.add(chamber, 1);
    }

    /** Qualification wafers of the chamber so far. */
    public int qualifications(int chamber) {
        return qualifications.get(chamber);
    }

    /** A wafer starts with a recipe; returns how many have since the recipe changed, this one not counted. */
    int countWafer(int chamber, int itsRecipe) {
        rows.add(chamber, ChamberRows.SINCE_MAINTENANCE, 1);
        if (rows.get(chamber, ChamberRows.RECIPE) != itsRecipe) {
            rows.set(chamber, ChamberRows.RECIPE, itsRecipe);
            rows.set(chamber, ChamberRows.SINCE_RECIPE, 0);
        }
        return rows.add(chamber, ChamberRows.SINCE_RECIPE, 1) - 1;
    }

    /** Maintenance has ended: another offset, drift and integrated noise from 0. Recipe offsets stay: they are the controller's. */
    void maintained(int chamber) {
        int group = groups.groupOfTool(groups.toolOfChamber(chamber));
        rows.set(chamber, ChamberRows.SINCE_MAINTENANCE, 0);
        rows.set(chamber, ChamberRows.RECIPE, NO_RECIPE);
        maintenances.add(chamber, 1);
        for (int p = 0; p < parameters.size(); p++) {
            if (parameters.toolGroup(p) == group) {
                for (int component = 0; component < COMPONENTS; component++) {
                    int place = place(p, chamber, component);
                    contexts.set(place + MAINTENANCE_NORMAL, maintenanceNormal(chamber, p, component));
                    if (parameters.isIntegrated(p)) {
                        contexts.set(place + NOISE, 0);
                    }
                }
            }
        }
    }
}
