/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.process;

import org.fabtwin.core.line.CriticalParameters;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ParameterTable;
import org.fabtwin.core.line.ProcessTables;
import org.fabtwin.core.line.Steps;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.random.Cause;
import org.fabtwin.core.random.Draws;
import org.fabtwin.core.random.Samplers;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;
import org.fabtwin.core.time.EventCalendar;

/**
 * What steps, waiting and maintenance do to wafers and chambers. Parameters are set when the wafer starts in its chamber, since
 * that is when the recipe counts; defects are added when the carrier leaves the tool. Single-threaded: the twin's thread only.
 */
public final class StepEffects {
    private static final double NO_MORE_FIRST_WAFER = 40;

    private final Line line;
    private final Steps steps;
    private final ProcessTables tables;
    private final CriticalParameters critical;
    private final Parameters parameters;
    private final Draws draws;
    private final WaferStates wafers;
    private final ChamberStates chambers;
    private final Excursions excursions;
    private final boolean hasExcursions;

    public StepEffects(
            StateArena arena,
            Line line,
            Parameters parameters,
            Draws draws,
            int waferRows,
            EventCalendar calendar,
            EventWriter events) {
        this.line = line;
        this.steps = line.steps();
        this.tables = line.process();
        this.critical = tables.parameters();
        this.parameters = parameters;
        this.draws = draws;
        wafers = new WaferStates(arena, tables, waferRows);
        chambers = new ChamberStates(arena, line, draws);
        excursions = new Excursions(arena, line, parameters, draws, chambers, calendar, events);
        hasExcursions = tables.excursions() > 0;
    }

    /** False: the line only moves wafers; nothing else here may be called. */
    public boolean isActive() {
        return tables.isActive();
    }

    /** Whether the moment matters at which wafers start this step: its tools set critical parameters. */
    public boolean watches(int step) {
        return critical.groupSets(steps.toolGroup(step));
    }

    public WaferStates wafers() {
        return wafers;
    }

    public ChamberStates chambers() {
        return chambers;
    }

    public Excursions excursions() {
        return excursions;
    }

    /** A new wafer enters the line. */
    public void enter(int wafer) {
        wafers.clear(wafer);
    }

    /** A wafer starts in the chamber of a step that is {@link #watches watched}. */
    public void onStart(int wafer, long key, int visit, int step, int chamber, long nowUs) {
        int drifted = chambers.wafersSinceMaintenance(chamber);
        int sinceRecipe = chambers.countWafer(chamber, steps.recipe(step));
        int excursion = excursions.active(chamber);
        for (int i = 0; i < critical.setBy(step); i++) {
            int parameter = critical.setBy(step, i);
            long subject = Draws.subject(key, critical.key(parameter));
            if (critical.isOverlay(parameter)) {
                setOverlay(wafer, parameter, chamber, subject, visit, drifted, sinceRecipe, excursion);
            } else {
                setScalar(wafer, parameter, chamber, subject, visit, drifted, sinceRecipe, excursion);
            }
        }
        if (excursion != Excursions.NONE) {
            excursions.waferStarted(chamber, nowUs);
        }
    }

    private void setScalar(
            int wafer,
            int parameter,
            int chamber,
            long subject,
            int visit,
            int drifted,
            int sinceRecipe,
            int excursion) {
        double mean = mean(parameter, chamber, 0, subject, visit, drifted, sinceRecipe);
        double bowl = value(critical.bowl(parameter)) * Samplers.normal(draws, Cause.BOWL, subject, visit);
        double edge = 0;
        if (critical.edgeProfile(parameter) >= 0) {
            double spread = value(critical.edgeSpread(parameter));
            double factor = 1 + spread * Samplers.normal(draws, Cause.EDGE, subject, visit);
            edge = value(critical.edge(parameter)) * Math.max(0, factor);
        }
        if (excursion != Excursions.NONE && tables.excursionParameter(excursion) == parameter) {
            mean += excursions.shift(chamber);
            edge += excursions.edge(chamber);
        }
        for (int i = 0; i < critical.inheritances(parameter); i++) {
            int earlier = critical.inheritsFrom(parameter, i);
            double sensitivity = value(critical.inheritance(parameter, i));
            mean += sensitivity * wafers.mean(wafer, earlier, 0, false);
            bowl += sensitivity * wafers.bowl(wafer, earlier);
            edge += sensitivity * wafers.edge(wafer, earlier);
        }
        wafers.setScalar(wafer, parameter, chamber, mean, bowl, edge);
    }

    private void setOverlay(
            int wafer,
            int parameter,
            int chamber,
            long subject,
            int visit,
            int drifted,
            int sinceRecipe,
            int excursion) {
        double x = mean(parameter, chamber, 0, subject, visit, drifted, sinceRecipe);
        double y = mean(parameter, chamber, 1, Draws.subject(subject, 1), visit, drifted, sinceRecipe);
        double scale = value(critical.scale(parameter)) * Samplers.normal(draws, Cause.OVERLAY_SCALE, subject, visit);
        double rotation =
                value(critical.rotation(parameter)) * Samplers.normal(draws, Cause.OVERLAY_ROTATION, subject, visit);
        if (excursion != Excursions.NONE && tables.excursionParameter(excursion) == parameter) {
            x += excursions.shift(chamber);
        }
        for (int i = 0; i < critical.inheritances(parameter); i++) {
            int earlier = critical.inheritsFrom(parameter, i);
            double sensitivity = value(critical.inheritance(parameter, i));
            x += sensitivity * wafers.mean(wafer, earlier, 0, true);
            y += sensitivity * wafers.mean(wafer, earlier, 1, true);
            scale += sensitivity * wafers.scale(wafer, earlier);
            rotation += sensitivity * wafers.rotation(wafer, earlier);
        }
        wafers.setOverlay(wafer, parameter, chamber, x, y, scale, rotation);
    }

    private double mean(
            int parameter, int chamber, int component, long subject, int visit, int drifted, int sinceRecipe) {
        return chambers.recipeOffset(parameter, chamber, component)
                + disturbance(
                        parameter, chamber, component, subject, visit, drifted, firstWafer(parameter, sinceRecipe));
    }

    /** What the wafer mean of a wafer would be without a recipe offset; the chamber's noise moves on. */
    private double disturbance(
            int parameter, int chamber, int component, long subject, int visit, int drifted, double firstWafer) {
        double most = value(critical.driftMost(parameter));
        double drift = Math.max(-most, Math.min(most, value(critical.drift(parameter)) * drifted));
        double innovation =
                value(critical.wafer(parameter)) * Samplers.normal(draws, Cause.WAFER_NOISE, subject, visit);
        return chambers.offset(
                        parameter,
                        chamber,
                        component,
                        value(critical.tool(parameter)),
                        value(critical.chamber(parameter)),
                        value(critical.afterMaintenance(parameter)))
                + drift
                + firstWafer
                + chambers.noise(
                        parameter,
                        chamber,
                        component,
                        innovation,
                        critical.isIntegrated(parameter),
                        value(critical.coefficient(parameter)));
    }

    private double firstWafer(int parameter, int sinceRecipe) {
        double decay = value(critical.firstWaferDecay(parameter));
        return sinceRecipe > NO_MORE_FIRST_WAFER * decay || decay == 0
                ? 0
                : value(critical.firstWafer(parameter)) * StrictMath.exp(-sinceRecipe / decay);
    }

    /** A qualification wafer starts in a chamber, behind what seasoned it; {@link #qualified} tells of each parameter what it gets. */
    public void onQualification(int chamber) {
        chambers.countQualification(chamber);
    }

    /** The wafer mean that the chamber's newest qualification wafer gets of the recipe without offset; to be asked once. */
    public double qualified(int parameter, int chamber, int component) {
        int drifted = chambers.wafersSinceMaintenance(chamber) - 1;
        long subject = chambers.subject(chamber, parameter, component);
        double mean = disturbance(parameter, chamber, component, subject, chambers.qualifications(chamber), drifted, 0);
        int excursion = excursions.active(chamber);
        return excursion != Excursions.NONE && tables.excursionParameter(excursion) == parameter && component == 0
                ? mean + excursions.shift(chamber)
                : mean;
    }

    /** Killing defects that a step leaves on each wafer, excursions apart. */
    public double defectDensity(int step) {
        int source = tables.defectSource(step);
        if (source < 0) {
            return 0;
        }
        int scale = tables.defectScale();
        return value(tables.density(source))
                * value(tables.killRatio(source))
                * (scale == ParameterTable.NONE ? 1 : value(scale));
    }

    /**
     * A wafer has been through a step: the defects that it left.
     *
     * @param usualDensity the step's {@link #defectDensity}.
     */
    public void onDone(int wafer, long key, int visit, int step, double usualDensity, int chamber, long nowUs) {
        double density = usualDensity;
        if (hasExcursions && excursions.active(chamber) != Excursions.NONE) {
            density += excursions.particles(chamber);
            if (excursions.scratches(chamber)) {
                wafers.addScratch(wafer, excursions.size(chamber), step, chamber);
            }
            excursions.waferDone(chamber, nowUs);
        }
        if (density > 0) {
            wafers.addKilling(wafer, density, step, chamber, key, steps.key(step), visit, draws);
        }
    }

    /** Whether waiting in a window does anything to wafers. */
    public boolean hasEffects(int window) {
        return tables.isActive() && tables.effects(window) > 0;
    }

    /** A wafer has waited in a window, which closes. Added defects are booked under the step that opened it. */
    public void onWaited(int wafer, long key, int visit, int window, long elapsedUs) {
        for (int i = 0; i < tables.effects(window); i++) {
            int effect = tables.effect(window, i);
            double beyondUs = elapsedUs - value(tables.effectFree(effect));
            if (beyondUs > 0) {
                double shift = value(tables.effectShift(effect))
                        * StrictMath.log1p(beyondUs / value(tables.effectTau(effect)));
                if (tables.effectParameter(effect) >= 0) {
                    wafers.addWaited(wafer, tables.effectParameter(effect), shift);
                } else if (shift > 0) {
                    int step = line.windows().from(window);
                    long subject = Draws.subject(key, steps.key(step));
                    wafers.addKilling(wafer, shift, step, WaferStates.NONE, subject, 1L + i, visit, draws);
                }
            }
        }
    }

    /** Maintenance that redraws the offset of a chamber has ended. */
    public void onMaintained(int chamber, long nowUs) {
        chambers.maintained(chamber);
        excursions.end(chamber, nowUs);
    }

    /** Tool group of a chamber. */
    public int groupOf(int chamber) {
        return line.toolGroups().groupOfTool(line.toolGroups().toolOfChamber(chamber));
    }

    private double value(int parameter) {
        return parameters.value(parameter);
    }
}
