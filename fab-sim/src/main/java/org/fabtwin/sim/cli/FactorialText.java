/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.fabtwin.sim.capacity.StartScaling;
import org.fabtwin.sim.experiment.Cell;
import org.fabtwin.sim.experiment.Factor;
import org.fabtwin.sim.experiment.FactorialReport;
import org.fabtwin.sim.experiment.FactorialReport.Expected;
import org.fabtwin.sim.experiment.FactorialReport.Row;
import org.fabtwin.sim.statistics.Estimate;

/** A factorial experiment in words: the loads before it runs, its figures after; and both as CSV. */
final class FactorialText {
    private static final int BUSIEST = 4;

    private FactorialText() {}

    /** Each cell's tools and its busiest families: all that can't do their work, or the first four. */
    static void printLoads(List<Factor> factors, List<Cell> cells, List<Expected> expected, PrintWriter out) {
        out.println("fab: load of the families in percent of their available time, ports included, setups apart;");
        out.println(
                "     behind: those beyond 100 % with the setups of carriers served first in, first out (a rule that groups them needs less)");
        final TextTable table = new TextTable(heads(factors, "tools", "starts/30 d"));
        for (int i = 0; i < cells.size(); i++) {
            final Expected load = expected.get(i);
            final int shown = Math.max(BUSIEST, load.overloaded().size());
            final String busiest = load.loads().entrySet().stream()
                    .limit(shown)
                    .map(family -> String.format(Locale.ROOT, "%s %.0f", family.getKey(), family.getValue()))
                    .collect(Collectors.joining(", "));
            final String setups = load.loadsWithSetups().entrySet().stream()
                    .filter(family -> family.getValue() >= 100 && load.loads().get(family.getKey()) < 100)
                    .map(family -> String.format(Locale.ROOT, "%s %.0f", family.getKey(), family.getValue()))
                    .collect(Collectors.joining(", "));
            table.row(cells(
                    cells.get(i),
                    Integer.toString(load.tools()),
                    number(load.startsPerDay() * 30),
                    busiest,
                    setups.isEmpty() ? "" : "| " + setups));
        }
        table.print(out);
        out.println();
        out.flush();
    }

    static void print(FactorialReport report, PrintWriter out) {
        out.println(report.replications() + " replications with the same random numbers; intervals of "
                + number(100 * report.confidence()) + " %; result " + report.digest());
        out.println();
        final List<String> heads = new ArrayList<>(List.of("tools", "load %", "moves/h", "growth %"));
        heads.addAll(report.figures());
        final TextTable table = new TextTable(heads(report.factors(), heads.toArray(new String[0])));
        for (final Row row : report.rows()) {
            final List<String> values = new ArrayList<>();
            values.add(Integer.toString(row.expected().tools()));
            values.add(number(row.expected().mostPercent()));
            values.add(number(row.movesPerHour().mean()));
            values.add(number(100 * row.growth().mean()));
            for (final String figure : report.figures()) {
                values.add(plusMinus(row.figures().get(figure)));
            }
            if (row.grows()) {
                values.add("fills up");
            }
            table.row(cells(row.cell(), values.toArray(new String[0])));
        }
        table.print(out);
        out.println();
        out.println(
                "load: of the busiest family, computed; growth: wafers by which the line filled, of those that started; "
                        + "a line that fills up has no steady state, its figures are those of a run of this length.");
    }

    /** {@code cells.csv}: a row a cell; {@code loads.csv}: a row a cell and family. */
    static void writeCsv(FactorialReport report, Path folder) throws IOException {
        try (CsvWriter csv = CsvWriter.builder().build(folder.resolve("cells.csv"))) {
            final List<String> heads = new ArrayList<>(List.of(
                    "tools", "startsPerDay", "loadPercent", "growth", "growthHalfWidth", "grows", "movesPerHour"));
            for (final String figure : report.figures()) {
                heads.add(figure);
                heads.add(figure + ".halfWidth");
            }
            csv.writeRecord(heads(report.factors(), heads.toArray(new String[0])));
            for (final Row row : report.rows()) {
                final List<String> values = new ArrayList<>(List.of(
                        Integer.toString(row.expected().tools()),
                        exact(row.expected().startsPerDay()),
                        exact(row.expected().mostPercent()),
                        exact(row.growth().mean()),
                        exact(row.growth().halfWidth()),
                        Boolean.toString(row.grows()),
                        exact(row.movesPerHour().mean())));
                for (final String figure : report.figures()) {
                    final Estimate estimate = row.figures().get(figure);
                    values.add(estimate == null ? "" : exact(estimate.mean()));
                    values.add(estimate == null ? "" : exact(estimate.halfWidth()));
                }
                csv.writeRecord(cells(row.cell(), values.toArray(new String[0])));
            }
        }
        try (CsvWriter csv = CsvWriter.builder().build(folder.resolve("loads.csv"))) {
            csv.writeRecord(heads(report.factors(), "family", "loadPercent", "loadPercentWithSetups"));
            for (final Row row : report.rows()) {
                for (final Map.Entry<String, Double> load :
                        row.expected().loads().entrySet()) {
                    csv.writeRecord(cells(
                            row.cell(),
                            load.getKey(),
                            exact(load.getValue()),
                            exact(row.expected().loadsWithSetups().get(load.getKey()))));
                }
            }
        }
    }

    private static String[] heads(List<Factor> factors, String... more) {
        final List<String> heads = new ArrayList<>();
        factors.forEach(factor -> heads.add(factor.name()));
        heads.addAll(List.of(more));
        return heads.toArray(new String[0]);
    }

    private static String[] cells(Cell cell, String... more) {
        final List<String> cells = new ArrayList<>(cell.levels());
        cells.addAll(List.of(more));
        return cells.toArray(new String[0]);
    }

    private static String plusMinus(Estimate estimate) {
        if (estimate == null) {
            return "-";
        }
        return number(estimate.mean())
                + (Double.isNaN(estimate.halfWidth()) ? "" : " +-" + number(estimate.halfWidth()));
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        return String.format(
                Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : Math.abs(value) >= 10 ? "%.1f" : "%.2f", value);
    }

    private static String exact(double value) {
        return Double.isFinite(value) ? StartScaling.plain(value) : "";
    }
}
