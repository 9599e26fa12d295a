/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.fabtwin.core.event.E10State.PRODUCTIVE;
import static org.fabtwin.core.event.E10State.SCHEDULED_DOWN;
import static org.fabtwin.core.event.E10State.STANDBY;
import static org.fabtwin.core.event.E10State.UNSCHEDULED_DOWN;
import static org.fabtwin.core.event.StateCause.BREAKDOWN;
import static org.fabtwin.core.event.StateCause.MAINTENANCE;
import static org.fabtwin.core.event.StateCause.SETUP;
import static org.fabtwin.core.event.StateCause.WORK;
import static org.fabtwin.sim.kpi.HandWrittenLog.E1;
import static org.fabtwin.sim.kpi.HandWrittenLog.HOT;
import static org.fabtwin.sim.kpi.HandWrittenLog.L1;
import static org.fabtwin.sim.kpi.HandWrittenLog.L2;
import static org.fabtwin.sim.kpi.HandWrittenLog.NORMAL;
import static org.fabtwin.sim.kpi.HandWrittenLog.S1;
import static org.fabtwin.sim.kpi.HandWrittenLog.S2;
import static org.fabtwin.sim.kpi.HandWrittenLog.us;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LineFiguresTest {
    private static final Offset<Double> EXACT = within(1e-12);

    private static RunFigures figuresOf(HandWrittenLog log, double warmupHours, double endHours) {
        final RunFigures figures = log.to(new LineFigures(us(warmupHours))).figures(us(endHours), null, null, 0xBEEF);
        assertThat(log.inOneBatchTo(new LineFigures(us(warmupHours))).figures(us(endHours), null, null, 0xBEEF))
                .as("read in one batch")
                .isEqualTo(figures);
        return figures;
    }

    @Test
    void shouldNameRunAndCountRecords() {
        final HandWrittenLog log = new HandWrittenLog()
                .released(0, 0, NORMAL, 5, 10)
                .queued(0, 0, 0, S1)
                .trackIn(1, 0, 0, S1, L1)
                .trackOut(2, 0, 0, S1, L1, 5, 1, 0);

        final RunFigures figures = log.to(new LineFigures(0)).figures(us(48), 1.5, 77L, 0xBEEF);
        assertThat(log.inOneBatchTo(new LineFigures(0)).figures(us(48), 1.5, 77L, 0xBEEF))
                .isEqualTo(figures);

        assertThat(figures.scenario()).isEqualTo("two");
        assertThat(figures.seed()).isEqualTo(42);
        assertThat(figures.replication()).isEqualTo(3);
        assertThat(figures.simulatedDays()).isEqualTo(2.0);
        assertThat(figures.wallSeconds()).isEqualTo(1.5);
        assertThat(figures.calendarEvents()).isEqualTo(77);
        assertThat(figures.records()).as("the header is no event").isEqualTo(4);
        assertThat(figures.lotSteps()).isEqualTo(1);
        assertThat(figures.waferSteps()).isEqualTo(5);
        assertThat(figures.logHash()).isEqualTo("0000beef");
    }

    @Test
    void shouldTakeExactQuantilesOfCycleTimes() {
        final HandWrittenLog log = new HandWrittenLog();
        for (int lot = 0; lot < 21; lot++) {
            log.released(0, lot, NORMAL, 1, 240);
        }
        // Cycle times 24 h, 48 h, ..., 21 days, in an order of their own.
        for (int lot = 0; lot < 21; lot++) {
            final int days = lot * 8 % 21 + 1;
            log.completed(24 * days, lot, NORMAL, 1, 0, 240);
        }

        final RunFigures.LotClass figures = figuresOf(log, 0, 24 * 21).classes().get("P.normal");

        assertThat(figures.completed()).isEqualTo(21);
        assertThat(figures.cycleTimeDays().mean()).isCloseTo(11, EXACT);
        assertThat(figures.cycleTimeDays().p50()).isCloseTo(11, EXACT);
        assertThat(figures.cycleTimeDays().p95()).isCloseTo(20, EXACT);
        assertThat(figures.onTimePercent()).as("10 of 21 within 10 days").isCloseTo(1000.0 / 21, EXACT);
        assertThat(figures.flowFactor()).as("mean 264 h over zero load 2 h").isCloseTo(132, EXACT);
    }

    @Test
    void shouldInterpolateBetweenOrderStatistics() {
        assertThat(CycleTimes.quantileUs(new long[] {10, 20}, 0.5)).isEqualTo(15);
        assertThat(CycleTimes.quantileUs(new long[] {10, 20}, 0.95)).isCloseTo(19.5, EXACT);
        assertThat(CycleTimes.quantileUs(new long[] {7}, 0.95)).isEqualTo(7);
    }

    @Test
    void shouldSeparateLotClassesAndCutWarmUp() {
        final RunFigures figures = figuresOf(
                new HandWrittenLog()
                        .released(0, 0, NORMAL, 5, 10)
                        .released(0, 1, HOT, 3, 4)
                        .trackOut(1, 0, 0, S1, L1, 5, 1, 0)
                        .trackOut(2, 1, 1, S1, L2, 3, 1, 0)
                        .completed(4, 1, HOT, 3, 0, 4)
                        .trackOut(5, 0, 0, S2, E1, 5, 1, 0)
                        .completed(6, 0, NORMAL, 5, 0, 5),
                4,
                10);

        final RunFigures.LotClass hot = figures.classes().get("P.hot");
        assertThat(hot.completed()).as("at the warm-up's last microsecond").isZero();
        assertThat(hot.cycleTimeDays().mean()).isNull();
        assertThat(hot.onTimePercent()).isNull();
        assertThat(hot.flowFactor()).isNull();
        assertThat(hot.waferStepsDone()).isZero();
        final RunFigures.LotClass normal = figures.classes().get("P.normal");
        assertThat(normal.completed()).isEqualTo(1);
        assertThat(normal.cycleTimeDays().mean()).isCloseTo(0.25, EXACT);
        assertThat(normal.onTimePercent()).isZero();
        assertThat(normal.waferStepsDone()).isEqualTo(5);
        assertThat(figures.lotSteps()).as("counts the whole run").isEqualTo(3);
        assertThat(figures.waferSteps()).isEqualTo(13);
    }

    @Test
    void shouldLeaveInitialLotsOutOfCycleTimes() {
        final RunFigures figures = figuresOf(
                new HandWrittenLog()
                        .released(0, 0, NORMAL, 5, 10, true)
                        .completed(1, 0, NORMAL, 5, 0, 10)
                        .released(2, 1, NORMAL, 5, 10)
                        .completed(26, 1, NORMAL, 5, 2, 10),
                0,
                30);

        final RunFigures.LotClass normal = figures.classes().get("P.normal");
        assertThat(normal.completed()).isEqualTo(2);
        assertThat(normal.cycleTimeDays().mean()).isCloseTo(1.0, EXACT);
        assertThat(normal.onTimePercent()).isCloseTo(50, EXACT);
    }

    @Test
    void shouldNotCountScrappedLotAsCompleted() {
        final HandWrittenLog log = new HandWrittenLog()
                .released(0, 0, NORMAL, 5, 10)
                .scrapped(3, 0, 0, 5)
                .completed(3, 0, NORMAL, 0, 0, 10);

        final RunFigures figures = figuresOf(log, 0, 10);

        assertThat(figures.classes().get("P.normal").completed()).isZero();
        assertThat(figures.classes().get("P.normal").cycleTimeDays().mean()).isNull();
        assertThat(figures.wip().end()).isZero();
        assertThat(figures.wip().lots().end()).isZero();
        assertThat(log.to(new CycleTimeSplit(0))
                        .report()
                        .classes()
                        .get("P.normal")
                        .completed())
                .isZero();
    }

    @Test
    void shouldAverageWorkInProcessOverTimeAfterWarmUp() {
        final RunFigures figures = figuresOf(
                new HandWrittenLog()
                        .released(0, 0, NORMAL, 5, 10)
                        .released(10, 1, NORMAL, 5, 10)
                        .released(12, 2, NORMAL, 5, 10)
                        .scrapped(14, 2, 2, 2)
                        .completed(16, 0, NORMAL, 5, 0, 10),
                10,
                20);

        // 10 wafers for 2 h, 15 for 2 h, 13 for 2 h, 8 for 4 h.
        assertThat(figures.wip().start()).isEqualTo(10);
        assertThat(figures.wip().end()).isEqualTo(8);
        assertThat(figures.wip().mean()).isCloseTo(10.8, EXACT);
        assertThat(figures.wip().lots().start()).isEqualTo(2);
        assertThat(figures.wip().lots().end()).isEqualTo(2);
        assertThat(figures.wip().lots().mean())
                .as("2 for 2 h, 3 for 4 h, 2 for 4 h")
                .isCloseTo(2.4, EXACT);
    }

    @Test
    void shouldHoldWorkInProcessWhenNothingHappensAfterWarmUp() {
        final RunFigures figures = figuresOf(new HandWrittenLog().released(0, 0, NORMAL, 5, 10), 10, 20);

        assertThat(figures.wip().start()).isEqualTo(5);
        assertThat(figures.wip().end()).isEqualTo(5);
        assertThat(figures.wip().mean()).isCloseTo(5, EXACT);
    }

    @Test
    void shouldShareOutToolTime() {
        final RunFigures figures = figuresOf(
                new HandWrittenLog()
                        .tool(0, L1, STANDBY, PRODUCTIVE, WORK)
                        .tool(5, L2, STANDBY, UNSCHEDULED_DOWN, BREAKDOWN)
                        .tool(15, L2, UNSCHEDULED_DOWN, STANDBY, BREAKDOWN)
                        .trackOut(16, 0, 0, S1, L1, 5, 6, 0)
                        .tool(16, L1, PRODUCTIVE, SCHEDULED_DOWN, SETUP)
                        .tool(17, L1, SCHEDULED_DOWN, SCHEDULED_DOWN, MAINTENANCE)
                        .tool(19, L1, SCHEDULED_DOWN, STANDBY, MAINTENANCE)
                        .tool(29, L1, STANDBY, UNSCHEDULED_DOWN, BREAKDOWN),
                10,
                30);

        // Two tools, 20 h each: L2 down 10..15, L1 setup 16..17, maintenance 17..19, down from 29.
        final RunFigures.ToolGroup litho = figures.toolGroups().get("LITHO");
        assertThat(litho.breakdown()).isCloseTo(15, EXACT);
        assertThat(litho.pm()).isCloseTo(5, EXACT);
        assertThat(litho.setup()).isCloseTo(2.5, EXACT);
        assertThat(litho.availability()).isCloseTo(80, EXACT);
        assertThat(litho.utilisation())
                .as("6 h of work and 1 h of setup, of 32 available")
                .isCloseTo(21.875, EXACT);
        final RunFigures.ToolGroup etch = figures.toolGroups().get("ETCH");
        assertThat(etch.availability()).isCloseTo(100, EXACT);
        assertThat(etch.utilisation()).isZero();
        assertThat(etch.meanWaitHours()).isNull();
    }

    @Test
    void shouldFillBatchesInPercentOfTheirMaximumAndAddUpAllSetups() {
        final RunFigures figures = figuresOf(
                new HandWrittenLog()
                        .batch(5, E1, S2, 2, 8)
                        .setup(9, L1, 3)
                        .batch(11, E1, S2, 1, 4)
                        .setup(12, L1, 3)
                        .batch(15, E1, S2, 2, 6)
                        .setup(16, L2, 1),
                10,
                30);

        // After the warm-up: 10 wafers of twice 8; 4 h of setup in 40 tool hours.
        assertThat(figures.toolGroups().get("ETCH").batchFill()).isCloseTo(62.5, EXACT);
        assertThat(figures.toolGroups().get("LITHO").batchFill()).isNull();
        assertThat(figures.toolGroups().get("LITHO").setupTotal()).isCloseTo(10, EXACT);
    }

    @Test
    void shouldCountChamberAsDownWhenItOrItsToolIs() {
        final RunFigures figures = figuresOf(
                new HandWrittenLog()
                        .chamber(2, 3, STANDBY, SCHEDULED_DOWN, MAINTENANCE)
                        .tool(4, E1, STANDBY, UNSCHEDULED_DOWN, BREAKDOWN)
                        .tool(6, E1, UNSCHEDULED_DOWN, STANDBY, BREAKDOWN)
                        .chamber(8, 3, SCHEDULED_DOWN, STANDBY, MAINTENANCE)
                        .trackOut(9, 0, 0, S2, E1, 5, 3, 0),
                0,
                10);

        // 20 chamber hours: E1/B maintained 2..4 and 6..8, both chambers down 4..6.
        final RunFigures.ToolGroup etch = figures.toolGroups().get("ETCH");
        assertThat(etch.breakdown()).isCloseTo(20, EXACT);
        assertThat(etch.pm()).isCloseTo(20, EXACT);
        assertThat(etch.availability()).isCloseTo(60, EXACT);
        assertThat(etch.utilisation()).as("3 tool hours of 6").isCloseTo(50, EXACT);
    }

    @Test
    void shouldAverageWaitFromQueueToTrackIn() {
        final RunFigures figures = figuresOf(
                new HandWrittenLog()
                        .queued(0, 0, 0, S1)
                        .queued(1, 1, 1, S1)
                        .trackIn(2, 0, 0, S1, L1)
                        .trackIn(4, 1, 1, S1, L2)
                        .queued(5, 0, 0, S2)
                        .trackIn(5, 0, 0, S2, E1),
                2,
                10);

        assertThat(figures.toolGroups().get("LITHO").meanWaitHours())
                .as("the one that started after the warm-up")
                .isCloseTo(3, EXACT);
        assertThat(figures.toolGroups().get("ETCH").meanWaitHours()).isZero();
    }

    @Test
    void shouldCountQueueTimeWindowsAndBreaches() {
        final RunFigures figures = figuresOf(
                new HandWrittenLog()
                        .windowEnded(1, 0, 3, true)
                        .windowEnded(2, 1, 1, false)
                        .windowEnded(3, 2, 3, true),
                1,
                10);

        assertThat(figures.queueTime()).isEqualTo(new RunFigures.QueueTime(2, 1));
    }

    @Test
    void shouldMeasureNothingBeforeWarmUpEnds() {
        final RunFigures figures =
                figuresOf(new HandWrittenLog().released(0, 0, NORMAL, 5, 10).trackOut(1, 0, 0, S1, L1, 5, 1, 0), 10, 5);

        assertThat(figures.wip()).isEqualTo(new RunFigures.Wip(5, 5, null, new RunFigures.WipLots(1, 1, null)));
        assertThat(figures.toolGroups().get("LITHO").availability()).isNull();
    }

    @Test
    void shouldFindFigureByItsJsonPath() {
        final RunFigures figures =
                figuresOf(new HandWrittenLog().released(0, 0, HOT, 5, 10).completed(12, 0, HOT, 5, 0, 10), 0, 24);

        assertThat(figures.value("classes.P.hot.cycleTimeDays.mean")).isEqualTo(0.5);
        assertThat(figures.value("wip.lots.end")).isZero();
        assertThat(figures.value("toolGroups.ETCH.meanWaitHours")).isNaN();
        assertThatThrownBy(() -> figures.value("classes.P.cold.completed"))
                .hasMessageContaining("classes.P.cold.completed");
        assertThatThrownBy(() -> figures.value("wip.lots")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseEndBeforeLastRecord() {
        final LineFigures figures =
                new HandWrittenLog().released(3, 0, HOT, 5, 10).to(new LineFigures(0));

        assertThatThrownBy(() -> figures.figures(us(2), null, null, 0)).hasMessageContaining("before the last record");
    }

    @Test
    void shouldPrintTheSameJsonKeysAlways() {
        final RunFigures figures = new HandWrittenLog()
                .released(0, 0, NORMAL, 5, 10)
                .queued(0, 0, 0, S1)
                .trackIn(1, 0, 0, S1, L1)
                .trackOut(2, 0, 0, S1, L1, 5, 1, 0)
                .completed(12, 0, NORMAL, 5, 0, 10)
                .to(new LineFigures(0))
                .figures(us(24), 0.25, 9L, 0x0123ABCD);

        assertThat(figures.toJson()).isEqualTo("""
                        {
                          "scenario" : "two",
                          "seed" : 42,
                          "replication" : 3,
                          "simulatedDays" : 1.0,
                          "wallSeconds" : 0.25,
                          "calendarEvents" : 9,
                          "records" : 5,
                          "lotSteps" : 1,
                          "waferSteps" : 5,
                          "logHash" : "0123abcd",
                          "classes" : {
                            "P.normal" : {
                              "completed" : 1,
                              "cycleTimeDays" : {
                                "mean" : 0.5,
                                "p50" : 0.5,
                                "p95" : 0.5
                              },
                              "onTimePercent" : 0.0,
                              "flowFactor" : 6.0,
                              "waferStepsDone" : 5
                            },
                            "P.hot" : {
                              "completed" : 0,
                              "cycleTimeDays" : {
                                "mean" : null,
                                "p50" : null,
                                "p95" : null
                              },
                              "onTimePercent" : null,
                              "flowFactor" : null,
                              "waferStepsDone" : 0
                            }
                          },
                          "toolGroups" : {
                            "LITHO" : {
                              "availability" : 100.0,
                              "utilisation" : 2.0833333333333335,
                              "breakdown" : 0.0,
                              "pm" : 0.0,
                              "setup" : 0.0,
                              "meanWaitHours" : 1.0,
                              "setupTotal" : 0.0,
                              "batchFill" : null,
                              "portUtilisation" : null,
                              "robotUtilisation" : null
                            },
                            "ETCH" : {
                              "availability" : 100.0,
                              "utilisation" : 0.0,
                              "breakdown" : 0.0,
                              "pm" : 0.0,
                              "setup" : 0.0,
                              "meanWaitHours" : null,
                              "setupTotal" : 0.0,
                              "batchFill" : null,
                              "portUtilisation" : null,
                              "robotUtilisation" : null
                            }
                          },
                          "wip" : {
                            "start" : 5,
                            "end" : 0,
                            "mean" : 2.5,
                            "lots" : {
                              "start" : 1,
                              "end" : 0,
                              "mean" : 0.5
                            }
                          },
                          "queueTime" : {
                            "windows" : 0,
                            "breached" : 0
                          },
                          "products" : {
                            "P" : {
                              "waferStarts" : 0,
                              "finished" : 5,
                              "yieldPercent" : null,
                              "goodDiesPerDay" : null,
                              "loss" : {
                                "systematic" : null,
                                "parametric" : null,
                                "random" : null
                              },
                              "randomDefects" : {
                                "d0" : null,
                                "alpha" : null,
                                "yieldPercent" : null,
                                "poissonPercent" : null,
                                "murphyPercent" : null,
                                "seedsPercent" : null
                              }
                            }
                          },
                          "worstLosses" : {
                            "steps" : { },
                            "chambers" : { }
                          },
                          "parameters" : { },
                          "excursions" : {
                            "started" : 0,
                            "detected" : 0,
                            "meanDetectionHours" : null,
                            "wafersPerExcursion" : null
                          },
                          "worstLoops" : { },
                          "qualifications" : {
                            "wafers" : 0,
                            "chamberHours" : 0.0,
                            "firstErrorPercent" : null,
                            "unqualifiedFirstErrorPercent" : null
                          },
                          "movesPerHour" : 0.041666666666666664
                        }\
                        """);
    }

    @Test
    void shouldReadRecordsOfALaterVersion() {
        final HandWrittenLog log = new HandWrittenLog()
                .released(0, 0, NORMAL, 5, 100)
                .queued(1, 0, 0, S1)
                .longer()
                .trackIn(3, 0, 0, S1, L1)
                .longer()
                .trackOut(4, 0, 0, S1, L1, 5, 1, 0)
                .longer();

        for (final LineFigures read : List.of(log.to(new LineFigures(0)), log.inOneBatchTo(new LineFigures(0)))) {
            final RunFigures figures = read.figures(us(10), null, null, 0);
            assertThat(read.records()).isEqualTo(4);
            assertThat(figures.lotSteps()).isEqualTo(1);
            assertThat(figures.toolGroups().get("LITHO").meanWaitHours()).isEqualTo(2);
        }
    }

    @Test
    void shouldReadNothingOfALogWhoseBeginningIsGone() {
        final HandWrittenLog log = new HandWrittenLog(false)
                .released(0, 0, NORMAL, 5, 100)
                .queued(1, 0, 0, S1)
                .trackIn(3, 0, 0, S1, L1)
                .tool(3, L1, STANDBY, PRODUCTIVE, WORK);

        for (final LineFigures read : List.of(log.to(new LineFigures(0)), log.inOneBatchTo(new LineFigures(0)))) {
            assertThat(read.header()).isNull();
            assertThat(read.records()).isZero();
            assertThatThrownBy(() -> read.figures(us(10), null, null, 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no header");
        }
    }

    @Test
    void shouldRefuseFramesThatHaveNoLength() {
        final LineFigures figures = new LineFigures(0);

        assertThatThrownBy(() -> figures.onRecords(new UnsafeBuffer(new byte[64]), 0, 64, 4096))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("4096");
    }

    @Test
    void shouldAllocateNothingPerRecord() {
        final LineFigures figures = new LineFigures(0);
        final HandWrittenLog log = new HandWrittenLog();
        log.to(figures);
        final HandWrittenLog work = new HandWrittenLog(false);
        for (int i = 0; i < 100; i++) {
            work.released(i, i, NORMAL, 5, 10)
                    .queued(i, i, i, S1)
                    .trackIn(i, i, i, S1, L1)
                    .trackOut(i, i, i, S1, L1, 5, 1, 0)
                    .tool(i, L1, STANDBY, i % 2 == 0 ? UNSCHEDULED_DOWN : STANDBY, BREAKDOWN)
                    .windowEnded(i, i, 1, false);
        }
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 200; i++) {
            work.to(figures);
        }

        final long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 200; i++) {
            work.to(figures);
        }

        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .as("bytes for 120,000 records")
                .isLessThan(10_000);
    }
}
