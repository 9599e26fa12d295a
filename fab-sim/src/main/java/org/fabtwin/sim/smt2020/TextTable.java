/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.smt2020;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fabtwin.sim.scenario.Position;
import org.fabtwin.sim.scenario.Problem;
import org.fabtwin.sim.scenario.Problems;

/**
 * A tab-separated table without quoting, first line = names of the columns. Cells missing at a line's end are
 * empty, as are the cells of columns that the file does not have. UTF-8, or UTF-16 with a byte-order mark, as the
 * published archive has it.
 */
final class TextTable {
    private final String file;
    private final Map<String, Integer> columns = new LinkedHashMap<>();
    private final List<Row> rows = new ArrayList<>();

    private TextTable(final String file) {
        this.file = file;
    }

    /** An empty table for a file that is not there. */
    static TextTable empty(final String file) {
        return new TextTable(file);
    }

    /** Reads a table; a file that can't be read or lacks a required column is a fatal problem. */
    static TextTable read(final Path path, final List<String> required, final Problems problems) {
        final TextTable table = new TextTable(path.toString());
        final String text = text(path, problems);
        if (text == null) {
            return table;
        }
        final String[] lines = text.split("\r?\n", -1);
        table.readHeader(lines[0], problems);
        for (final String column : required) {
            if (!table.columns.containsKey(column)) {
                problems.addFatal(new Problem(
                        new Position(table.file, 1, 1, column), "", "no column " + column, "a column " + column, ""));
            }
        }
        for (int i = 1; i < lines.length; i++) {
            if (!lines[i].isBlank()) {
                table.readRow(i + 1, lines[i].split("\t", -1), problems);
            }
        }
        return table;
    }

    private static String text(final Path path, final Problems problems) {
        try {
            final byte[] bytes = Files.readAllBytes(path);
            final String text = new String(bytes, charset(bytes));
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (final IOException e) {
            problems.addFatal(
                    new Problem(new Position(path.toString(), 0, 0), "", "nothing", "a table that can be read", ""));
            return null;
        }
    }

    private static Charset charset(final byte[] bytes) {
        if (bytes.length > 1 && bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe) {
            return StandardCharsets.UTF_16LE;
        }
        if (bytes.length > 1 && bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff) {
            return StandardCharsets.UTF_16BE;
        }
        return StandardCharsets.UTF_8;
    }

    private void readHeader(final String line, final Problems problems) {
        final String[] names = line.split("\t", -1);
        for (int i = 0; i < names.length; i++) {
            final String name = names[i].trim();
            if (columns.putIfAbsent(name, i) != null && !name.isEmpty()) {
                problems.add(new Problem(
                        new Position(file, 1, i + 1, name), "", "'" + name + "' twice", "each column once", ""));
            }
        }
    }

    private void readRow(final int line, final String[] cells, final Problems problems) {
        if (cells.length > columns.size()) {
            problems.add(new Problem(
                    new Position(file, line, columns.size() + 1),
                    "",
                    cells.length + " cells",
                    "at most the " + columns.size() + " of the first line",
                    ""));
            return;
        }
        rows.add(new Row(line, cells));
    }

    List<Row> rows() {
        return rows;
    }

    String file() {
        return file;
    }

    /** One line. */
    final class Row {
        private final int line;
        private final String[] cells;

        private Row(final int line, final String[] cells) {
            this.line = line;
            this.cells = cells;
        }

        /** The cell without surrounding blanks, empty where there is none. */
        String text(final String column) {
            final Integer index = columns.get(column);
            return index == null || index >= cells.length ? "" : cells[index].trim();
        }

        boolean isBlank(final String column) {
            return text(column).isEmpty();
        }

        Position position(final String column) {
            return new Position(file, line, columns.getOrDefault(column, 0) + 1, column);
        }

        Problem problem(final String column, final String expected) {
            final String found = isBlank(column) ? "nothing" : "'" + text(column) + "'";
            return new Problem(position(column), "", found, expected, "");
        }
    }
}
