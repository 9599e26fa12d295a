/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * docs/PERFORMANCE.md with its tables and plots made anew from the raw files. Prose is left as it is; what lies between a {@link Directive}
 * and {@code <!-- end -->} is written by this class.
 *
 * <pre>
 * &lt;!-- table files=DATE-MACHINE/a.json,... benchmark=HoldModel rows=pending columns=structure --&gt;
 * &lt;!-- plot  files=... benchmark=... x=pending series=contender svg=NAME title="..." --&gt;   log-log, with fitted exponents
 * &lt;!-- json  files=DATE-MACHINE/b.json columns=path,rate,p50 --&gt;                            an array of objects;
 *                            picture="..." shows b.svg and names b.hlog
 * </pre>
 *
 * A file {@code latest:NAME} is the newest DATE-MACHINE/TIME-NAME.json. Rows, columns and series may be several parameters: {@code format+benchmark}.
 */
public final class PerformanceDocument {
    private static final String LATEST = "latest:";
    private static final int DATE_LENGTH = 10;
    private static final String END = "<!-- end -->";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path results;
    private final Map<String, String> pictures = new TreeMap<>();

    /** @param results the folder of raw files. */
    public PerformanceDocument(Path results) {
        this.results = results;
    }

    /** SVGs that {@link #regenerated} drew, by file name. */
    public Map<String, String> pictures() {
        return pictures;
    }

    /**
     * The text with all blocks made anew.
     *
     * @throws IOException if a block's raw file is missing.
     */
    public String regenerated(String text) throws IOException {
        final StringBuilder out = new StringBuilder();
        boolean inBlock = false;
        for (final String line : text.split("\n", -1)) {
            if (line.strip().equals(END)) {
                if (!inBlock) {
                    throw new IOException("'" + END + "' without a table, plot or json before it");
                }
                inBlock = false;
            }
            if (!inBlock) {
                out.append(line).append('\n');
            }
            final Directive directive = Directive.of(line);
            if (directive != null) {
                if (inBlock) {
                    throw new IOException("a block begins within a block: " + line);
                }
                inBlock = true;
                out.append(block(directive));
            }
        }
        if (inBlock) {
            throw new IOException("a block has no '" + END + "'");
        }
        out.setLength(out.length() - 1);
        return out.toString();
    }

    private String block(Directive directive) throws IOException {
        switch (directive.kind()) {
            case "table":
                return table(directive, read(directive));
            case "plot":
                return plot(directive, read(directive));
            default:
                return json(directive);
        }
    }

    private List<String> files(Directive directive) throws IOException {
        final List<String> found = new ArrayList<>();
        for (final String file : directive.need("files").split(",")) {
            found.add(file.startsWith(LATEST) ? latest(file.substring(LATEST.length())) : file);
        }
        return found;
    }

    /** Newest DATE-MACHINE/TIME-name.json, by date and time. */
    private String latest(String name) throws IOException {
        try (Stream<Path> tree = Files.walk(results, 2)) {
            return tree.filter(file ->
                            file.getFileName().toString().matches("[0-9]{6}-" + Pattern.quote(name) + "[.]json"))
                    .map(file -> file.getParent().getFileName() + "/" + file.getFileName())
                    .max(Comparator.comparing(
                            file -> file.substring(0, DATE_LENGTH) + file.substring(file.indexOf('/') + 1)))
                    .orElseThrow(() -> new NoSuchFileException("TIME-" + name + ".json in " + results));
        }
    }

    private List<JmhResult> read(Directive directive) throws IOException {
        final List<JmhResult> found = new ArrayList<>();
        for (final String file : files(directive)) {
            for (final JmhResult result : JmhResult.read(results.resolve(file))) {
                if (result.benchmark().matches(".*(" + directive.get("benchmark", "") + ").*")) {
                    found.add(result);
                }
            }
        }
        if (found.isEmpty()) {
            throw new IOException("no figure in " + directive.values());
        }
        return found;
    }

    private String table(Directive directive, List<JmhResult> results) throws IOException {
        final String rows = directive.need("rows");
        final String columns = directive.get("columns", "");
        final Map<String, Map<String, String>> cells = new LinkedHashMap<>();
        final Set<String> names = new LinkedHashSet<>();
        for (final JmhResult result : results) {
            final String column = columns.isEmpty() ? result.unit() : result.value(columns);
            names.add(column);
            cells.computeIfAbsent(result.value(rows), key -> new LinkedHashMap<>())
                    .put(column, cell(result, directive.get("bytes", "").equals("each")));
        }
        final List<String> order = new ArrayList<>(cells.keySet());
        if (order.stream().allMatch(name -> name.matches("[0-9]+"))) {
            order.sort(Comparator.comparingLong(Long::parseLong));
        }
        final StringBuilder out = new StringBuilder();
        out.append("| ").append(rows.replace('+', ' ')).append(" |");
        names.forEach(name -> out.append(' ').append(label(name)).append(" |"));
        out.append("\n| --- |").append(" --- |".repeat(names.size())).append('\n');
        for (final String row : order) {
            out.append("| ").append(label(row)).append(" |");
            names.forEach(name -> out.append(' ')
                    .append(cells.get(row).getOrDefault(name, "-"))
                    .append(" |"));
            out.append('\n');
        }
        return out.append('\n')
                .append(source(files(directive), results.get(0).unit()))
                .toString();
    }

    private static String source(List<String> files, String unit) {
        return "Unit: " + unit + "; raw: `" + String.join("`, `", files) + "`.\n";
    }

    private static String cell(JmhResult result, boolean withBytes) {
        return number(result.score())
                + (Double.isNaN(result.error()) ? "" : " +-" + number(result.error()))
                + (withBytes && result.bytes() >= 0.5
                        ? String.format(Locale.ROOT, " (%,.0f B)", result.bytes())
                        : withBytes ? " (0 B)" : "");
    }

    /** Three digits that count. */
    static String number(double value) {
        final double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }

    private static String label(String name) {
        return name.matches("[0-9]{4,}")
                ? String.format(Locale.ROOT, "%,d", Long.parseLong(name))
                : name.matches("[A-Z_0-9]+") ? name.toLowerCase(Locale.ROOT).replace('_', ' ') : name;
    }

    private String plot(Directive directive, List<JmhResult> results) throws IOException {
        final Map<String, TreeMap<Double, Double>> series = new LinkedHashMap<>();
        for (final JmhResult result : results) {
            series.computeIfAbsent(label(result.value(directive.need("series"))), key -> new TreeMap<>())
                    .put(Double.parseDouble(result.value(directive.need("x"))), result.score());
        }
        final String title = directive.need("title");
        final String svg = directive.need("svg") + ".svg";
        pictures.put(
                svg, GrowthPlot.svg(title, directive.need("x"), results.get(0).unit(), series));
        final StringBuilder out = new StringBuilder();
        out.append("![")
                .append(title)
                .append("](performance/")
                .append(svg)
                .append(")\n\nFitted exponent of ")
                .append(directive.need("x"))
                .append(" (0: does not grow, 1: in proportion): ");
        final List<String> exponents = new ArrayList<>();
        series.forEach((name, points) ->
                exponents.add(name + String.format(Locale.ROOT, " %.2f", GrowthPlot.exponent(points))));
        return out.append(String.join(", ", exponents))
                .append(".\n\n")
                .append(source(files(directive), results.get(0).unit()))
                .toString();
    }

    private String json(Directive directive) throws IOException {
        final String[] columns = directive.need("columns").split(",");
        final StringBuilder out = new StringBuilder("| " + String.join(" | ", columns) + " |\n|");
        out.append(" --- |".repeat(columns.length)).append('\n');
        for (final String file : files(directive)) {
            for (final JsonNode row : JSON.readTree(Files.readString(results.resolve(file)))) {
                out.append('|');
                for (final String column : columns) {
                    final JsonNode value = row.path(column);
                    if (value.isMissingNode()) {
                        throw new IOException(file + " has no " + column + " in " + row);
                    }
                    out.append(' ')
                            .append(
                                    value.isIntegralNumber()
                                            ? String.format(Locale.ROOT, "%,d", value.asLong())
                                            : value.isNumber() ? number(value.asDouble()) : value.asText())
                            .append(" |");
                }
                out.append('\n');
            }
        }
        out.append("\nRaw: `").append(String.join("`, `", files(directive))).append("`.\n");
        if (!directive.get("picture", "").isEmpty()) {
            for (final String file : files(directive)) {
                final String stem = file.substring(0, file.length() - ".json".length());
                out.append("\n![").append(directive.get("picture", "")).append("](../fab-bench/results/");
                out.append(stem).append(".svg)\n\nHistograms: `").append(stem).append(".hlog`.\n");
            }
        }
        return out.toString();
    }
}
