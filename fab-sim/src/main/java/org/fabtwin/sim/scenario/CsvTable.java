/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A CSV file (RFC 4180, comma, UTF-8, first line = names of the columns) whose cells know where they stand. */
public final class CsvTable {
    private final String file;
    private final Map<String, Integer> columns = new LinkedHashMap<>();
    private final List<Row> rows = new ArrayList<>();

    private CsvTable(final String file) {
        this.file = file;
    }

    /** Reads a table; problems with its form are added and the lines concerned are left out. */
    public static CsvTable read(final String file, final String text, final Problems problems) {
        final CsvTable table = new CsvTable(file);
        // A byte-order mark, as spreadsheets write it, is no part of the first column's name.
        final String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        try (CsvReader<CsvRecord> reader =
                CsvReader.builder().skipEmptyLines(true).ofCsvRecord(body)) {
            boolean header = true;
            for (final CsvRecord line : reader) {
                if (header) {
                    table.readHeader(line, problems);
                    header = false;
                } else {
                    table.readRow(line, problems);
                }
            }
            if (header) {
                problems.missing(new Position(file, 1, 1), "", "a first line with the names of the columns");
            }
        } catch (final CsvParseException e) {
            problems.add(new Problem(
                    new Position(file, table.rows.size() + 2, 1), "", "'" + e.getMessage() + "'", "a CSV line", ""));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }

    private void readHeader(final CsvRecord line, final Problems problems) {
        for (int i = 0; i < line.getFieldCount(); i++) {
            final String name = line.getField(i).trim();
            if (columns.putIfAbsent(name, i) != null) {
                problems.add(new Problem(
                        new Position(file, 1, i + 1, name), "", "'" + name + "' twice", "each column once", ""));
            }
        }
    }

    private void readRow(final CsvRecord line, final Problems problems) {
        final int number = (int) line.getStartingLineNumber();
        if (line.getFieldCount() != columns.size()) {
            problems.add(new Problem(
                    new Position(file, number, line.getFieldCount()),
                    "",
                    line.getFieldCount() + " cells",
                    columns.size() + " cells as in the first line",
                    ""));
            return;
        }
        rows.add(new Row(number, line.getFields()));
    }

    public String file() {
        return file;
    }

    public List<Row> rows() {
        return rows;
    }

    /** Names of the columns, in order. */
    public List<String> columns() {
        return List.copyOf(columns.keySet());
    }

    public boolean hasColumn(final String column) {
        return columns.containsKey(column);
    }

    /** Adds a problem for each column that is not there (with the nearest that is); true when all are. */
    public boolean requireColumns(final Problems problems, final Collection<String> required) {
        boolean complete = true;
        for (final String column : required) {
            if (!columns.containsKey(column)) {
                problems.add(new Problem(
                        new Position(file, 1, 1),
                        "",
                        "no column " + column,
                        "a column " + column,
                        NearestName.of(column, columns.keySet())));
                complete = false;
            }
        }
        return complete;
    }

    /** One line. {@code column} in the accessors must be one of the table's. */
    public final class Row {
        private final int line;
        private final List<String> cells;

        private Row(final int line, final List<String> cells) {
            this.line = line;
            this.cells = cells;
        }

        /** Number of the line in the file, from 1. */
        public int line() {
            return line;
        }

        public String text(final String column) {
            return cells.get(indexOf(column)).trim();
        }

        public boolean isBlank(final String column) {
            return text(column).isEmpty();
        }

        public Position position(final String column) {
            return new Position(file, line, indexOf(column) + 1, column);
        }

        /** The cell as a node of the tree: its text in its place. */
        public Node cell(final String column) {
            return Node.text(text(column), position(column));
        }

        /** The cell with a unit behind its number. */
        public Node cell(final String column, final String unit) {
            return Node.text(text(column) + " " + unit, position(column));
        }

        private int indexOf(final String column) {
            final Integer index = columns.get(column);
            if (index == null) {
                throw new IllegalArgumentException("column " + column + " is not in " + file);
            }
            return index;
        }
    }
}
