/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.smt2020;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fabtwin.sim.scenario.Node;
import org.fabtwin.sim.scenario.Problems;
import org.fabtwin.sim.smt2020.TextTable.Row;

/**
 * Makes scenario values of cells: numbers, times with their unit, distributions, dates. A bad cell is a problem and
 * gives null.
 */
final class Values {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
    private static final Pattern DATE =
            Pattern.compile("([0-9]{1,2})/([0-9]{1,2})/([0-9]{2}|[0-9]{4}) +([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?");
    private static final int CENTURY = 2000;

    private final Problems problems;

    Values(final Problems problems) {
        this.problems = problems;
    }

    Problems problems() {
        return problems;
    }

    /** A number of at least {@code least}; NaN, with a problem, where the cell has none. */
    double number(final Row row, final String column, final int least) {
        final String text = row.text(column);
        final double value = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        if (!(value >= least && value < Double.POSITIVE_INFINITY)) {
            problems.add(row.problem(column, "a number of at least " + least));
            return Double.NaN;
        }
        return value;
    }

    /** The scenario's unit of a unit of time, null where it is not known. */
    private static String unitOf(final String unit) {
        return switch (unit) {
            case "sec" -> "s";
            case "min" -> "min";
            case "hr" -> "h";
            case "day" -> "d";
            default -> null;
        };
    }

    /** A whole number, which the tables also write as 10.0; {@code otherwise} where the cell is blank. */
    int whole(final Row row, final String column, final int least, final int otherwise) {
        return row.isBlank(column) ? otherwise : whole(row, column, least);
    }

    /** A whole number; {@code least}, with a problem, where the cell has none. */
    int whole(final Row row, final String column, final int least) {
        final String text = row.text(column);
        final double value = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        if (!(value >= least && value <= Integer.MAX_VALUE && value == Math.rint(value))) {
            problems.add(row.problem(column, "a whole number of at least " + least));
            return least;
        }
        return (int) value;
    }

    /** A time of the scenario: the cell with the unit of its unit cell. */
    Node time(final Row row, final String column, final String unitColumn) {
        final String unit = unitOf(row.text(unitColumn).toLowerCase(Locale.ROOT));
        if (Double.isNaN(number(row, column, 0))) {
            return null;
        }
        if (unit == null) {
            problems.add(row.problem(unitColumn, "a unit of time: sec, min, hr or day"));
            return null;
        }
        return Node.quoted(row.text(column) + " " + unit, row.position(column));
    }

    /** A share that the table gives in percent. */
    Node percent(final Row row, final String column) {
        final double value = number(row, column, 0);
        if (value > 100) {
            problems.add(row.problem(column, "a percentage from 0 to 100"));
        }
        return value <= 100 ? Node.quoted(row.text(column) + " %", row.position(column)) : null;
    }

    /** A distribution: the kind's cell, the mean's, the half width's (uniform alone) and that of the unit of both. */
    Node distribution(final Row row, final String kind, final String mean, final String halfWidth, final String unit) {
        final Node meanTime = time(row, mean, unit);
        if (meanTime == null) {
            return null;
        }
        final String name = row.isBlank(kind) ? "constant" : row.text(kind).toLowerCase(Locale.ROOT);
        final Node map = Node.map(row.position(mean)).put("distribution", Node.quoted(name, row.position(kind)));
        map.put("mean", meanTime);
        switch (name) {
            case "constant", "exponential" -> {
                return map;
            }
            case "uniform" -> {
                final Node half = time(row, halfWidth, unit);
                return half == null ? null : map.put("halfWidth", half);
            }
            default -> {
                problems.add(row.problem(kind, "one of constant, uniform, exponential"));
                return null;
            }
        }
    }

    /**
     * Seconds since 2000-01-01 00:00:00 of a date MM/DD/YY HH:MM:SS; {@link Long#MIN_VALUE}, with a problem, where
     * the cell has none.
     */
    long date(final Row row, final String column) {
        final Matcher form = DATE.matcher(row.text(column));
        if (form.matches()) {
            try {
                final int year = Integer.parseInt(form.group(3));
                final LocalDateTime date = LocalDateTime.of(
                        year < 100 ? CENTURY + year : year,
                        Integer.parseInt(form.group(1)),
                        Integer.parseInt(form.group(2)),
                        Integer.parseInt(form.group(4)),
                        Integer.parseInt(form.group(5)),
                        form.group(6) == null ? 0 : Integer.parseInt(form.group(6)));
                return ChronoUnit.SECONDS.between(LocalDateTime.of(CENTURY, 1, 1, 0, 0), date);
            } catch (final DateTimeException e) {
                // Reported below: the 31st of June has the form of a date and is none.
            }
        }
        problems.add(row.problem(column, "a date MM/DD/YY HH:MM:SS"));
        return Long.MIN_VALUE;
    }

    /** A time in whole seconds, negative ones included. */
    static Node seconds(final long seconds, final Row row, final String column) {
        return Node.quoted(seconds + " s", row.position(column));
    }

    static Node text(final Row row, final String column) {
        return Node.quoted(row.text(column), row.position(column));
    }

    static Node plain(final Object value, final Row row, final String column) {
        return Node.text(value.toString(), row.position(column));
    }
}
