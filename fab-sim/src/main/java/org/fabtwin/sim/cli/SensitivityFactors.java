/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.sim.scenario.NearestName;
import org.fabtwin.sim.scenario.Selector;

/**
 * Factors of a sensitivity study: parameters that are made smaller and larger together, by the pattern that names them. A pattern takes
 * what can change in a running twin and is not 0; what sizes the line ({@code carrier.size}) is a factor only by its whole path, and
 * so is what says how variation goes on, and not how large it is ({@code .coefficient}, {@code .decay} and {@code .spread} of
 * {@code variation.*}).
 */
final class SensitivityFactors {
    private static final String VARIATION = "variation.";
    private static final int SHOWN = 3;

    private final String scenario;
    private final Line line;
    private final List<String> patterns;

    /** @param patterns as the user gives them; empty: variation of each critical parameter, and all defects. */
    SensitivityFactors(String scenario, Line line, List<String> patterns) {
        this.scenario = scenario;
        this.line = line;
        this.patterns = patterns;
    }

    /**
     * Parameters by factor, in the order of the patterns.
     *
     * @throws CommandFailure for a pattern without a parameter that a percentage changes.
     */
    Map<String, List<Tunable>> read() {
        final List<String> wanted = patterns.isEmpty() ? defaults() : patterns;
        final Map<String, List<Tunable>> factors = new LinkedHashMap<>();
        for (final String pattern : wanted) {
            final List<Tunable> alike = alike(pattern);
            final List<Tunable> changed = alike.stream()
                    .filter(row -> row.value() != 0)
                    .filter(row -> row.live() || pattern.equals(row.path()))
                    .filter(row -> !isShape(row.path()))
                    .toList();
            if (changed.isEmpty()) {
                throw new CommandFailure(ExitCode.USAGE, "--factor: " + reason(pattern, alike));
            }
            factors.put(pattern, changed);
        }
        return factors;
    }

    private List<String> defaults() {
        if (!line.process().isActive()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--factor: " + scenario
                            + " has no process parameters whose variation could be the factors; name factors"
                            + " ('fab params " + scenario + "' lists what can change)");
        }
        final List<String> wanted = new ArrayList<>();
        for (int p = 0; p < line.process().parameters().size(); p++) {
            wanted.add(VARIATION + line.process().parameters().name(p) + ".*");
        }
        wanted.add("defects.scale");
        return wanted.stream()
                .filter(pattern -> alike(pattern).stream().anyMatch(row -> row.value() != 0))
                .toList();
    }

    private List<Tunable> alike(String pattern) {
        final Selector selector = new Selector(pattern);
        final List<Tunable> alike = new ArrayList<>();
        for (int id = 0; id < line.parameters().size(); id++) {
            if (selector.matches(line.parameters().row(id).path())) {
                alike.add(line.parameters().row(id));
            }
        }
        return alike;
    }

    /** Numbers that say how variation goes on, and not how large it is: they are part of no factor that a pattern makes. */
    private boolean isShape(String path) {
        return path.startsWith(VARIATION)
                && !patterns.contains(path)
                && (path.endsWith(".coefficient") || path.endsWith(".decay") || path.endsWith(".spread"));
    }

    private String reason(String pattern, List<Tunable> alike) {
        final String list = " ('fab params " + scenario + "' lists them)";
        if (alike.isEmpty()) {
            final List<String> all = new ArrayList<>();
            for (int id = 0; id < line.parameters().size(); id++) {
                all.add(line.parameters().row(id).path());
            }
            final String nearest = Selector.isPattern(pattern) ? "" : NearestName.of(pattern, all);
            return "no parameter is like " + pattern + (nearest.isEmpty() ? "" : "; did you mean " + nearest + "?")
                    + list;
        }
        final List<Tunable> left =
                alike.stream().filter(row -> row.value() != 0).toList();
        if (left.isEmpty()) {
            return "no parameter that is not 0 is like " + pattern
                    + ", and a percentage of 0 changes nothing; give it a value with --set" + list;
        }
        return "what is like " + pattern + " counts only by its whole path, because it "
                + (left.stream().anyMatch(Tunable::live)
                        ? "says how variation goes on, not how large it is"
                        : "sizes the line at its start")
                + ": " + shown(left);
    }

    private static String shown(List<Tunable> rows) {
        final String names =
                String.join(", ", rows.stream().limit(SHOWN).map(Tunable::path).toList());
        return rows.size() > SHOWN ? names + ", ..." : names;
    }

    /**
     * Refuses a step that is too small for a whole number.
     *
     * @throws CommandFailure where a number within its range rounds to itself.
     */
    static void requireChange(List<Tunable> parameters, double factor, double stepPercent) {
        for (final Tunable row : parameters) {
            if (isWhole(row) && !isBounded(row, factor) && scaled(row, factor) == row.value()) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "--factor: " + row.path() + " is a whole number, and " + plain(row.value()) + " made "
                                + plain(stepPercent) + (factor < 1 ? " % smaller" : " % larger") + " is still "
                                + plain(row.value()) + "; give a larger --step");
            }
        }
    }

    /** A parameter times {@code factor}, rounded where it is whole, kept in its range, as {@code --set} takes it. */
    static String change(Tunable row, double factor) {
        return row.path() + "=" + (plain(scaled(row, factor) / row.factor()) + " " + row.unit()).strip();
    }

    private static String plain(double value) {
        return new BigDecimal(value, MathContext.DECIMAL32).toPlainString();
    }

    /** How many of the parameters end at the end of their range instead. */
    static long bounded(List<Tunable> parameters, double factor) {
        return parameters.stream().filter(row -> isBounded(row, factor)).count();
    }

    private static boolean isBounded(Tunable row, double factor) {
        final double product = row.value() * factor;
        return product < row.minimum() || product > row.maximum();
    }

    private static double scaled(Tunable row, double factor) {
        final double product = row.value() * factor;
        return Math.max(row.minimum(), Math.min(row.maximum(), isWhole(row) ? Math.round(product) : product));
    }

    /** Counts that size the line: their range ends where that of whole numbers does, and no running twin takes them. */
    private static boolean isWhole(Tunable row) {
        return !row.live() && row.maximum() == Integer.MAX_VALUE;
    }
}
