/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

/** A line as the twin runs it: compiled, immutable, safe to share between twins and threads. Made by {@link LineCompiler}. */
public final class Line {
    private final String name;
    private final boolean lotMode;
    private final int eventDetail;
    private final ParameterTable parameters;
    private final Distributions distributions;
    private final ToolGroups toolGroups;
    private final Recipes recipes;
    private final Steps steps;
    private final Windows windows;
    private final Products products;
    private final Orders orders;
    private final Stoppages stoppages;
    private final Setups setups;
    private final Reticles reticles;
    private final Transports transports;
    private final Layout layout;
    private final int dedicationsPerCarrier;
    private final MinimumRuns minimumRuns;
    private final Handling handling;
    private final ProcessTables process;
    private final Controllers controllers;
    private final Charts charts;
    private final Measurements measurements;

    Line(LineCompiler compiler) {
        this.name = compiler.definition.name;
        this.lotMode = compiler.definition.lotMode;
        this.eventDetail = compiler.definition.eventDetail;
        this.parameters = compiler.parameters.table();
        this.distributions = compiler.distributions.table();
        this.toolGroups = compiler.toolGroups;
        this.recipes = compiler.recipes;
        this.steps = compiler.steps;
        this.windows = compiler.windows;
        this.products = compiler.products;
        this.orders = compiler.orders;
        this.stoppages = compiler.stoppages;
        this.setups = compiler.setups;
        this.reticles = compiler.reticles;
        this.transports = compiler.transports;
        this.layout = compiler.layout;
        this.dedicationsPerCarrier = compiler.dedicationsPerCarrier;
        this.minimumRuns = compiler.minimumRuns;
        this.handling = compiler.handling;
        this.process = compiler.process;
        this.controllers = compiler.controllers;
        this.charts = compiler.charts;
        this.measurements = compiler.measurements;
    }

    public String name() {
        return name;
    }

    /** True: lots move and wafers are only counted. */
    public boolean lotMode() {
        return lotMode;
    }

    /** Code of {@code EventDetail}. */
    public int eventDetail() {
        return eventDetail;
    }

    public ParameterTable parameters() {
        return parameters;
    }

    public Distributions distributions() {
        return distributions;
    }

    public ToolGroups toolGroups() {
        return toolGroups;
    }

    public Recipes recipes() {
        return recipes;
    }

    public Steps steps() {
        return steps;
    }

    public Windows windows() {
        return windows;
    }

    public Products products() {
        return products;
    }

    public Orders orders() {
        return orders;
    }

    public Stoppages stoppages() {
        return stoppages;
    }

    public Setups setups() {
        return setups;
    }

    public Reticles reticles() {
        return reticles;
    }

    public Transports transports() {
        return transports;
    }

    /** Where tools stand, for transport by distance; null where it goes by {@link #transports}. */
    public Layout layout() {
        return layout;
    }

    public MinimumRuns minimumRuns() {
        return minimumRuns;
    }

    /** Ports, robots and locks. */
    public Handling handling() {
        return handling;
    }

    public Controllers controllers() {
        return controllers;
    }

    public Charts charts() {
        return charts;
    }

    /** What steps do to wafers and dies. */
    public ProcessTables process() {
        return process;
    }

    /** How critical parameters are measured. */
    public Measurements measurements() {
        return measurements;
    }

    public int dedicationsPerCarrier() {
        return dedicationsPerCarrier;
    }

    /** The names and capacities that a reader of the log needs, as JSON; the form is described in docs/ARCHITECTURE.md. */
    public String toJson() {
        return LineJson.of(this);
    }
}
