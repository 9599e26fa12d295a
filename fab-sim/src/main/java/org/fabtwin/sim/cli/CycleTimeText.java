/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import org.fabtwin.sim.kpi.CycleTimeReport;

/** The split of the cycle time for people: one table a lot class, mean hours of a completed lot. */
final class CycleTimeText {
    private CycleTimeText() {}

    static void print(CycleTimeReport report, PrintWriter out) {
        out.println(report.scenario() + ", seed " + report.seed() + ", replication " + report.replication()
                + ": mean hours of a completed lot");
        for (final Map.Entry<String, CycleTimeReport.LotClass> entry :
                report.classes().entrySet()) {
            final CycleTimeReport.LotClass lotClass = entry.getValue();
            out.println();
            out.println(entry.getKey() + ": " + String.format(Locale.ROOT, "%,d", lotClass.completed())
                    + (lotClass.completed() == 1 ? " lot" : " lots"));
            if (lotClass.completed() > 0) {
                print(lotClass, out);
            }
        }
    }

    private static void print(CycleTimeReport.LotClass lotClass, PrintWriter out) {
        final TextTable table =
                new TextTable("module", "process", "queue", "transport", "hold", "down", "total", "share %");
        final double all = lotClass.cycleTimeHours().total();
        lotClass.modules().forEach((name, hours) -> row(table, name, hours, all));
        row(table, "all", lotClass.cycleTimeHours(), all);
        table.print(out);
    }

    private static void row(TextTable table, String name, CycleTimeReport.Hours hours, double all) {
        table.row(
                name.isEmpty() ? "(no module)" : name,
                number(hours.process()),
                number(hours.queue()),
                number(hours.transport()),
                number(hours.hold()),
                number(hours.down()),
                number(hours.total()),
                all == 0 ? "-" : String.format(Locale.ROOT, "%.1f", 100 * hours.total() / all));
    }

    private static String number(double hours) {
        return String.format(Locale.ROOT, "%,.2f", hours);
    }
}
