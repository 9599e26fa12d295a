/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.fabtwin.sim.kpi.HandWrittenLog.E1;
import static org.fabtwin.sim.kpi.HandWrittenLog.HOT;
import static org.fabtwin.sim.kpi.HandWrittenLog.L1;
import static org.fabtwin.sim.kpi.HandWrittenLog.NORMAL;
import static org.fabtwin.sim.kpi.HandWrittenLog.S1;
import static org.fabtwin.sim.kpi.HandWrittenLog.S2;
import static org.fabtwin.sim.kpi.HandWrittenLog.us;

import org.junit.jupiter.api.Test;

class CycleTimeSplitTest {
    private static CycleTimeReport.LotClass normalOf(HandWrittenLog log) {
        return log.to(new CycleTimeSplit(0)).report().classes().get("P.normal");
    }

    @Test
    void shouldSplitCycleTimeByPartAndModule() {
        final CycleTimeReport.LotClass normal = normalOf(new HandWrittenLog()
                .released(1, 0, NORMAL, 5, 99)
                .transport(1, 0, 0, S1)
                .queued(2, 0, 0, S1)
                .held(3, 0, 0, S1)
                .holdReleased(7, 0, 0, S1)
                .trackIn(8, 0, 0, S1, L1)
                .trackOut(24, 0, 0, S1, L1, 5, 8, 6)
                .transport(24, 0, 0, S2)
                .queued(56, 0, 0, S2)
                .trackIn(120, 0, 0, S2, E1)
                .trackOut(248, 0, 0, S2, E1, 5, 8, 0)
                .completed(248, 0, NORMAL, 5, 1, 99));

        assertThat(normal.completed()).isEqualTo(1);
        assertThat(normal.modules().get("front")).isEqualTo(new CycleTimeReport.Hours(23.0, 10.0, 2.0, 1.0, 4.0, 6.0));
        assertThat(normal.modules().get("back"))
                .isEqualTo(new CycleTimeReport.Hours(224.0, 128.0, 64.0, 32.0, 0.0, 0.0));
        assertThat(normal.cycleTimeHours()).isEqualTo(new CycleTimeReport.Hours(247.0, 138.0, 66.0, 33.0, 4.0, 6.0));
    }

    @Test
    void shouldAverageOverLotsOfOneClass() {
        final CycleTimeReport report = new HandWrittenLog()
                .released(0, 0, NORMAL, 5, 99)
                .released(0, 1, NORMAL, 5, 99)
                .released(0, 2, HOT, 5, 99)
                .completed(3, 0, NORMAL, 5, 0, 99)
                .completed(5, 2, HOT, 5, 0, 99)
                .completed(7, 1, NORMAL, 5, 0, 99)
                .to(new CycleTimeSplit(us(3)))
                .report();

        assertThat(report.scenario()).isEqualTo("two");
        assertThat(report.classes().get("P.normal").completed())
                .as("one lot in the warm-up")
                .isEqualTo(1);
        assertThat(report.classes().get("P.normal").cycleTimeHours().queue()).isEqualTo(7);
        assertThat(report.classes().get("P.hot").cycleTimeHours().total()).isEqualTo(5);
    }

    @Test
    void shouldHoldLotWhileItsFirstCarrierWaitsForRework() {
        final CycleTimeReport.LotClass normal = normalOf(new HandWrittenLog()
                .released(0, 0, NORMAL, 5, 99)
                .trackIn(0, 0, 0, S1, L1)
                .trackOut(1, 0, 0, S1, L1, 5, 1, 0)
                .split(1, 0, 0, 7, S1)
                .held(1, 0, 0, S1)
                .queued(1, 0, 7, S1)
                .trackIn(2, 0, 7, S1, L1)
                .trackOut(4, 0, 7, S1, L1, 1, 1, 0)
                .merged(4, 0, 0, 7, S1)
                .holdReleased(4, 0, 0, S1)
                .completed(5, 0, NORMAL, 5, 0, 99));

        assertThat(normal.cycleTimeHours()).isEqualTo(new CycleTimeReport.Hours(5.0, 1.0, 1.0, 0.0, 3.0, 0.0));
    }

    @Test
    void shouldGoOnWithAnotherCarrierWhenFirstIsScrapped() {
        final CycleTimeReport.LotClass normal = normalOf(new HandWrittenLog()
                .released(0, 0, NORMAL, 5, 99)
                .split(1, 0, 0, 7, S1)
                .scrapped(2, 0, 0, 4)
                .trackIn(4, 0, 7, S2, E1)
                .trackOut(8, 0, 7, S2, E1, 1, 1, 0)
                .completed(8, 0, NORMAL, 1, 0, 99));

        assertThat(normal.cycleTimeHours()).isEqualTo(new CycleTimeReport.Hours(8.0, 4.0, 2.0, 0.0, 2.0, 0.0));
    }

    @Test
    void shouldLeaveOutLotsWhoseReleaseIsUnknown() {
        final CycleTimeReport.LotClass normal = normalOf(new HandWrittenLog()
                .released(0, 0, NORMAL, 5, 99, true)
                .completed(8, 0, NORMAL, 5, 0, 99)
                .completed(9, 77, NORMAL, 5, 0, 99));

        assertThat(normal.completed()).isZero();
        assertThat(normal.cycleTimeHours().total()).isNull();
    }

    @Test
    void shouldSumPartsToTheMeanCycleTime() {
        final HandWrittenLog log = new HandWrittenLog();
        for (int lot = 0; lot < 200; lot++) {
            final double start = lot / 7.0;
            log.released(start, lot, NORMAL, 5, 99)
                    .transport(start, lot, lot, S1)
                    .queued(start + 0.1, lot, lot, S1)
                    .trackIn(start + 0.3 + lot % 5, lot, lot, S1, L1)
                    .trackOut(start + 9.1, lot, lot, S1, L1, 5, 1, lot % 3 / 3.0)
                    .completed(start + 9.7, lot, NORMAL, 5, start, 99);
        }

        final CycleTimeReport.Hours hours = normalOf(log).cycleTimeHours();

        final RunFigures figures = log.to(new LineFigures(0)).figures(us(100), null, null, 0);
        assertThat(hours.total() / 24).isEqualTo(figures.value("classes.P.normal.cycleTimeDays.mean"), within(1e-12));
        assertThat(hours.process() + hours.queue() + hours.transport() + hours.hold() + hours.down())
                .isCloseTo(hours.total(), within(1e-12));
    }

    @Test
    void shouldReadNothingOfALogWhoseBeginningIsGone() {
        final CycleTimeSplit split = new HandWrittenLog(false)
                .released(0, 0, NORMAL, 5, 100)
                .transport(0, 0, 0, S1)
                .queued(1, 0, 0, S1)
                .trackIn(3, 0, 0, S1, L1)
                .to(new CycleTimeSplit(0));

        assertThat(split.header()).isNull();
    }
}
