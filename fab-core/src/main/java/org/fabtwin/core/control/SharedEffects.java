/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.control;

import org.fabtwin.core.line.ControlMethod;
import org.fabtwin.core.line.Controllers;
import org.fabtwin.core.line.EffectBlocks;
import org.fabtwin.core.state.DoubleColumn;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;

/**
 * Kalman filters whose state contexts share: a wafer's level is the sum of the effects of its place (chamber, else tool, else group),
 * tool, step and product, so that a result of one context tells something of all that have an effect in common with it. One
 * filter for each family of controllers and each component. Only the effect of the place walks, by {@code walkSigma} from
 * wafer to wafer; the others stand still.
 *
 * <p>A result counts for the moment its wafer was processed, not for when it came: results that keep their order are filtered
 * exactly, whatever their delay. Single-threaded: the twin's thread only. Allocates nothing.
 */
final class SharedEffects {
    /** Kinds of effects that a context can have part in: place, tool, step, product. */
    private static final int KINDS = 4;

    private static final int NONE = -1;

    private final Controllers controllers;
    private final EffectBlocks blocks;
    private final Parameters parameters;
    private final DoubleColumn effect;
    private final DoubleColumn covariance;
    private final LongColumn run;
    private final LongColumn learntRun;
    private final LongColumn redrawnRun;
    private final DoubleColumn gain;

    SharedEffects(StateArena arena, Controllers controllers, Parameters parameters) {
        this.controllers = controllers;
        this.blocks = controllers.effects();
        this.parameters = parameters;
        int effects = Math.max(1, blocks.effectTotal());
        effect = arena.doubles("control.effect", effects, 0);
        covariance = arena.doubles("control.covariance", Math.max(1, blocks.entryTotal()), 0);
        run = arena.longs("control.placeRun", effects, 0);
        learntRun = arena.longs("control.placeLearntRun", effects, 0);
        redrawnRun = arena.longs("control.placeRedrawnRun", effects, 0);
        gain = arena.doubles("control.filterGain", Math.max(1, blocks.largest()), 0);
        for (int controller = 0; controller < controllers.size(); controller++) {
            if (controllers.method(controller) == ControlMethod.KALMAN) {
                for (int component = 0; component < controllers.components(controller); component++) {
                    startVariances(controller, block(controller, component));
                }
            }
        }
    }

    private void startVariances(int controller, int block) {
        boolean byChamber = controllers.isByChamber(controller);
        int placeSigma = byChamber ? controllers.chamberSigma(controller) : controllers.toolSigma(controller);
        for (int i = 0; i < blocks.places(block); i++) {
            setVariance(block, i, placeSigma);
        }
        for (int i = 0; i < blocks.tools(block); i++) {
            setVariance(block, blocks.toolEffect(block, i), controllers.toolSigma(controller));
        }
        setVariance(
                block,
                blocks.stepEffect(block, controllers.placeInFamily(controller)),
                controllers.stepSigma(controller));
        for (int product = 0; product < blocks.products(block); product++) {
            setVariance(block, blocks.productEffect(block, product), controllers.productSigma(controller));
        }
    }

    /** Set, not added: several controllers of a family give the variances that they share. */
    private void setVariance(int block, int i, int sigma) {
        double value = parameters.value(sigma);
        covariance.set(index(block, i, i), value * value);
    }

    /** One more wafer at this place of the family; its number, from 1. */
    long begin(int controller, int component, int place) {
        return run.add(blocks.firstEffect(block(controller, component)) + place, 1);
    }

    /** Wafers at this place so far. */
    long runs(int controller, int component, int place) {
        return run.get(blocks.firstEffect(block(controller, component)) + place);
    }

    /** Estimated level of a context; {@code product} -1: what products have in common. */
    double level(int controller, int component, int place, int tool, int product) {
        int block = block(controller, component);
        double sum = 0;
        for (int kind = 0; kind < KINDS; kind++) {
            int i = effectOf(kind, block, controller, place, tool, product);
            sum += i == NONE ? 0 : effect.get(blocks.firstEffect(block) + i);
        }
        return sum;
    }

    /** Variance of the level, as of the last wafer of the place that a result has told of. */
    double variance(int controller, int component, int place, int tool, int product) {
        int block = block(controller, component);
        double sum = 0;
        for (int kind = 0; kind < KINDS; kind++) {
            int i = effectOf(kind, block, controller, place, tool, product);
            sum += i == NONE ? 0 : covarianceWithLevel(i, block, controller, place, tool, product);
        }
        return sum;
    }

    private double covarianceWithLevel(int i, int block, int controller, int place, int tool, int product) {
        double sum = 0;
        for (int kind = 0; kind < KINDS; kind++) {
            int j = effectOf(kind, block, controller, place, tool, product);
            sum += j == NONE ? 0 : covariance.get(index(block, i, j));
        }
        return sum;
    }

    /**
     * Takes in a result.
     *
     * @param itsRun number of its wafer at this place, from {@link #begin}.
     * @param sample what it says of the level.
     * @param variance of the result about the level.
     */
    void learn(
            int controller,
            int component,
            int place,
            int tool,
            int product,
            long itsRun,
            double sample,
            double variance) {
        int block = block(controller, component);
        int first = blocks.firstEffect(block);
        long passed = itsRun - learntRun.get(first + place);
        if (passed > 0) {
            double walk = parameters.value(controllers.walkSigma(controller));
            covariance.add(index(block, place, place), passed * walk * walk);
            learntRun.set(first + place, itsRun);
        }
        double error = sample - level(controller, component, place, tool, product);
        double total = variance + variance(controller, component, place, tool, product);
        if (!(total > 0)) {
            return;
        }
        int n = blocks.size(block);
        for (int i = 0; i < n; i++) {
            gain.set(i, covarianceWithLevel(i, block, controller, place, tool, product) / total);
        }
        for (int i = 0; i < n; i++) {
            double share = gain.get(i);
            if (share != 0) {
                effect.add(first + i, share * error);
                for (int j = 0; j < n; j++) {
                    covariance.add(index(block, i, j), -share * total * gain.get(j));
                }
            }
        }
    }

    /** The offset of this place has been drawn anew: less is known of its effect. */
    void redraw(int controller, int component, int place) {
        double sigma = parameters.value(controllers.redrawSigma(controller));
        redrawnRun.set(blocks.firstEffect(block(controller, component)) + place, runs(controller, component, place));
        covariance.add(index(block(controller, component), place, place), sigma * sigma);
    }

    /** Whether the place has been redrawn since this wafer of it. */
    boolean isRedrawnSince(int controller, int component, int place, long itsRun) {
        return itsRun <= redrawnRun.get(blocks.firstEffect(block(controller, component)) + place);
    }

    private int block(int controller, int component) {
        return blocks.block(controllers.family(controller), component);
    }

    private int index(int block, int i, int j) {
        return blocks.firstEntry(block) + i * blocks.size(block) + j;
    }

    private int effectOf(int kind, int block, int controller, int place, int tool, int product) {
        switch (kind) {
            case 0:
                return place;
            case 1:
                return blocks.tools(block) > 0 ? blocks.toolEffect(block, tool) : NONE;
            case 2:
                return blocks.stepEffect(block, controllers.placeInFamily(controller));
            default:
                return blocks.products(block) > 0 && product != NONE ? blocks.productEffect(block, product) : NONE;
        }
    }
}
