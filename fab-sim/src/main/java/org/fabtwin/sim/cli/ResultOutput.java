/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The rows of a query as text, CSV or JSON. */
final class ResultOutput {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ResultOutput() {}

    static void text(ResultSet rows, PrintWriter out) throws SQLException {
        final TextTable table = new TextTable(heads(rows.getMetaData()));
        while (rows.next()) {
            table.row(cells(rows));
        }
        table.print(out);
    }

    static void csv(ResultSet rows, PrintWriter out) throws SQLException, IOException {
        // Not closed: the writer belongs to the command line.
        final CsvWriter csv =
                CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build((Writer) out);
        csv.writeRecord(heads(rows.getMetaData()));
        while (rows.next()) {
            csv.writeRecord(cells(rows));
        }
        csv.flush();
    }

    static void json(ResultSet rows, PrintWriter out) throws SQLException {
        final ArrayNode list = JSON.createArrayNode();
        final String[] heads = distinct(heads(rows.getMetaData()));
        while (rows.next()) {
            final ObjectNode entry = list.addObject();
            for (int column = 0; column < heads.length; column++) {
                final Object value = rows.getObject(column + 1);
                if (value instanceof Number || value instanceof Boolean || value == null) {
                    entry.set(heads[column], JSON.valueToTree(value));
                } else {
                    entry.put(heads[column], rows.getString(column + 1));
                }
            }
        }
        out.println(list.toPrettyString());
    }

    private static String[] heads(ResultSetMetaData columns) throws SQLException {
        final String[] heads = new String[columns.getColumnCount()];
        for (int column = 0; column < heads.length; column++) {
            heads[column] = columns.getColumnLabel(column + 1);
        }
        return heads;
    }

    /** Of columns of one name the second has {@code _2} behind it, and so on: an object has each name once. */
    private static String[] distinct(String[] heads) {
        final Set<String> taken = new TreeSet<>(List.of(heads));
        final Set<String> seen = new TreeSet<>();
        final String[] names = heads.clone();
        for (int column = 0; column < names.length; column++) {
            for (int number = 2; !seen.add(names[column]); number++) {
                final String name = heads[column] + "_" + number;
                names[column] = taken.add(name) ? name : names[column];
            }
        }
        return names;
    }

    private static String[] cells(ResultSet rows) throws SQLException {
        final String[] cells = new String[rows.getMetaData().getColumnCount()];
        for (int column = 0; column < cells.length; column++) {
            final String value = rows.getString(column + 1);
            cells[column] = value == null ? "" : value;
        }
        return cells;
    }
}
