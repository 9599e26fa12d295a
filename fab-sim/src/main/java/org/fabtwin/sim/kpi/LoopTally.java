/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.collections.Long2ObjectHashMap;
import org.fabtwin.core.event.LoopUpdatedDecoder;
import org.fabtwin.core.event.ResultSource;
import org.fabtwin.sim.event.HeaderLine;
import org.fabtwin.sim.event.IdTable;

/**
 * How well run-to-run loops predict: the root mean square of each loop's one-step prediction errors of measured wafers, in percent of
 * half the parameter's window; and of the first result after a maintenance, with what qualification wafers took. Single-threaded.
 */
final class LoopTally {
    /** Results below which a loop is not ranked. */
    private static final int LEAST_RESULTS = 10;

    private static final int RANKED = 10;
    private static final double HOUR_US = 3600e6;
    private static final int NO_PRODUCT = 0xFFFF;

    private final HeaderLine line;
    /** In own units, by controller; NaN where the parameter has no window. */
    private final double[] halfWindows;

    private final Long2ObjectHashMap<Loop> loops = new Long2ObjectHashMap<>();
    private final List<Loop> inOrder = new ArrayList<>();
    private long qualifications;
    private long qualificationUs;
    /** Of loops whose chamber was qualified before, and of others. */
    private final long[] firsts = new long[2];

    private final double[] squaresOfFirsts = new double[2];

    private static final class Loop {
        private final String name;
        private boolean isFirst;
        private boolean isQualified;
        private long results;
        private double squares;

        private Loop(String name) {
            this.name = name;
        }
    }

    LoopTally(HeaderLine line) {
        this.line = line;
        halfWindows = new double[line.controllers().size()];
        for (int c = 0; c < halfWindows.length; c++) {
            halfWindows[c] = Double.NaN;
            for (final HeaderLine.CriticalParameter parameter : line.criticalParameters()) {
                if (parameter.name().equals(line.controller(c).name())) {
                    halfWindows[c] = (parameter.upper() - parameter.lower()) / 2;
                }
            }
        }
    }

    void onUpdated(LoopUpdatedDecoder updated) {
        final int controller = updated.controller();
        final Loop loop = loop(controller, updated.chamber(), updated.product(), updated.component());
        final ResultSource source = updated.source();
        if (source == ResultSource.MAINTENANCE) {
            loop.isFirst = true;
            loop.isQualified = false;
        } else if (source == ResultSource.QUALIFICATION) {
            loop.isQualified = true;
        } else if (source == ResultSource.MEASUREMENT && halfWindows[controller] > 0) {
            final double error = updated.residual() / halfWindows[controller];
            loop.results++;
            loop.squares += error * error;
            if (loop.isFirst) {
                loop.isFirst = false;
                final int which = loop.isQualified ? 0 : 1;
                firsts[which]++;
                squaresOfFirsts[which] += error * error;
            }
        }
    }

    private Loop loop(int controller, int chamber, int product, int component) {
        final HeaderLine.Controller row = line.controller(controller);
        final int place = row.byChamber() ? chamber : row.byTool() ? line.toolOfChamber(chamber) : 0;
        final int itsProduct = row.byProduct() ? product & NO_PRODUCT : NO_PRODUCT;
        final long key = ((long) controller << 48) | ((long) place << 20) | ((long) itsProduct << 2) | component;
        Loop loop = loops.get(key);
        if (loop == null) {
            loop = new Loop(name(row, place, itsProduct, component));
            loops.put(key, loop);
            inOrder.add(loop);
        }
        return loop;
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
                .filter(loop -> loop.results >= LEAST_RESULTS)
                .sorted(Comparator.comparingDouble(LoopTally::meanSquare).reversed())
                .limit(RANKED)
                .forEach(loop -> worst.put(loop.name, 100 * Math.sqrt(meanSquare(loop))));
        return worst;
    }

    private static double meanSquare(Loop loop) {
        return loop.squares / loop.results;
    }

    RunFigures.Qualifications qualifications() {
        return new RunFigures.Qualifications(qualifications, qualificationUs / HOUR_US, firstError(0), firstError(1));
    }

    private Double firstError(int which) {
        return firsts[which] == 0 ? null : 100 * Math.sqrt(squaresOfFirsts[which] / firsts[which]);
    }
}
