/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fabtwin.sim.kpi.CycleTimeReport;
import org.fabtwin.sim.kpi.RunFigures;
import org.junit.jupiter.api.Test;

class FiguresTextTest {
    private static RunFigures figures(Double wallSeconds) {
        return figures(wallSeconds, Map.of());
    }

    private static RunFigures figures(Double wallSeconds, Map<String, RunFigures.Product> products) {
        final Map<String, RunFigures.LotClass> classes = new LinkedHashMap<>();
        classes.put(
                "accel.normal",
                new RunFigures.LotClass(1234, new RunFigures.CycleTimeDays(31.456, 30.0, 44.25), 87.5, 2.519, 987654));
        classes.put(
                "accel.hot", new RunFigures.LotClass(0, new RunFigures.CycleTimeDays(null, null, null), null, null, 0));
        final Map<String, RunFigures.ToolGroup> groups = new LinkedHashMap<>();
        groups.put("WETC", new RunFigures.ToolGroup(95.0, 61.25, 2.0, 3.0, 0.0, 0.125, 0.0, 81.25, null, null));
        groups.put("IDLE", new RunFigures.ToolGroup(100.0, 0.0, 0.0, 0.0, 0.0, null, 0.0, null, null, null));
        groups.put("EUV", new RunFigures.ToolGroup(88.0, 93.456, 5.0, 7.0, 1.25, 6.5, 1.5, null, null, null));
        return new RunFigures(
                "line2nm-pilot",
                7,
                2,
                30,
                wallSeconds,
                5_000_000L,
                4_000_000,
                300_000,
                1_500_000,
                "0123abcd",
                classes,
                groups,
                new RunFigures.Wip(0, 4321, 3210.04, new RunFigures.WipLots(0, 864, 642.0)),
                new RunFigures.QueueTime(2000, 5),
                products,
                new RunFigures.WorstLosses(Map.of(), Map.of()),
                Map.of(),
                new RunFigures.Excursions(0, 0, null, null),
                Map.of(),
                new RunFigures.Qualifications(0, 0, null, null),
                null);
    }

    private static String textOf(RunFigures figures) {
        final StringWriter text = new StringWriter();
        new FiguresText(figures, new PrintWriter(text)).print();
        return text.toString();
    }

    @Test
    void shouldPrintSummaryWithBottleneckFirst() {
        assertThat(textOf(figures(2.0))).isEqualTo("""
                        line2nm-pilot: 30.00 days simulated, seed 7, replication 2, log hash 0123abcd

                        lot class     completed  cycle time d  median   95 %  on time %  flow factor  wafer steps
                        accel.normal      1,234         31.46   30.00  44.25       87.5         2.52      987,654
                        accel.hot             0             -       -      -          -            -            0

                        tool group, percent  utilisation  available  breakdown  maintenance  setup  mean wait h  batch fill
                        EUV                         93.5       88.0        5.0          7.0    1.3         6.50           -  <- bottleneck
                        WETC                        61.3       95.0        2.0          3.0    0.0         0.13        81.3
                        IDLE                         0.0      100.0        0.0          0.0    0.0            -           -

                        WIP, wafers   0 at start, 4,321 at end, mean 3,210.0
                        WIP, lots     0 at start, 864 at end, mean 642.0
                        queue time    2,000 windows, 5 breached (0.25 %)
                        work          300,000 lot steps, 1,500,000 wafer steps
                        speed         2.00 s for 5,000,000 events and 4,000,000 records: 2.50 M events/s, 750,000 wafer steps/s
                        """);
    }

    @Test
    void shouldLeaveOutTheHeadOfDefectsWhereNoProductHasAFit() {
        assertThat(textOf(chipWith(new RunFigures.RandomDefects(null, null, null, null, null, null))))
                .contains("chip ", "good dies/day")
                .doesNotContain("random defects");
        assertThat(textOf(chipWith(new RunFigures.RandomDefects(0.125, null, 90.0, 91.0, 92.0, 93.0))))
                .contains("random defects", "0.125");
    }

    private static RunFigures chipWith(final RunFigures.RandomDefects defects) {
        final RunFigures.Loss loss = new RunFigures.Loss(1.0, 2.0, 0.0);
        return figures(null, Map.of("chip", new RunFigures.Product(9, 8, 97.0, 120.5, loss, defects)));
    }

    @Test
    void shouldLeaveOutSpeedWhereNobodyMeasuredIt() {
        assertThat(textOf(figures(null))).doesNotContain("speed").endsWith("wafer steps\n");
    }

    @Test
    void shouldMarkNoBottleneckInAnIdleLine() {
        final RunFigures.ToolGroup idle =
                new RunFigures.ToolGroup(100.0, 0.0, 0.0, 0.0, 0.0, null, 0.0, null, null, null);
        final RunFigures figures = new RunFigures(
                "s",
                1,
                0,
                1,
                null,
                null,
                0,
                0,
                0,
                "00000000",
                Map.of(),
                Map.of("A", idle),
                new RunFigures.Wip(0, 0, 0.0, new RunFigures.WipLots(0, 0, 0.0)),
                new RunFigures.QueueTime(0, 0),
                Map.of(),
                new RunFigures.WorstLosses(Map.of(), Map.of()),
                Map.of(),
                new RunFigures.Excursions(0, 0, null, null),
                Map.of(),
                new RunFigures.Qualifications(0, 0, null, null),
                null);

        assertThat(textOf(figures)).doesNotContain("bottleneck").contains("0 windows, 0 breached\n");
    }

    @Test
    void shouldPrintCycleTimeByModule() {
        final Map<String, CycleTimeReport.Hours> modules = new LinkedHashMap<>();
        modules.put("fin", new CycleTimeReport.Hours(12.5, 5.0, 6.0, 1.0, 0.25, 0.25));
        modules.put("gate", new CycleTimeReport.Hours(37.5, 10.0, 26.5, 1.0, 0.0, 0.0));
        final Map<String, CycleTimeReport.LotClass> classes = new LinkedHashMap<>();
        classes.put(
                "accel.normal",
                new CycleTimeReport.LotClass(3, new CycleTimeReport.Hours(50.0, 15.0, 32.5, 2.0, 0.25, 0.25), modules));
        classes.put(
                "accel.hot",
                new CycleTimeReport.LotClass(
                        0, new CycleTimeReport.Hours(null, null, null, null, null, null), Map.of()));
        final StringWriter text = new StringWriter();

        CycleTimeText.print(new CycleTimeReport("line2nm-pilot", 7, 2, classes), new PrintWriter(text));

        assertThat(text.toString()).isEqualTo("""
                        line2nm-pilot, seed 7, replication 2: mean hours of a completed lot

                        accel.normal: 3 lots
                        module  process  queue  transport  hold  down  total  share %
                        fin        5.00   6.00       1.00  0.25  0.25  12.50     25.0
                        gate      10.00  26.50       1.00  0.00  0.00  37.50     75.0
                        all       15.00  32.50       2.00  0.25  0.25  50.00    100.0

                        accel.hot: 0 lots
                        """);
    }
}
