/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.reference;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.fabtwin.sim.scenario.CsvTable;
import org.fabtwin.sim.scenario.DataFiles;
import org.fabtwin.sim.scenario.NearestName;
import org.fabtwin.sim.scenario.Node;
import org.fabtwin.sim.scenario.Position;
import org.fabtwin.sim.scenario.Problem;
import org.fabtwin.sim.scenario.Problems;

/**
 * The cells of a table, read with a unit in mind. A cell that can't be read becomes a problem that names its place, and the
 * field stays away; a column that isn't there reads as blank.
 */
final class Cells {
    private final CsvTable table;
    private final Problems problems;

    private Cells(CsvTable table, Problems problems) {
        this.table = table;
        this.problems = problems;
    }

    /**
     * The table that {@code data} names by this key; empty without one. A table that lacks a column that is needed ends the
     * reading with all problems found so far: what follows would only be about its missing rows.
     */
    static Optional<Cells> of(
            DataFiles data, String key, Problems problems, Collection<String> needed, Collection<String> optional) {
        Optional<CsvTable> table = data.table(key);
        if (table.isEmpty()) {
            return Optional.empty();
        }
        Cells cells = new Cells(table.get(), problems);
        cells.checkColumns(optional);
        if (!table.get().requireColumns(problems, needed)) {
            problems.throwIfAny();
        }
        return Optional.of(cells);
    }

    /** Other columns are the user's own business, unless one is a letter away from one that we would use. */
    private void checkColumns(Collection<String> optional) {
        List<String> absent = new ArrayList<>(optional);
        absent.removeIf(table::hasColumn);
        List<String> header = table.columns();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i);
            for (String candidate : absent) {
                if (!optional.contains(name) && NearestName.distance(name, candidate) <= 1) {
                    Position place = new Position(table.file(), 1, i + 1, name);
                    problems.add(new Problem(place, "", "'" + name + "'", "a column's name", candidate));
                }
            }
        }
    }

    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (CsvTable.Row row : table.rows()) {
            rows.add(new Row(row));
        }
        return rows;
    }

    /** One line of the table. */
    final class Row {
        private final CsvTable.Row row;

        private Row(CsvTable.Row row) {
            this.row = row;
        }

        boolean isBlank(String column) {
            return !table.hasColumn(column) || row.isBlank(column);
        }

        /** Empty where the cell is blank. */
        String text(String column) {
            return table.hasColumn(column) ? row.text(column) : "";
        }

        Node cell(String column) {
            return row.cell(column);
        }

        /** The place of the cell; of the line where the table has no such column. */
        Position position(String column) {
            return table.hasColumn(column) ? row.position(column) : new Position(table.file(), row.line(), 1);
        }

        /** A map that stands in this line, marked with the line's source. */
        Node map(String column) {
            return marked(Node.map(position(column)));
        }

        private Node marked(Node node) {
            return isBlank("mark") ? node : node.mark(text("mark"));
        }

        /** A value computed from the cell. */
        Node computed(String value, String column) {
            return marked(Node.text(value, position(column)));
        }

        /** The name in the cell; null, with a problem, where it is blank or in {@code taken} already. */
        String name(String column, String path, Collection<String> taken) {
            String name = text(column);
            if (name.isEmpty()) {
                problems.missing(position(column), path, "a name");
                return null;
            }
            if (taken.contains(name)) {
                problems.add(new Problem(position(column), path, "'" + name + "' again", "each name once", ""));
                return null;
            }
            return name;
        }

        /** The cell's number, 0 or more; empty where it is blank, or (a problem) no such number. */
        Optional<BigDecimal> number(String column, String path) {
            if (isBlank(column)) {
                return Optional.empty();
            }
            try {
                BigDecimal number = new BigDecimal(text(column));
                if (number.signum() >= 0) {
                    return Optional.of(number);
                }
            } catch (NumberFormatException e) {
                // Reported below, as a negative number is.
            }
            problems.add(cell(column), path, "a number, 0 or more");
            return Optional.empty();
        }

        /** As {@link #number}, but a problem where the cell is blank. */
        Optional<BigDecimal> neededNumber(String column, String path) {
            if (isBlank(column)) {
                problems.missing(position(column), path, "a number");
                return Optional.empty();
            }
            return number(column, path);
        }

        /** Puts the cell's number with a unit; true when it was there and above 0. */
        boolean putNumber(Node map, String field, String column, String unit, String path) {
            Optional<BigDecimal> number = number(column, path + "." + field);
            number.ifPresent(value -> map.put(field, withUnit(column, unit)));
            return number.isPresent() && number.get().signum() > 0;
        }

        /** As {@link #putNumber}, where the number may be negative; nothing where the cell is blank. */
        void putSigned(Node map, String field, String column, String unit, String path) {
            if (isBlank(column)) {
                return;
            }
            try {
                new BigDecimal(text(column));
                map.put(field, withUnit(column, unit));
            } catch (NumberFormatException e) {
                problems.add(cell(column), path + "." + field, "a number");
            }
        }

        /** The cell's text with a unit behind it. */
        Node withUnit(String column, String unit) {
            return marked(unit.isEmpty() ? row.cell(column) : row.cell(column, unit));
        }

        /** The cell's word when it is one of those allowed; else null, with a problem. */
        String word(String column, String path, Collection<String> allowed) {
            if (allowed.contains(text(column))) {
                return text(column);
            }
            String expected = "one of " + String.join(", ", allowed);
            if (isBlank(column)) {
                problems.missing(position(column), path, expected);
            } else {
                problems.unknown(cell(column), path, expected, allowed);
            }
            return null;
        }
    }
}
