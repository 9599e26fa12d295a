/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.fabtwin.sim.kpi.RunFigures;

/** The figures of a run for people. */
final class FiguresText {
    private static final String NOTHING = "-";
    private static final int WORST_SHOWN = 5;

    private final RunFigures figures;
    private final PrintWriter out;

    FiguresText(RunFigures figures, PrintWriter out) {
        this.figures = figures;
        this.out = out;
    }

    void print() {
        out.println(figures.scenario() + ": " + number(figures.simulatedDays(), 2) + " days simulated, seed "
                + figures.seed() + ", replication " + figures.replication() + ", log hash " + figures.logHash());
        out.println();
        printClasses();
        out.println();
        printToolGroups();
        out.println();
        if (figures.products().values().stream().anyMatch(product -> product.yieldPercent() != null)) {
            printYield();
            out.println();
        }
        printLine();
    }

    private void printClasses() {
        final TextTable table = new TextTable(
                "lot class", "completed", "cycle time d", "median", "95 %", "on time %", "flow factor", "wafer steps");
        figures.classes()
                .forEach((name, lotClass) -> table.row(
                        name,
                        count(lotClass.completed()),
                        number(lotClass.cycleTimeDays().mean(), 2),
                        number(lotClass.cycleTimeDays().p50(), 2),
                        number(lotClass.cycleTimeDays().p95(), 2),
                        number(lotClass.onTimePercent(), 1),
                        number(lotClass.flowFactor(), 2),
                        count(lotClass.waferStepsDone())));
        table.print(out);
    }

    private void printToolGroups() {
        final List<Map.Entry<String, RunFigures.ToolGroup>> groups =
                new ArrayList<>(figures.toolGroups().entrySet());
        groups.sort(Comparator.comparingDouble(FiguresText::utilisation).reversed());
        final boolean hasBatches =
                groups.stream().anyMatch(entry -> entry.getValue().batchFill() != null);
        final List<String> head = new ArrayList<>(List.of(
                "tool group, percent", "utilisation", "available", "breakdown", "maintenance", "setup", "mean wait h"));
        if (hasBatches) {
            head.add("batch fill");
        }
        final TextTable table = new TextTable(head.toArray(String[]::new));
        boolean isFirst = true;
        for (final Map.Entry<String, RunFigures.ToolGroup> entry : groups) {
            final RunFigures.ToolGroup group = entry.getValue();
            final boolean isBottleneck = isFirst && utilisation(entry) > 0;
            isFirst = false;
            final List<String> row = new ArrayList<>(List.of(
                    entry.getKey(),
                    number(group.utilisation(), 1),
                    number(group.availability(), 1),
                    number(group.breakdown(), 1),
                    number(group.pm(), 1),
                    number(group.setup(), 1),
                    number(group.meanWaitHours(), 2)));
            if (hasBatches) {
                row.add(number(group.batchFill(), 1));
            }
            row.add(isBottleneck ? "<- bottleneck" : "");
            table.row(row.toArray(String[]::new));
        }
        table.print(out);
    }

    private void printYield() {
        final TextTable table = new TextTable(
                "product, percent of dies",
                "wafer starts",
                "finished",
                "yield",
                "systematic",
                "parametric",
                "random",
                "good dies/day");
        figures.products()
                .forEach((name, product) -> table.row(
                        name,
                        count(product.waferStarts()),
                        count(product.finished()),
                        number(product.yieldPercent(), 1),
                        number(product.loss().systematic(), 1),
                        number(product.loss().parametric(), 1),
                        number(product.loss().random(), 1),
                        number(product.goodDiesPerDay(), 1)));
        table.print(out);
        out.println();
        printDefects();
        printWorst("worst steps", figures.worstLosses().steps());
        printWorst("worst chambers", figures.worstLosses().chambers());
        printCapability();
        printWorst("worst loops", figures.worstLoops());
        printQualifications();
        printExcursions();
    }

    /** What the maps tell of random defects; the yields of the models at that density beside what they are. */
    private void printDefects() {
        if (figures.products().values().stream()
                .allMatch(product -> product.randomDefects().d0() == null)) {
            return;
        }
        final TextTable table =
                new TextTable("random defects", "D0 /cm2", "alpha", "yield", "Poisson", "Murphy", "Seeds");
        figures.products().forEach((name, product) -> {
            final RunFigures.RandomDefects defects = product.randomDefects();
            if (defects.d0() != null) {
                table.row(
                        name,
                        number(defects.d0(), 3),
                        number(defects.alpha(), 2),
                        number(defects.yieldPercent(), 1),
                        number(defects.poissonPercent(), 1),
                        number(defects.murphyPercent(), 1),
                        number(defects.seedsPercent(), 1));
            }
        });
        table.print(out);
        out.println();
    }

    /** The parameters that are least capable of their windows. */
    private void printCapability() {
        final String text = figures.parameters().entrySet().stream()
                .filter(parameter -> parameter.getValue().cpk() != null)
                .sorted(Comparator.comparingDouble(
                        parameter -> parameter.getValue().cpk()))
                .limit(WORST_SHOWN)
                .map(parameter ->
                        parameter.getKey() + " " + number(parameter.getValue().cpk(), 2))
                .collect(Collectors.joining(", "));
        if (!text.isEmpty()) {
            out.println(String.format(Locale.ROOT, "%-16s%s", "least Cpk", text));
        }
    }

    /** How far the first product wafers after maintenance are off, behind qualification wafers and without. */
    private void printQualifications() {
        final RunFigures.Qualifications qualifications = figures.qualifications();
        if (qualifications.wafers() > 0 || qualifications.unqualifiedFirstErrorPercent() != null) {
            out.println(String.format(
                    Locale.ROOT,
                    "%-16s%d wafers, %s chamber hours; first product wafers off by %s %% of half a window, without by %s %%",
                    "qualification",
                    qualifications.wafers(),
                    number(qualifications.chamberHours(), 1),
                    number(qualifications.firstErrorPercent(), 1),
                    number(qualifications.unqualifiedFirstErrorPercent(), 1)));
        }
    }

    private void printExcursions() {
        final RunFigures.Excursions excursions = figures.excursions();
        if (excursions.started() > 0) {
            out.println(String.format(
                    Locale.ROOT,
                    "%-16s%d, %s wafers each; %d seen by a chart, after %s h",
                    "excursions",
                    excursions.started(),
                    number(excursions.wafersPerExcursion(), 1),
                    excursions.detected(),
                    number(excursions.meanDetectionHours(), 1)));
        }
    }

    private void printWorst(String title, Map<String, Double> losses) {
        final StringBuilder text = new StringBuilder();
        losses.entrySet().stream().limit(WORST_SHOWN).forEach(loss -> text.append(text.length() == 0 ? "" : ", ")
                .append(loss.getKey())
                .append(' ')
                .append(number(loss.getValue(), 2))
                .append(" %"));
        out.println(String.format(Locale.ROOT, "%-16s%s", title, text.length() == 0 ? NOTHING : text));
    }

    private static double utilisation(Map.Entry<String, RunFigures.ToolGroup> group) {
        final Double utilisation = group.getValue().utilisation();
        return utilisation == null ? -1 : utilisation;
    }

    private void printLine() {
        final RunFigures.Wip wip = figures.wip();
        out.println("WIP, wafers   " + count(wip.start()) + " at start, " + count(wip.end()) + " at end, mean "
                + number(wip.mean(), 1));
        out.println("WIP, lots     " + count(wip.lots().start()) + " at start, "
                + count(wip.lots().end()) + " at end, mean " + number(wip.lots().mean(), 1));
        final RunFigures.QueueTime queueTime = figures.queueTime();
        final String share = queueTime.windows() == 0
                ? ""
                : " (" + number(100.0 * queueTime.breached() / queueTime.windows(), 2) + " %)";
        out.println("queue time    " + count(queueTime.windows()) + " windows, " + count(queueTime.breached())
                + " breached" + share);
        out.println("work          " + count(figures.lotSteps()) + " lot steps, " + count(figures.waferSteps())
                + " wafer steps");
        printSpeed();
    }

    private void printSpeed() {
        if (figures.wallSeconds() == null || figures.calendarEvents() == null) {
            return;
        }
        final double seconds = figures.wallSeconds();
        out.print("speed         " + number(seconds, 2) + " s for " + count(figures.calendarEvents()) + " events and "
                + count(figures.records()) + " records");
        if (seconds > 0) {
            out.print(": " + rate(figures.calendarEvents() / seconds) + " events/s, "
                    + rate(figures.waferSteps() / seconds) + " wafer steps/s");
        }
        out.println();
    }

    private static String rate(double perSecond) {
        return perSecond >= 1e6 ? String.format(Locale.ROOT, "%.2f M", perSecond / 1e6) : count(Math.round(perSecond));
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String number(Double value, int digits) {
        return value == null ? NOTHING : String.format(Locale.ROOT, "%,." + digits + "f", value);
    }
}
