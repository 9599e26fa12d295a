/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A result file's tables as files of other programs. */
public final class ResultExport {
    /** Of the files. */
    public enum Format {
        /** Apache Parquet. */
        PARQUET("format parquet, compression zstd"),
        /** Text with a line of names. */
        CSV("format csv, header");

        private final String options;

        Format(String options) {
            this.options = options;
        }
    }

    private ResultExport() {}

    /**
     * Writes one file a table, rows in order; returns them.
     *
     * @throws IOException if a file can't be written.
     */
    public static List<Path> write(Results results, Format format, Path folder) throws IOException {
        Files.createDirectories(folder);
        final List<Path> written = new ArrayList<>();
        for (final Map.Entry<String, String> table : queries(results).entrySet()) {
            final Path file =
                    folder.resolve(table.getKey() + "." + format.name().toLowerCase(Locale.ROOT));
            try (Statement statement = results.connection().createStatement()) {
                statement.execute("copy (" + table.getValue() + ") to '"
                        + file.toString().replace("'", "''") + "' (" + format.options + ")");
            } catch (SQLException e) {
                throw new IOException(file + ": " + e.getMessage(), e);
            }
            written.add(file);
        }
        return written;
    }

    private static Map<String, String> queries(Results results) {
        final Map<String, String> queries = new LinkedHashMap<>();
        queries.put("study", "from study");
        queries.put("points", "from points order by point");
        queries.put("replications", "from replications order by point, replication");
        queries.put("responses", "from responses order by point, replication, batch, figure");
        if (results.replications(0) > 0) {
            queries.put(
                    "figures",
                    "from (pivot responses on figure using first(value) group by point, replication, batch) "
                            + "order by point, replication, batch");
        }
        return queries;
    }
}
