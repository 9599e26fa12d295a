/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.check;

import org.agrona.DirectBuffer;
import org.agrona.collections.Int2IntHashMap;
import org.agrona.collections.IntHashSet;
import org.fabtwin.core.event.DiesLostDecoder;
import org.fabtwin.core.event.LossCause;
import org.fabtwin.core.event.LotCompletedDecoder;
import org.fabtwin.core.event.LotReleasedDecoder;
import org.fabtwin.core.event.WaferTestedDecoder;
import org.fabtwin.sim.event.HeaderLine;

/**
 * Tests of wafers: dies = good + lost, as many as the product's wafers have; the map says the same; the lost dies of each cause are
 * all booked; a wafer is tested once, before its lot completes, and of a tested product each completed wafer is.
 */
final class YieldCheck extends LogCheck {
    private static final int NO_WAFER = -1;
    private static final int CAUSES = 4;

    private final HeaderLine line;
    private final Int2IntHashMap productOfLot = new Int2IntHashMap(-1);
    private static final int NOT_IN_LINE = Integer.MIN_VALUE;

    /** -1: the lot's wafers are not numbered one after the other, or not at all. */
    private final Int2IntHashMap firstWaferOfLot = new Int2IntHashMap(NOT_IN_LINE);

    private final Int2IntHashMap wafersOfLot = new Int2IntHashMap(0);
    private final Int2IntHashMap testedOfLot = new Int2IntHashMap(0);
    private final IntHashSet testedWafers = new IntHashSet();
    private final LotReleasedDecoder released = new LotReleasedDecoder();
    private final LotCompletedDecoder completed = new LotCompletedDecoder();
    private final WaferTestedDecoder tested = new WaferTestedDecoder();
    private final DiesLostDecoder lost = new DiesLostDecoder();
    private final int[] missing = new int[CAUSES];
    private int openWafer = NO_WAFER;

    YieldCheck(final HeaderLine line) {
        super("yield", "dies of tested wafers add up, map, counts and losses agree, and each wafer is tested once");
        this.line = line;
    }

    @Override
    protected void check(final DirectBuffer buffer, final int offset, final int length, final int templateId) {
        if (templateId == DiesLostDecoder.TEMPLATE_ID) {
            onLost(wrap(lost, buffer, offset));
            return;
        }
        closeWafer();
        switch (templateId) {
            case LotReleasedDecoder.TEMPLATE_ID -> onReleased(wrap(released, buffer, offset));
            case LotCompletedDecoder.TEMPLATE_ID -> onCompleted(wrap(completed, buffer, offset));
            case WaferTestedDecoder.TEMPLATE_ID -> onTested(wrap(tested, buffer, offset));
            default -> {
                // Nothing of yield.
            }
        }
    }

    private void onReleased(final LotReleasedDecoder lot) {
        // In lot mode there are no wafers to be tested.
        if (line.isLotMode()) {
            return;
        }
        productOfLot.put(lot.lot(), lot.product());
        firstWaferOfLot.put(lot.lot(), lot.firstWafer());
        wafersOfLot.put(lot.lot(), lot.wafers());
    }

    private void onCompleted(final LotCompletedDecoder lot) {
        final int wafers = testedOfLot.remove(lot.lot());
        if (line.die(lot.product()) != null && !line.isLotMode() && wafers != lot.wafers()) {
            find("lot " + lot.lot() + " completed with " + lot.wafers() + " wafers, " + wafers + " were tested");
        }
        productOfLot.remove(lot.lot());
        final int first = firstWaferOfLot.remove(lot.lot());
        final int count = wafersOfLot.remove(lot.lot());
        for (int i = 0; first >= 0 && i < count; i++) {
            testedWafers.remove(first + i);
        }
    }

    private void onTested(final WaferTestedDecoder wafer) {
        final String which = "wafer " + wafer.wafer();
        final int lostDies = wafer.systematic() + wafer.parametric() + wafer.random();
        if (wafer.dies() != wafer.good() + lostDies) {
            find(which + " has " + wafer.dies() + " dies, " + wafer.good() + " good and " + lostDies + " lost");
        }
        final HeaderLine.Die die = line.die(wafer.product());
        if (die == null || die.dies() != wafer.dies()) {
            find(which + " has " + wafer.dies() + " dies, its product "
                    + (die == null ? "is not tested" : "has " + die.dies()));
        }
        if (productOfLot.containsKey(wafer.lot()) && productOfLot.get(wafer.lot()) != wafer.product()) {
            find(which + " is of another product than its lot " + wafer.lot());
        }
        final int first = firstWaferOfLot.get(wafer.lot());
        if (!productOfLot.containsKey(wafer.lot())
                || first >= 0 && (wafer.wafer() < first || wafer.wafer() >= first + wafersOfLot.get(wafer.lot()))) {
            find(which + " is of no lot in the line");
        }
        if (!testedWafers.add(wafer.wafer())) {
            find(which + " was tested twice");
        }
        testedOfLot.put(wafer.lot(), testedOfLot.get(wafer.lot()) + 1);
        missing[LossCause.SYSTEMATIC.value()] = wafer.systematic();
        missing[LossCause.PARAMETRIC.value()] = wafer.parametric();
        missing[LossCause.RANDOM.value()] = wafer.random();
        openWafer = wafer.wafer();
        checkMap(which, wafer);
    }

    private void checkMap(final String which, final WaferTestedDecoder wafer) {
        final int[] count = new int[128];
        final int good = wafer.good();
        final int harvested = wafer.harvested();
        final int systematic = wafer.systematic();
        final int parametric = wafer.parametric();
        final int random = wafer.random();
        final String map = wafer.dieMap();
        map.chars().filter(letter -> letter < count.length).forEach(letter -> count[letter]++);
        int goodLetters = count['H'];
        for (char bin = '1'; bin <= '9'; bin++) {
            goodLetters += count[bin];
        }
        if (goodLetters != good
                || count['H'] != harvested
                || count['S'] != systematic
                || count['P'] != parametric
                || count['R'] != random
                || map.length() != wafer.dies()) {
            find(which + " has a map of " + map.length() + " dies (" + goodLetters + " good, " + count['H']
                    + " harvested, " + count['S'] + ", " + count['P'] + ", " + count['R']
                    + " lost) that does not agree with its counts");
        }
    }

    private void onLost(final DiesLostDecoder loss) {
        if (loss.wafer() != openWafer) {
            find("lost dies of wafer " + loss.wafer() + ", which was not tested just before");
            return;
        }
        if (loss.dies() == 0) {
            find("no lost dies of wafer " + loss.wafer() + " are booked under a step");
        }
        missing[loss.causeRaw()] -= loss.dies();
    }

    /** All losses of the wafer tested last have been seen. */
    private void closeWafer() {
        if (openWafer == NO_WAFER) {
            return;
        }
        for (final LossCause cause : new LossCause[] {LossCause.SYSTEMATIC, LossCause.PARAMETRIC, LossCause.RANDOM}) {
            final int rest = missing[cause.value()];
            if (rest != 0) {
                find((rest > 0 ? rest + " lost dies too few" : -rest + " lost dies too many") + " booked for wafer "
                        + openWafer + ", cause " + cause);
            }
        }
        openWafer = NO_WAFER;
    }

    @Override
    protected void onEnd() {
        closeWafer();
    }
}
