/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.DiesLostDecoder;
import org.fabtwin.core.event.LossCause;
import org.fabtwin.core.event.WaferTestedDecoder;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.core.yield.YieldModels;
import org.fabtwin.sim.event.HeaderLine;
import org.fabtwin.sim.event.IdTable;

/** Wafers and dies of the products. Wafers of lot classes {@code <product>.nonproduct} are nobody's dies and are left out. */
final class YieldTally {
    private static final int BLOCK = RecordHandler.BLOCK_OFFSET;
    private static final int TESTED_PRODUCT = BLOCK + WaferTestedDecoder.productEncodingOffset();
    private static final int TESTED_DIES = BLOCK + WaferTestedDecoder.diesEncodingOffset();
    private static final int TESTED_GOOD = BLOCK + WaferTestedDecoder.goodEncodingOffset();
    private static final int TESTED_HARVESTED = BLOCK + WaferTestedDecoder.harvestedEncodingOffset();
    private static final int LOST_STEP = BLOCK + DiesLostDecoder.stepEncodingOffset();
    private static final int LOST_CHAMBER = BLOCK + DiesLostDecoder.chamberEncodingOffset();
    private static final int LOST_DIES = BLOCK + DiesLostDecoder.diesEncodingOffset();
    private static final int LOST_CAUSE = BLOCK + DiesLostDecoder.causeEncodingOffset();
    private static final String NON_PRODUCT = ".nonproduct";
    private static final int CAUSES = 4;
    private static final int WORST = 10;
    private static final double MM2_PER_CM2 = 100;

    private final HeaderLine line;
    private final boolean[] isProduct;
    private final long[] starts;
    private final long[] finished;
    private final long[] tested;
    private final long[] dies;
    private final long[] good;
    private final long[] lost;
    private final long[] lostAtStep;
    private final long[] lostInChamber;
    private final DefectFit[] fits;
    private int productUnderTest;
    /** Of the wafer under test: dies that only a defect could have killed, and those that have none. */
    private int candidates;

    private int passes;

    YieldTally(HeaderLine line) {
        this.line = line;
        final int products = line.size(IdTable.PRODUCT);
        isProduct = new boolean[line.size(IdTable.LOT_CLASS)];
        for (int lotClass = 0; lotClass < isProduct.length; lotClass++) {
            isProduct[lotClass] = !line.name(IdTable.LOT_CLASS, lotClass).endsWith(NON_PRODUCT);
        }
        starts = new long[products];
        finished = new long[products];
        tested = new long[products];
        dies = new long[products];
        good = new long[products];
        lost = new long[products * CAUSES];
        lostAtStep = new long[line.stepCount()];
        lostInChamber = new long[line.chamberCount()];
        fits = new DefectFit[products];
        for (int product = 0; product < products; product++) {
            fits[product] = new DefectFit();
        }
        productUnderTest = -1;
    }

    void onReleased(int product, int lotClass, int wafers) {
        if (isProduct[lotClass]) {
            starts[product] += wafers;
        }
    }

    void onCompleted(int product, int lotClass, int wafers) {
        if (isProduct[lotClass]) {
            finished[product] += wafers;
        }
    }

    /** @param isMeasured whether the wafer counts: it was tested after the warm-up. */
    void onTested(DirectBuffer buffer, int offset, int lotClass, boolean isMeasured) {
        fitLast();
        productUnderTest =
                isMeasured && isProduct[lotClass] ? buffer.getShort(offset + TESTED_PRODUCT, LITTLE_ENDIAN) : -1;
        if (productUnderTest >= 0) {
            tested[productUnderTest]++;
            dies[productUnderTest] += count(buffer, offset + TESTED_DIES);
            good[productUnderTest] += count(buffer, offset + TESTED_GOOD);
            candidates = count(buffer, offset + TESTED_DIES);
            passes = count(buffer, offset + TESTED_GOOD) - count(buffer, offset + TESTED_HARVESTED);
        }
    }

    /** Once all its lost dies are known. */
    private void fitLast() {
        if (productUnderTest >= 0 && candidates > 1) {
            fits[productUnderTest].add(candidates, passes);
        }
        candidates = 0;
    }

    /** Dies of the wafer tested last. */
    void onLost(DirectBuffer buffer, int offset) {
        if (productUnderTest < 0) {
            return;
        }
        final int number = count(buffer, offset + LOST_DIES);
        final int cause = buffer.getByte(offset + LOST_CAUSE);
        lost[productUnderTest * CAUSES + cause] += number;
        if (cause != LossCause.RANDOM.value()) {
            candidates -= number;
        }
        final int step = buffer.getInt(offset + LOST_STEP, LITTLE_ENDIAN);
        if (step >= 0) {
            lostAtStep[step] += number;
        }
        final int chamber = buffer.getInt(offset + LOST_CHAMBER, LITTLE_ENDIAN);
        if (chamber >= 0) {
            lostInChamber[chamber] += number;
        }
    }

    private static int count(DirectBuffer buffer, int index) {
        return buffer.getShort(index, LITTLE_ENDIAN) & 0xFFFF;
    }

    Map<String, RunFigures.Product> products(double measuredDays) {
        fitLast();
        final Map<String, RunFigures.Product> figures = new LinkedHashMap<>();
        for (int product = 0; product < starts.length; product++) {
            final boolean isTested = tested[product] > 0;
            figures.put(
                    line.name(IdTable.PRODUCT, product),
                    new RunFigures.Product(
                            starts[product],
                            finished[product],
                            isTested ? 100.0 * good[product] / dies[product] : null,
                            isTested && measuredDays > 0 ? good[product] / measuredDays : null,
                            new RunFigures.Loss(
                                    lost(product, LossCause.SYSTEMATIC),
                                    lost(product, LossCause.PARAMETRIC),
                                    lost(product, LossCause.RANDOM)),
                            randomDefects(product)));
        }
        return figures;
    }

    private RunFigures.RandomDefects randomDefects(int product) {
        final double perDie = fits[product].defectsPerDie();
        final HeaderLine.Die die = line.die(product);
        if (!Double.isFinite(perDie) || die == null) {
            return RunFigures.RandomDefects.NONE;
        }
        final double alpha = fits[product].alpha();
        return new RunFigures.RandomDefects(
                perDie / (die.widthMm() * die.heightMm() / MM2_PER_CM2),
                Double.isFinite(alpha) ? alpha : null,
                100 * fits[product].passShare(),
                100 * YieldModels.poisson(perDie),
                100 * YieldModels.murphy(perDie),
                100 * YieldModels.seeds(perDie));
    }

    private Double lost(int product, LossCause cause) {
        return tested[product] == 0 ? null : 100.0 * lost[product * CAUSES + cause.value()] / dies[product];
    }

    /** The steps and chambers that cost most; shares of all dies tested. */
    RunFigures.WorstLosses worst() {
        final Map<String, Long> steps = new LinkedHashMap<>();
        for (int step = 0; step < lostAtStep.length; step++) {
            if (lostAtStep[step] > 0) {
                // A step has an id on each product's route.
                steps.merge(line.name(IdTable.STEP, step), lostAtStep[step], Long::sum);
            }
        }
        final Map<String, Long> chambers = new LinkedHashMap<>();
        for (int chamber = 0; chamber < lostInChamber.length; chamber++) {
            if (lostInChamber[chamber] > 0) {
                chambers.put(line.name(IdTable.CHAMBER, chamber), lostInChamber[chamber]);
            }
        }
        return new RunFigures.WorstLosses(worst(steps), worst(chambers));
    }

    private Map<String, Double> worst(Map<String, Long> lostDies) {
        long all = 0;
        for (final long number : dies) {
            all += number;
        }
        final double total = all;
        final Map<String, Double> worst = new LinkedHashMap<>();
        lostDies.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(WORST)
                .forEach(entry -> worst.put(entry.getKey(), 100 * entry.getValue() / total));
        return worst;
    }
}
