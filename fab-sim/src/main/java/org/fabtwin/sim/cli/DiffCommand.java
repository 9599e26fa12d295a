/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fabtwin.core.log.LogMetadata;
import org.fabtwin.sim.experiment.FigureNumber;
import org.fabtwin.sim.experiment.RunDifference;
import org.fabtwin.sim.kpi.LineFigures;
import org.fabtwin.sim.scenario.Scenario;
import org.fabtwin.sim.scenario.ScenarioException;
import org.fabtwin.sim.scenario.ScenarioReader;
import org.fabtwin.sim.scenario.ScenarioSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fab diff}: what differs between two runs. */
@Command(
        name = "diff",
        description = {
            "What differs between the runs of two logs: seed, replication, scenario by path, figures. A difference of two single runs "
                    + "may be chance: 'fab compare' tells."
        },
        footer = {
            "%nExample:",
            "  fab run minifab --log runs/a",
            "  fab run minifab --set recipes.S1.time=200 --log runs/b",
            "  fab diff runs/a runs/b"
        })
public final class DiffCommand implements Subcommand {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Parameters(index = "0", paramLabel = "RUN", description = "Folder of a run's log (--log of 'fab run').")
    private Path first;

    @Parameters(index = "1", paramLabel = "RUN", description = "Folder of another one's.")
    private Path second;

    @Option(
            names = "--warmup",
            paramLabel = "TIME",
            converter = SimulatedTime.Converter.class,
            description = "Part of both that the figures leave out. Default: that of each one's scenario.")
    private SimulatedTime warmup;

    @Mixin
    private OutputOptions output;

    /** What a log says. */
    private record Run(Map<String, String> identity, Map<String, String> scenario, Map<String, Double> figures) {}

    @Override
    public Integer call() throws IOException {
        final Run a = read(first);
        final Run b = read(second);
        final List<RunDifference.Entry<String>> runs = RunDifference.between(a.identity(), b.identity());
        final List<RunDifference.Entry<String>> scenarios = RunDifference.between(a.scenario(), b.scenario());
        final List<RunDifference.Entry<Double>> figures = RunDifference.between(a.figures(), b.figures());
        if (output.json()) {
            final ObjectNode json = JSON.createObjectNode();
            put(runs, json.putObject("run"));
            put(scenarios, json.putObject("scenario"));
            put(figures, json.putObject("figures"));
            output.result().println(json.toPrettyString());
        } else {
            print(runs, scenarios, figures);
        }
        return ExitCode.OK;
    }

    private Run read(Path directory) throws IOException {
        try (LogFolder log = LogFolder.open(directory, output.remarks())) {
            final LogMetadata metadata = log.metadata();
            final Map<String, String> identity = new LinkedHashMap<>();
            identity.put("scenario", metadata.scenarioName());
            identity.put("seed", Long.toString(metadata.seed()));
            identity.put("replication", Integer.toString(metadata.replication()));
            identity.put("detail", metadata.eventDetail().name().toLowerCase(Locale.ROOT));
            identity.put("version", metadata.codeVersion());
            final long endUs = log.reader().completeUpToUs();
            final LineFigures figures = new LineFigures(warmupUs(metadata, endUs));
            log.readWhole(figures, "compared");
            final int hash = log.reader().closedHash();
            if (log.reader().isClosed()) {
                identity.put("logHash", String.format(Locale.ROOT, "%08x", hash));
            }
            return new Run(
                    identity,
                    RunDifference.values(metadata.scenario()),
                    figures.figures(Math.max(endUs, figures.lastTimeUs()), null, null, hash)
                            .values());
        }
    }

    private long warmupUs(LogMetadata metadata, long endUs) {
        if (warmup != null) {
            return warmup.us();
        }
        try {
            final Scenario scenario =
                    ScenarioReader.read(ScenarioSource.of(metadata.scenarioName(), metadata.scenario()), List.of());
            return scenario.warmupUs() < endUs ? scenario.warmupUs() : 0;
        } catch (ScenarioException e) {
            output.remarks().println("fab: this version can't read the scenario; figures are of the whole run");
            return 0;
        }
    }

    private static <T> void put(List<RunDifference.Entry<T>> differences, ObjectNode json) {
        for (final RunDifference.Entry<T> difference : differences) {
            final ObjectNode entry = json.putObject(difference.path());
            entry.set("first", JSON.valueToTree(finite(difference.first())));
            entry.set("second", JSON.valueToTree(finite(difference.second())));
        }
    }

    private static Object finite(Object value) {
        return value instanceof Double number && !Double.isFinite(number) ? null : value;
    }

    private void print(
            List<RunDifference.Entry<String>> runs,
            List<RunDifference.Entry<String>> scenarios,
            List<RunDifference.Entry<Double>> figures) {
        final PrintWriter out = output.result();
        if (runs.isEmpty() && scenarios.isEmpty() && figures.isEmpty()) {
            out.println("no difference");
            return;
        }
        texts("run", runs, out);
        texts("scenario", scenarios, out);
        if (figures.isEmpty()) {
            out.println("figures: no difference");
            return;
        }
        final TextTable table = new TextTable("figures", "first", "second", "difference", "percent");
        for (final RunDifference.Entry<Double> entry : figures) {
            table.row(row(entry));
        }
        table.print(out);
    }

    private static void texts(String what, List<RunDifference.Entry<String>> differences, PrintWriter out) {
        if (differences.isEmpty()) {
            out.println(what + ": no difference");
        } else {
            final TextTable table = new TextTable(what, "first", "second");
            for (final RunDifference.Entry<String> entry : differences) {
                table.row(
                        entry.path(),
                        entry.first() == null ? "-" : entry.first(),
                        entry.second() == null ? "-" : entry.second());
            }
            table.print(out);
        }
        out.println();
    }

    private static String[] row(RunDifference.Entry<Double> entry) {
        final double first = entry.first() == null ? Double.NaN : entry.first();
        final double second = entry.second() == null ? Double.NaN : entry.second();
        final int decimals = FigureNumber.decimals(Double.isNaN(first) ? second : first);
        final List<String> cells = new ArrayList<>();
        cells.add(entry.path());
        cells.add(FigureNumber.text(first, decimals));
        cells.add(FigureNumber.text(second, decimals));
        cells.add((second > first ? "+" : "") + FigureNumber.text(second - first, decimals));
        cells.add(
                first == 0
                        ? "-"
                        : (second > first ? "+" : "") + FigureNumber.text(100 * (second - first) / Math.abs(first), 1));
        return cells.toArray(new String[0]);
    }
}
