/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.yield;

import org.fabtwin.core.event.LossCause;
import org.fabtwin.core.line.CriticalParameters;
import org.fabtwin.core.line.DieTables;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ParameterTable;
import org.fabtwin.core.line.ProcessTables;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.process.WaferStates;
import org.fabtwin.core.random.BoundedNormals;
import org.fabtwin.core.random.Cause;
import org.fabtwin.core.random.Draws;
import org.fabtwin.core.random.Sequence;
import org.fabtwin.core.state.DoubleColumn;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;

/**
 * Tests finished wafers: each die is judged for systematic loss, parametric windows and random defects, in this order, and a lost die
 * counts for the first that kills it; good ones get a bin. The result is an event with the map, and one for each kind of loss.
 * Single-threaded: the twin's thread only.
 */
public final class WaferTest {
    /** Letters of the map: bins 1 to 9 of good dies. */
    public static final char FIRST_BIN = '1';

    /** A good die that lacks blocks. */
    public static final char HARVESTED = 'H';

    public static final char SYSTEMATIC = 'S';
    public static final char PARAMETRIC = 'P';
    public static final char RANDOM = 'R';

    private static final int NONE = -1;
    private static final int WORD_SYSTEMATIC = 0;
    private static final int WORD_DEFECT = 1;
    private static final int WORD_SOURCE = 2;
    private static final int WORD_BEYOND = 3;
    private static final int WORDS_OF_ITS_OWN = 4;

    private final ProcessTables tables;
    private final CriticalParameters critical;
    private final DieTables dies;
    private final Parameters parameters;
    private final WaferStates wafers;
    private final Draws draws;
    private final EventWriter events;
    private final Electrical electrical;
    private final OverlayWindows overlay;
    private final DefectLosses defects;
    private final LossTally losses;
    private final IntColumn map;
    private final DoubleColumn systematicShare;
    /** Probability that a die of the wafer has a normal number beyond the bound. */
    private final DoubleColumn bounded;

    /** Dies of the wafer lost by each of its sources of defects. */
    private final IntColumn fromSource;

    private final int wordsPerDie;

    public WaferTest(
            StateArena arena, Line line, Parameters parameters, WaferStates wafers, Draws draws, EventWriter events) {
        this.tables = line.process();
        this.critical = tables.parameters();
        this.dies = tables.dies();
        this.parameters = parameters;
        this.wafers = wafers;
        this.draws = draws;
        this.events = events;
        electrical = new Electrical(arena, tables, parameters, wafers);
        overlay = new OverlayWindows(arena, tables, parameters, wafers);
        defects = new DefectLosses(arena, tables, parameters, wafers, draws);
        losses = new LossTally(arena, events);
        map = arena.ints("waferTest.map", dies.mostDies(), 0);
        systematicShare = arena.doubles("waferTest.systematicShare", 1, 0);
        fromSource = arena.ints("waferTest.fromSource", WaferStates.SOURCES, 0);
        bounded = arena.doubles("waferTest.bounded", 1, 0);
        wordsPerDie = WORDS_OF_ITS_OWN + electrical.wordsPerDie() + overlay.wordsPerDie();
    }

    /** Whether wafers of the product are tested. */
    public boolean tests(int product) {
        return tables.isActive() && dies.has(product);
    }

    /** Tests a wafer that has finished its route. */
    public void test(int wafer, long key, int serial, int lotSerial, long lotKey, int product, long nowUs) {
        long fieldStart = Sequence.start(draws, Cause.INTRAFIELD, key, 0);
        long start = Sequence.start(draws, Cause.DIE, key, 0);
        electrical.prepare(wafer, product, fieldStart);
        overlay.prepare(wafer, product, fieldStart, electrical.fieldWords(product));
        defects.prepare(wafer, key, lotKey, product);
        losses.clear();
        systematicShare.set(0, 0);
        for (int loss = 0; loss < dies.losses(); loss++) {
            systematicShare.add(0, dies.hasLoss(loss, product) ? parameters.value(dies.lossShare(loss)) : 0);
        }
        bounded.set(0, BoundedNormals.anyBeyond(electrical.places() + overlay.places()));
        int n = dies.grid(product).size();
        int harvested = 0;
        for (int die = 0; die < n; die++) {
            char letter = die(wafer, product, die, start);
            harvested += letter == HARVESTED ? 1 : 0;
            map.set(die, letter);
        }
        for (int i = 0; i < WaferStates.SOURCES; i++) {
            if (fromSource.get(i) > 0) {
                int source = wafers.sourceOf(wafer, i);
                int step = wafers.sourceStep(wafer, source);
                losses.add(LossCause.RANDOM, step, wafers.sourceChamber(wafer, source), NONE, fromSource.get(i));
                fromSource.set(i, 0);
            }
        }
        int systematic = losses.of(LossCause.SYSTEMATIC);
        int parametric = losses.of(LossCause.PARAMETRIC);
        int random = losses.of(LossCause.RANDOM);
        events.waferTested(
                nowUs,
                serial,
                lotSerial,
                product,
                n,
                n - systematic - parametric - random,
                harvested,
                systematic,
                parametric,
                random,
                map);
        losses.log(nowUs, serial);
    }

    private char die(int wafer, int product, int die, long start) {
        int word = die * wordsPerDie;
        double u = Sequence.uniform(start, word + WORD_SYSTEMATIC);
        // Shares of systematic losses add up; few dies have a number below all of them.
        if (u < systematicShare.get(0) && isSystematic(product, die, u)) {
            return SYSTEMATIC;
        }
        int first = word + WORDS_OF_ITS_OWN;
        int beyond = beyond(Sequence.uniform(start, word + WORD_BEYOND));
        int failed = electrical.evaluate(product, die, start, first, beyond);
        if (failed == NONE) {
            failed = overlay.evaluate(
                    product, die, start, first + electrical.wordsPerDie(), beyond, electrical.places());
        }
        if (failed != NONE) {
            return parametric(wafer, product, failed);
        }
        int output = electrical.failing();
        if (output != NONE) {
            return parametric(wafer, product, electrical.mostToBlame(wafer, product, die, output));
        }
        int state = defects.evaluate(product, die, start, word + WORD_DEFECT);
        switch (state) {
            case DefectLosses.WHOLE:
                return (char) (FIRST_BIN + electrical.bin(product));
            case DefectLosses.HARVESTED:
                return HARVESTED;
            case DefectLosses.SCRATCHED:
                losses.add(LossCause.RANDOM, wafers.scratchStep(wafer), wafers.scratchChamber(wafer), NONE);
                return RANDOM;
            default:
                fromSource.add((int) (Sequence.bits(start, word + WORD_SOURCE) & WaferStates.SOURCES - 1), 1);
                return RANDOM;
        }
    }

    /** Place of the first normal number of a die that is beyond the bound. */
    private int beyond(double u) {
        return u >= bounded.get(0)
                ? BoundedNormals.NONE
                : BoundedNormals.first(u, electrical.places() + overlay.places());
    }

    private char parametric(int wafer, int product, int parameter) {
        if (parameter == NONE) {
            losses.add(LossCause.PARAMETRIC, NONE, NONE, NONE);
        } else {
            losses.add(
                    LossCause.PARAMETRIC,
                    critical.setStep(parameter, product),
                    wafers.setBy(wafer, parameter),
                    parameter);
        }
        return PARAMETRIC;
    }

    /** {@code u} decides for the die, among the losses of its ring. */
    private boolean isSystematic(int product, int die, double u) {
        double x = dies.xMm(product, die);
        double y = dies.yMm(product, die);
        double r2 = x * x + y * y;
        double sum = 0;
        for (int loss = 0; loss < dies.losses(); loss++) {
            if (dies.hasLoss(loss, product)) {
                double from = parameters.value(dies.lossFrom(loss));
                int toParameter = dies.lossTo(loss);
                double to = toParameter == ParameterTable.NONE ? Double.MAX_VALUE : parameters.value(toParameter);
                if (r2 >= from * from && (to == Double.MAX_VALUE || r2 < to * to)) {
                    sum += parameters.value(dies.lossShare(loss));
                    if (u < sum) {
                        losses.add(LossCause.SYSTEMATIC, dies.lossStep(loss, product), NONE, NONE);
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
