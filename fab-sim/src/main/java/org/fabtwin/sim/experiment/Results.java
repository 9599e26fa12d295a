/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.hipparchus.util.ResizableDoubleArray;

/** What a result file says; its tables are those of docs/EXPERIMENTS.md. Single-threaded. */
public class Results implements AutoCloseable {
    private final DuckDBConnection connection;

    Results(DuckDBConnection connection) {
        this.connection = connection;
    }

    /**
     * Opens a file to look at it.
     *
     * @throws IOException if there is none or it is no result.
     */
    public static Results open(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        final Results result = new Results(connect(file, true));
        try {
            if (!result.isBegun()) {
                throw new IOException(file + " holds no study");
            }
            return result;
        } catch (SQLException e) {
            result.closeQuietly();
            throw failure(file, e);
        } catch (IOException e) {
            result.closeQuietly();
            throw e;
        }
    }

    static DuckDBConnection connect(Path file, boolean readOnly) throws IOException {
        final Properties properties = new Properties();
        // One writer and small tables: its threads would only compete with the replications'.
        properties.setProperty("threads", "1");
        // By default it takes most of the machine's; sorting what is larger goes to the disk.
        properties.setProperty("memory_limit", "512MB");
        if (readOnly) {
            properties.setProperty("access_mode", "READ_ONLY");
        }
        try {
            final Connection opened =
                    DriverManager.getConnection("jdbc:duckdb:" + (file == null ? "" : file.toString()), properties);
            NativeLibrary.deleteUnpacked();
            return (DuckDBConnection) opened;
        } catch (SQLException e) {
            throw failure(file, e);
        }
    }

    static IOException failure(Path file, SQLException e) {
        final String message = e.getMessage();
        if (message != null && message.contains("Could not set lock on file")) {
            return new IOException(file + " is in use by another process", e);
        }
        return new IOException(file + ": " + message, e);
    }

    final boolean isBegun() throws SQLException {
        return count("select count(*) from duckdb_tables() where table_name in ('study', 'points', 'replications', "
                        + "'responses')")
                == 4;
    }

    /** The row of table {@code study}. */
    public record StudyRow(int format, String kind, String identity, int batches, String version, String commit) {}

    /** A row of table {@code points}. */
    public record PointRow(
            int point,
            String label,
            String scenario,
            String name,
            long seed,
            long warmupUs,
            String warmupFrom,
            long endUs,
            String text,
            String startedFrom) {}

    /** First format that says what runs started from; before it all began with an empty line. */
    private static final int FORMAT_WITH_START = 2;

    /** Which study it is. */
    public StudyRow study() {
        return get(this::studyRow);
    }

    final StudyRow studyRow() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select format, kind, identity, batches, version, \"commit\" from study")) {
            if (!row.next()) {
                throw new SQLException("table study is empty");
            }
            return new StudyRow(
                    row.getInt(1),
                    row.getString(2),
                    row.getString(3),
                    row.getInt(4),
                    row.getString(5),
                    row.getString(6));
        }
    }

    /** Its points, in order. */
    public List<PointRow> points() {
        return get(() -> {
            final List<PointRow> found = new ArrayList<>();
            final String startedFrom = studyRow().format() < FORMAT_WITH_START ? "''" : "started_from";
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select point, label, scenario, name, seed, warmup_us, "
                            + "warmup_from, end_us, scenario_text, " + startedFrom + " from points order by point")) {
                while (row.next()) {
                    found.add(new PointRow(
                            row.getInt(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getLong(5),
                            row.getLong(6),
                            row.getString(7),
                            row.getLong(8),
                            row.getString(9),
                            row.getString(10)));
                }
            }
            return found;
        });
    }

    /** Replications that all points have: they are there in order, so this is the number of the next. */
    public int replications() {
        return get(() -> (int) count("select coalesce(min(n), 0) from (select count(r.replication) as n from points p "
                + "left join replications r on r.point = p.point group by p.point)"));
    }

    /** Replications that this point has. */
    public int replications(int point) {
        return get(() -> (int) count("select count(*) from replications where point = " + point));
    }

    /** Hash of a replication's log; null when it is not there. */
    public String logHash(int point, int replication) {
        return get(() -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select log_hash from replications where point = " + point
                            + " and replication = " + replication)) {
                return row.next() ? row.getString(1) : null;
            }
        });
    }

    /** Figures that a point has, in the order of the first observation. */
    public List<String> figures(int point) {
        return get(() -> {
            final List<String> found = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select figure from responses where point = " + point
                            + " and replication = 0 and batch = 0 order by rowid")) {
                while (row.next()) {
                    found.add(row.getString(1));
                }
            }
            return found;
        });
    }

    /** All figures of a point with their observations by replication and batch; NaN where there was nothing to measure. */
    public Map<String, double[]> observations(int point) {
        return get(() -> {
            final Map<String, double[]> found = new LinkedHashMap<>();
            final int count = (int) count("select count(*) from (select distinct replication, batch from responses "
                    + "where point = " + point + ")");
            read(point, count, found);
            return found;
        });
    }

    /** One figure of a point by replication and batch; empty when it is none. */
    public double[] observations(int point, String figure) {
        return get(() -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "select value from responses where point = ? and figure = ? order by rowid")) {
                query.setInt(1, point);
                query.setString(2, figure);
                final ResizableDoubleArray values = new ResizableDoubleArray();
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        final double value = row.getDouble(1);
                        values.addElement(row.wasNull() ? Double.NaN : value);
                    }
                }
                return values.getElements();
            }
        });
    }

    // Rows lie in the order of the replications; a figure that one of them lacks has nothing measured there.
    private void read(int point, int count, Map<String, double[]> into) throws SQLException {
        int at = -1;
        int replication = -1;
        int batch = -1;
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select replication, batch, figure, value from responses where point = "
                                + point + " order by rowid")) {
            while (row.next()) {
                if (row.getInt(1) != replication || row.getInt(2) != batch) {
                    replication = row.getInt(1);
                    batch = row.getInt(2);
                    at++;
                }
                final double[] values = into.computeIfAbsent(row.getString(3), figure -> nothing(count));
                final double value = row.getDouble(4);
                values[at] = row.wasNull() ? Double.NaN : value;
            }
        }
    }

    private static double[] nothing(int count) {
        final double[] values = new double[count];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    /**
     * SHA-256 (16 digits of it) over all that the file says: points, replications with their log hashes, responses. The same for
     * any number of threads, however often the study was stopped or killed.
     */
    public String digest() {
        return get(() -> {
            final Digest digest = new Digest();
            digest.text(studyRow().identity());
            rows("select point, replication, log_hash from replications order by point, replication", digest);
            rows(
                    "select point, replication, batch, figure, value from responses "
                            + "order by point, replication, batch, figure",
                    digest);
            return digest.hexadecimal();
        });
    }

    private void rows(String query, Digest into) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            final int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                for (int column = 1; column <= columns; column++) {
                    final Object value = row.getObject(column);
                    if (value instanceof Double number) {
                        into.number(Double.doubleToLongBits(number));
                    } else if (value instanceof Integer number) {
                        into.number(number);
                    } else {
                        into.text(value == null ? "" : value.toString());
                    }
                }
            }
        }
    }

    /** For queries of the user's own. */
    public final DuckDBConnection connection() {
        return connection;
    }

    final long count(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws SQLException;
    }

    private static <T> T get(Question<T> question) {
        try {
            return question.ask();
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException(e.getMessage(), e));
        }
    }

    final void closeQuietly() {
        try {
            connection.close();
        } catch (SQLException e) {
            // What failed before counts.
        }
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
