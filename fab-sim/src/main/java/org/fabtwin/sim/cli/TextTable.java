/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Columns of text: the first aligned to the left, the others to the right. */
final class TextTable {
    private static final String GAP = "  ";

    private final List<String[]> rows = new ArrayList<>();

    TextTable(String... heads) {
        rows.add(heads);
    }

    /** A row; cells beyond the heads stand to the right of the table, as a remark. */
    TextTable row(String... cells) {
        rows.add(cells);
        return this;
    }

    void print(PrintWriter out) {
        final int[] widths = new int[rows.get(0).length];
        for (final String[] row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row[column].length());
            }
        }
        for (final String[] row : rows) {
            final StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.length; column++) {
                final String pad = column < widths.length ? " ".repeat(widths[column] - row[column].length()) : "";
                line.append(column == 0 ? row[column] + pad : GAP + pad + row[column]);
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
