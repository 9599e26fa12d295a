/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fabtwin.core.event.LoopUpdatedDecoder;
import org.fabtwin.sim.event.HeaderLine;
import org.fabtwin.sim.event.IdTable;

/**
 * The run-to-run loops that the records tell of, and how well they predict: the root mean square of each loop's one-step prediction
 * errors of measured wafers, in percent of half the parameter's window; and of the first result after a maintenance, with what
 * qualification wafers took. Single-threaded.
 */
final class LoopTally {
    /** Results below which a loop is not ranked. */
    private static final int LEAST_RESULTS = 10;

    private static final int RANKED = 10;
    private static final double HOUR_US = 3600e6;
    /** Product of a loop that all share. */
    static final int NO_PRODUCT = 0xFFFF;

    private final HeaderLine line;
    /** In own units, by controller; NaN where the parameter has no window. */
    private final double[] halfWindows;

    /** By controller, and there by {@link #at}. */
    private final Loop[][] loops;

    /** Of each controller: which of chamber, tool and product its loops are told apart by. */
    private final boolean[] byChamber;

    private final boolean[] byTool;
    private final boolean[] byProduct;
    private final int products;

    private final List<Loop> inOrder = new ArrayList<>();
    private long qualifications;
    private long qualificationUs;
    /** Of loops whose chamber was qualified before, and of others. */
    private final long[] firsts = new long[2];

    private final double[] squaresOfFirsts = new double[2];

    /** A loop; numbers in own units. */
    static final class Loop {
        final int controller;
        /** Chamber, tool or 0, as the controller keeps its loops apart. */
        final int place;

        final int product;
        final int component;
        double level;
        double offset;
        /** Of the last measurement or prediction. */
        double residual;

        double squares;
        double squaresOfMeasured;
        long results;
        long predictions;
        long late;
        long updatedUs;
        private boolean isFirst;
        private boolean isQualified;

        private Loop(int controller, int place, int product, int component) {
            this.controller = controller;
            this.place = place;
            this.product = product;
            this.component = component;
        }

        /** As the line lists controllers, chambers, products. */
        private long key() {
            return ((long) controller << 48) | ((long) place << 20) | ((long) product << 2) | component;
        }
    }

    LoopTally(HeaderLine line) {
        this.line = line;
        final int controllers = line.controllers().size();
        products = Math.max(1, line.size(IdTable.PRODUCT));
        loops = new Loop[controllers][0];
        byChamber = new boolean[controllers];
        byTool = new boolean[controllers];
        byProduct = new boolean[controllers];
        halfWindows = new double[controllers];
        for (int c = 0; c < controllers; c++) {
            byChamber[c] = line.controller(c).byChamber();
            byTool[c] = line.controller(c).byTool();
            byProduct[c] = line.controller(c).byProduct();
            halfWindows[c] = Double.NaN;
            for (final HeaderLine.CriticalParameter parameter : line.criticalParameters()) {
                if (parameter.name().equals(line.controller(c).name())) {
                    halfWindows[c] = (parameter.upper() - parameter.lower()) / 2;
                }
            }
        }
    }

    void onUpdated(LoopUpdatedDecoder updated) {
        if (updated.controller() < 0 || updated.controller() >= loops.length || updated.component() > 1) {
            return;
        }
        final Loop loop = loop(updated.controller(), updated.chamber(), updated.product(), updated.component());
        if (loop == null) {
            return;
        }
        loop.level = updated.level();
        loop.offset = updated.recipeOffset();
        loop.updatedUs = updated.timeUs();
        switch (updated.source()) {
            case MAINTENANCE -> {
                loop.isFirst = true;
                loop.isQualified = false;
            }
            case QUALIFICATION -> loop.isQualified = true;
            case MEASUREMENT -> {
                measured(loop, updated);
                first(loop, updated.residual());
            }
            case EARLIER_MEASUREMENT -> measured(loop, updated);
            case PREDICTION -> {
                loop.predictions++;
                learnt(loop, updated);
            }
            default -> {}
        }
    }

    private static void measured(Loop loop, LoopUpdatedDecoder updated) {
        loop.results++;
        loop.squaresOfMeasured += updated.residual() * updated.residual();
        learnt(loop, updated);
    }

    private static void learnt(Loop loop, LoopUpdatedDecoder updated) {
        loop.residual = updated.residual();
        loop.squares += updated.residual() * updated.residual();
        loop.late += updated.late();
    }

    private void first(Loop loop, double residual) {
        if (loop.isFirst && halfWindows[loop.controller] > 0) {
            loop.isFirst = false;
            final int which = loop.isQualified ? 0 : 1;
            final double error = residual / halfWindows[loop.controller];
            firsts[which]++;
            squaresOfFirsts[which] += error * error;
        }
    }

    /** The loop of a record; null where a foreign or damaged log names a chamber or product that the line has not. */
    private Loop loop(int controller, int chamber, int product, int component) {
        final int place = byChamber[controller] ? chamber : byTool[controller] ? line.toolOfChamber(chamber) : 0;
        final int itsProduct = byProduct[controller] ? product & NO_PRODUCT : NO_PRODUCT;
        if (place < 0
                || byChamber[controller] && place >= line.size(IdTable.CHAMBER)
                || itsProduct != NO_PRODUCT && itsProduct >= products) {
            return null;
        }
        final int at = at(place, itsProduct, component);
        if (at >= loops[controller].length) {
            loops[controller] = Arrays.copyOf(loops[controller], Math.max(at + 1, 2 * loops[controller].length));
        }
        Loop loop = loops[controller][at];
        if (loop == null) {
            loop = new Loop(controller, place, itsProduct, component);
            loops[controller][at] = loop;
            inOrder.add(loop);
        }
        return loop;
    }

    private int at(int place, int product, int component) {
        return 2 * (product == NO_PRODUCT ? place : place * products + product) + component;
    }

    /** All loops, as the line lists controllers, chambers and products. */
    List<Loop> loops() {
        return inOrder.stream().sorted(Comparator.comparingLong(Loop::key)).toList();
    }

    /** Whether the loop is of overlay, which has one for x and one for y. */
    boolean isOverlay(Loop loop) {
        final int at = at(loop.place, loop.product, 1);
        return at < loops[loop.controller].length && loops[loop.controller][at] != null;
    }

    private String name(Loop loop) {
        return name(line.controller(loop.controller), loop.place, loop.product, loop.component);
    }

    private String name(HeaderLine.Controller row, int place, int product, int component) {
        final StringBuilder name = new StringBuilder(row.name());
        if (row.byChamber()) {
            name.append(' ').append(line.name(IdTable.CHAMBER, place));
        } else if (row.byTool()) {
            name.append(' ').append(line.name(IdTable.TOOL, place));
        }
        if (product != NO_PRODUCT) {
            name.append(' ').append(line.name(IdTable.PRODUCT, product));
        }
        return name.append(component == 1 ? " y" : "").toString();
    }

    void onQualification(long processUs) {
        qualifications++;
        qualificationUs += processUs;
    }

    /** Root mean square error by loop, the worst first. */
    Map<String, Double> worst() {
        final Map<String, Double> worst = new LinkedHashMap<>();
        inOrder.stream()
                .filter(loop -> loop.results >= LEAST_RESULTS && halfWindows[loop.controller] > 0)
                .sorted(Comparator.comparingDouble(this::error).reversed())
                .limit(RANKED)
                .forEach(loop -> worst.put(name(loop), 100 * error(loop)));
        return worst;
    }

    private double error(Loop loop) {
        return Math.sqrt(loop.squaresOfMeasured / loop.results) / halfWindows[loop.controller];
    }

    RunFigures.Qualifications qualifications() {
        return new RunFigures.Qualifications(qualifications, qualificationUs / HOUR_US, firstError(0), firstError(1));
    }

    private Double firstError(int which) {
        return firsts[which] == 0 ? null : 100 * Math.sqrt(squaresOfFirsts[which] / firsts[which]);
    }
}
