/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.process;

import java.util.List;
import org.fabtwin.core.line.CriticalParameters;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ParameterTable;
import org.fabtwin.core.line.ProcessTables;
import org.fabtwin.core.line.Steps;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.random.Cause;
import org.fabtwin.core.random.Draws;
import org.fabtwin.core.random.Samplers;
import org.fabtwin.core.state.DoubleColumn;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;
import org.fabtwin.core.state.WaferRows;
import org.fabtwin.core.time.EventCalendar;

/**
 * What steps, waiting and maintenance do to wafers and chambers. Parameters are set when the wafer starts in its chamber, since
 * that is when the recipe counts; defects are added when the carrier leaves the tool. Single-threaded: the twin's thread only.
 */
public final class StepEffects {
    private static final double NO_MORE_FIRST_WAFER = 40;

    // Words of a step's densities.
    private static final int OF_STEP = 0;
    private static final int AHEAD = 1;
    private static final int DENSITIES = 2;

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
    /** By step: killing defects that it leaves, and that it and those behind it leave on a wafer that does what all do. */
    private final DoubleColumn densities;

    private final List<ParameterEffect> ofParameter;
    private final List<List<ParameterEffect>> ofStep;

    public StepEffects(
            StateArena arena,
            Line line,
            Parameters parameters,
            Draws draws,
            WaferRows rows,
            int waferRows,
            EventCalendar calendar,
            EventWriter events) {
        this.line = line;
        this.steps = line.steps();
        this.tables = line.process();
        this.critical = tables.parameters();
        this.parameters = parameters;
        this.draws = draws;
        wafers = new WaferStates(arena, tables, rows, waferRows);
        chambers = new ChamberStates(arena, line, draws);
        excursions = new Excursions(arena, line, parameters, draws, chambers, calendar, events);
        hasExcursions = tables.excursions() > 0;
        densities = arena.doubles("stepEffects.densities", isActive() ? DENSITIES * steps.size() : 0, 0);
        onParameterChanged();
        ofParameter = ParameterEffect.all(critical, line.toolGroups());
        ofStep = critical.bySettingStep(ofParameter, steps.size());
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

    /** A new wafer enters the line, nobody knows how far it will go. */
    public void enter(int wafer) {
        wafers.clear(wafer);
    }

    /** A new wafer enters the line before a step of its route. */
    public void enter(int wafer, long key, int step) {
        wafers.clear(wafer);
        double density = densities.get(DENSITIES * step + AHEAD);
        if (density > 0) {
            wafers.expect(wafer, density, key, draws);
        }
    }

    /** A parameter has a new value: what was derived from it is derived anew. */
    public void onParameterChanged() {
        if (!isActive()) {
            return;
        }
        for (int step = 0; step < steps.size(); step++) {
            densities.set(DENSITIES * step + OF_STEP, density(step));
        }
        for (int product = 0; product < line.products().size(); product++) {
            int step = line.products().firstStep(product);
            int last = step;
            while (step >= 0) {
                last = step;
                step = steps.next(step);
            }
            double sum = 0;
            for (step = last; step >= line.products().firstStep(product); step--) {
                sum += steps.sampling(step) == ParameterTable.NONE ? defectDensity(step) : 0;
                densities.set(DENSITIES * step + AHEAD, sum);
            }
        }
    }

    /** A wafer starts in the chamber of a step that is {@link #watches watched} but sets nothing: the chamber counts it. */
    public void onPass(int step, int chamber, long nowUs) {
        chambers.countWafer(chamber, steps.recipe(step));
        if (hasExcursions && excursions.active(chamber) != Excursions.NONE) {
            excursions.waferStarted(chamber, nowUs);
        }
    }

    /** A wafer starts in the chamber of a step that is {@link #watches watched}. */
    public void onStart(int wafer, long key, int visit, int step, int chamber, long nowUs) {
        int drifted = chambers.wafersSinceMaintenance(chamber);
        int sinceRecipe = chambers.countWafer(chamber, steps.recipe(step));
        int excursion = hasExcursions ? excursions.active(chamber) : Excursions.NONE;
        List<ParameterEffect> itsEffects = ofStep.get(step);
        for (int i = 0; i < itsEffects.size(); i++) {
            ParameterEffect effect = itsEffects.get(i);
            if (effect.isOverlay) {
                setOverlay(effect, wafer, chamber, key, visit, drifted, sinceRecipe, excursion);
            } else {
                setScalar(effect, wafer, chamber, key, visit, drifted, sinceRecipe, excursion);
            }
        }
        if (excursion != Excursions.NONE) {
            excursions.waferStarted(chamber, nowUs);
        }
    }

    private void setScalar(
            ParameterEffect effect,
            int wafer,
            int chamber,
            long key,
            int visit,
            int drifted,
            int sinceRecipe,
            int excursion) {
        long subject = Draws.subject(key, effect.key);
        double bowl = value(effect.bowl) * Samplers.normal(draws, Cause.BOWL, subject, visit);
        double edge = 0;
        if (effect.hasEdge) {
            double factor = 1 + value(effect.edgeSpread) * Samplers.normal(draws, Cause.EDGE, subject, visit);
            edge = value(effect.edge) * Math.max(0, factor);
        }
        double mean = mean(effect, chamber, 0, subject, visit, drifted, sinceRecipe);
        if (excursion != Excursions.NONE && tables.excursionParameter(excursion) == effect.parameter) {
            mean += excursions.shift(chamber);
            edge += excursions.edge(chamber);
        }
        for (int i = 0; i < effect.inheritances; i++) {
            int earlier = critical.inheritsFrom(effect.parameter, i);
            double sensitivity = value(critical.inheritance(effect.parameter, i));
            mean += sensitivity * wafers.mean(wafer, earlier, 0, false);
            bowl += sensitivity * wafers.bowl(wafer, earlier);
            edge += sensitivity * wafers.edge(wafer, earlier);
        }
        wafers.setScalar(wafer, effect.parameter, chamber, mean, bowl, edge);
    }

    private void setOverlay(
            ParameterEffect effect,
            int wafer,
            int chamber,
            long key,
            int visit,
            int drifted,
            int sinceRecipe,
            int excursion) {
        long subject = Draws.subject(key, effect.key);
        double x = mean(effect, chamber, 0, subject, visit, drifted, sinceRecipe);
        double y = mean(effect, chamber, 1, Draws.subject(subject, 1), visit, drifted, sinceRecipe);
        double scale = value(effect.bowl) * Samplers.normal(draws, Cause.OVERLAY_SCALE, subject, visit);
        double rotation = value(effect.edge) * Samplers.normal(draws, Cause.OVERLAY_ROTATION, subject, visit);
        if (excursion != Excursions.NONE && tables.excursionParameter(excursion) == effect.parameter) {
            x += excursions.shift(chamber);
        }
        for (int i = 0; i < effect.inheritances; i++) {
            int earlier = critical.inheritsFrom(effect.parameter, i);
            double sensitivity = value(critical.inheritance(effect.parameter, i));
            x += sensitivity * wafers.mean(wafer, earlier, 0, true);
            y += sensitivity * wafers.mean(wafer, earlier, 1, true);
            scale += sensitivity * wafers.scale(wafer, earlier);
            rotation += sensitivity * wafers.rotation(wafer, earlier);
        }
        wafers.setOverlay(wafer, effect.parameter, chamber, x, y, scale, rotation);
    }

    private double mean(
            ParameterEffect effect, int chamber, int component, long subject, int visit, int drifted, int sinceRecipe) {
        int context = chambers.row(effect.contextBase + chamber, component);
        return chambers.recipeOffset(context)
                + disturbance(effect, context, subject, visit, drifted, firstWafer(effect, sinceRecipe));
    }

    /** What the wafer mean of a wafer would be without a recipe offset; the chamber's noise moves on. */
    private double disturbance(
            ParameterEffect effect, int context, long subject, int visit, int drifted, double firstWafer) {
        double most = value(effect.driftMost);
        double drift = Math.max(-most, Math.min(most, value(effect.drift) * drifted));
        double innovation = value(effect.wafer) * Samplers.normal(draws, Cause.WAFER_NOISE, subject, visit);
        return chambers.offset(context, value(effect.tool), value(effect.chamber), value(effect.afterMaintenance))
                + drift
                + firstWafer
                + chambers.noise(context, innovation, effect.isIntegrated, value(effect.coefficient));
    }

    private double firstWafer(ParameterEffect effect, int sinceRecipe) {
        double decay = value(effect.firstWaferDecay);
        return sinceRecipe > NO_MORE_FIRST_WAFER * decay || decay == 0
                ? 0
                : value(effect.firstWafer) * StrictMath.exp(-sinceRecipe / decay);
    }

    /** A qualification wafer starts in a chamber, behind what seasoned it; {@link #qualified} tells of each parameter what it gets. */
    public void onQualification(int chamber) {
        chambers.countQualification(chamber);
    }

    /** The wafer mean that the chamber's newest qualification wafer gets of the recipe without offset; to be asked once. */
    public double qualified(int parameter, int chamber, int component) {
        int drifted = chambers.wafersSinceMaintenance(chamber) - 1;
        long subject = chambers.subject(chamber, parameter, component);
        ParameterEffect effect = ofParameter.get(parameter);
        int context = chambers.row(effect.contextBase + chamber, component);
        double mean = disturbance(effect, context, subject, chambers.qualifications(chamber), drifted, 0);
        int excursion = excursions.active(chamber);
        return excursion != Excursions.NONE && tables.excursionParameter(excursion) == parameter && component == 0
                ? mean + excursions.shift(chamber)
                : mean;
    }

    /** Killing defects that a step leaves on each wafer, excursions apart; of the line with process. */
    public double defectDensity(int step) {
        return densities.get(DENSITIES * step + OF_STEP);
    }

    private double density(int step) {
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
        if (density > 0 && wafers.addKilling(wafer, density)) {
            sample(wafer, key, visit, step, chamber);
        }
    }

    /** Whether the line has excursions: else {@link #onDone} is but defects. */
    public boolean hasExcursions() {
        return hasExcursions;
    }

    /** A step leaves defects on a wafer; true when one of them is to be {@link #sample sampled}. */
    public boolean leavesSample(int wafer, double density) {
        return wafers.addKilling(wafer, density);
    }

    /** Samples where defects come from: of those that a step has just left on a wafer. */
    public void sample(int wafer, long key, int visit, int step, int chamber) {
        wafers.sample(wafer, step, chamber, key, steps.key(step), visit, draws);
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
                } else if (shift > 0 && wafers.addKilling(wafer, shift)) {
                    int step = line.windows().from(window);
                    long subject = Draws.subject(key, steps.key(step));
                    wafers.sample(wafer, step, WaferStates.NONE, subject, 1L + i, visit, draws);
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
