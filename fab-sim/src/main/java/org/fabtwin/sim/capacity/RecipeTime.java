/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.capacity;

import org.fabtwin.core.line.ProcessUnit;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.RecipeDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;

/**
 * What a recipe takes of a tool, in expected microseconds. For tools that plan wafer by wafer (flow-line kinds) the capacity
 * used is {@link #perWaferUs} for each wafer; for the others it is {@link #occupationUs} for each start. What a carrier takes in
 * an empty tool is {@link org.fabtwin.core.line.ZeroLoad}'s matter.
 */
public final class RecipeTime {
    private final ToolGroupDefinition group;
    private final RecipeDefinition recipe;
    private final boolean flowLine;
    private final double processBoundUs;
    private final double feedUs;

    private RecipeTime(ToolGroupDefinition group, RecipeDefinition recipe) {
        this.group = group;
        this.recipe = recipe;
        flowLine = ToolKind.isFlowLine(group.kind);
        feedUs = Expected.of(group.feedInterval);
        processBoundUs = processBoundUs();
    }

    public static RecipeTime of(ToolGroupDefinition group, RecipeDefinition recipe) {
        return new RecipeTime(group, recipe);
    }

    private double processBoundUs() {
        if (group.kind == ToolKind.CASCADE) {
            return intervalUs();
        }
        double bound = 0;
        for (int stage = 0; stage < stages(); stage++) {
            bound = Math.max(bound, chamberUs(stage) / copies(stage));
        }
        return bound;
    }

    private int stages() {
        return group.kind == ToolKind.CASCADE ? 0 : recipe.stageTimes.size();
    }

    private int copies(int stage) {
        return group.stages.isEmpty() ? 1 : group.stages.get(stage).copies();
    }

    /** Time that a wafer takes of a chamber of the stage. */
    private double chamberUs(int stage) {
        return Expected.of(recipe.stageTimes.get(stage)) + Expected.of(group.exchangeTime);
    }

    private double intervalUs() {
        return Expected.of(recipe.interval, Expected.of(recipe.processTime));
    }

    /** Whether the tool plans wafer by wafer. */
    public boolean isFlowLine() {
        return flowLine;
    }

    /** Flow-line kinds: time between two wafers of a tool that never waits. */
    public double perWaferUs() {
        return Math.max(processBoundUs, feedUs);
    }

    /** Whether the chambers (or the cascade's bottleneck) set the rate, and not robot, locks or front end. */
    public boolean isProcessBound() {
        return processBoundUs >= feedUs;
    }

    /** Capacity of a tool that one start of so many wafers uses, the tool's setup apart. */
    public double occupationUs(double wafers) {
        if (flowLine) {
            return wafers * perWaferUs();
        }
        double units = recipe.unit == ProcessUnit.WAFER ? wafers : 1;
        // A busy two-slot cascade loads and unloads while it works.
        return group.kind == ToolKind.TWO_SLOT_CASCADE
                ? units * intervalUs()
                : handlingUs() + units * Expected.of(recipe.processTime);
    }

    private double handlingUs() {
        return Expected.of(recipe.loadTime) + Expected.of(recipe.unloadTime);
    }
}
