/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * A study's results in a DuckDB file, tables as docs/EXPERIMENTS.md describes them. Single-threaded. Replications are appended in
 * their order and become durable together with {@link #commit}; a process that dies in between leaves the file as of the last one.
 * The file holds nothing of the clock or the machine.
 */
public final class ResultFile implements AutoCloseable {
    /** Raised when tables change. */
    static final int FORMAT = 1;

    private static final String TABLES = """
            create table study(
                format integer, kind varchar, identity varchar, batches integer, version varchar, "commit" varchar,
                duckdb varchar);
            create table points(
                point integer primary key, label varchar, scenario varchar, name varchar, seed bigint, warmup_us bigint,
                warmup_from varchar, end_us bigint, scenario_text varchar);
            create table replications(point integer, replication integer, log_hash varchar);
            create table responses(
                point integer, replication integer, batch integer, figure varchar, value double);
            """;

    private final DuckDBConnection connection;
    private DuckDBAppender replications;
    private DuckDBAppender responses;

    private ResultFile(DuckDBConnection connection) {
        this.connection = connection;
    }

    /**
     * Opens the file of a study, or makes it.
     *
     * @param file null: in memory, gone when closed.
     * @throws DifferentStudyException if it holds another study, or none.
     * @throws IOException if it can't be opened.
     */
    public static ResultFile open(Path file, Study study, String version, String commit) throws IOException {
        final boolean isThere = file != null && Files.exists(file);
        final ResultFile result = new ResultFile(connect(file, false));
        try {
            if (!isThere || !result.isBegun()) {
                if (isThere && result.holdsTables()) {
                    throw new DifferentStudyException(file + " is a database, but of no study");
                }
                result.begin(study, version, commit);
            } else {
                result.checkSame(file, study);
            }
            return result;
        } catch (SQLException e) {
            result.closeQuietly();
            throw failure(file, e);
        } catch (RuntimeException e) {
            result.closeQuietly();
            throw e;
        }
    }

    /**
     * Opens a file to look at it.
     *
     * @throws IOException if there is none or it is no result.
     */
    public static ResultFile openToRead(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new java.nio.file.NoSuchFileException(file.toString());
        }
        final ResultFile result = new ResultFile(connect(file, true));
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

    private static DuckDBConnection connect(Path file, boolean readOnly) throws IOException {
        final Properties properties = new Properties();
        // One writer and small tables: its threads would only compete with the replications'.
        properties.setProperty("threads", "1");
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

    private static IOException failure(Path file, SQLException e) {
        final String message = e.getMessage();
        if (message != null && message.contains("Could not set lock on file")) {
            return new IOException(file + " is in use by another process", e);
        }
        return new IOException(file + ": " + message, e);
    }

    private boolean holdsTables() throws SQLException {
        return count("select count(*) from duckdb_tables()") > 0;
    }

    private boolean isBegun() throws SQLException {
        return count("select count(*) from duckdb_tables() where table_name in ('study', 'points', 'replications', "
                        + "'responses')")
                == 4;
    }

    private void begin(Study study, String version, String commit) throws SQLException {
        execute("begin transaction");
        execute(TABLES);
        try (PreparedStatement insert =
                connection.prepareStatement("insert into study values (?, ?, ?, ?, ?, ?, version())")) {
            insert.setInt(1, FORMAT);
            insert.setString(2, study.kind());
            insert.setString(3, study.identity());
            insert.setInt(4, study.batches());
            insert.setString(5, version);
            insert.setString(6, commit);
            insert.execute();
        }
        for (final Point point : study.points()) {
            insert(point);
        }
        execute("commit");
    }

    private void insert(Point point) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into points values (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setInt(1, point.number());
            insert.setString(2, point.label());
            insert.setString(3, point.scenario());
            insert.setString(4, point.name());
            insert.setLong(5, point.seed());
            insert.setLong(6, point.warmupUs());
            insert.setString(7, point.warmupFrom());
            insert.setLong(8, point.endUs());
            insert.setString(9, point.text());
            insert.execute();
        }
    }

    private void checkSame(Path file, Study study) throws SQLException {
        final StudyRow row = studyRow();
        if (row.format() != FORMAT) {
            throw new DifferentStudyException(
                    file + " has the format " + row.format() + " of another version; this one writes " + FORMAT);
        }
        if (!row.identity().equals(study.identity())) {
            throw new DifferentStudyException(file + " holds another study (" + String.join("; ", scenarios())
                    + "): its scenario, seed, warm-up or length differs; name another file with --out");
        }
    }

    private List<String> scenarios() throws SQLException {
        final List<String> found = new ArrayList<>();
        for (final PointRow point : points()) {
            found.add(point.scenario() + ", seed " + point.seed());
        }
        return found;
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
            String text) {}

    /** Which study it is. */
    public StudyRow study() {
        return get(this::studyRow);
    }

    private StudyRow studyRow() throws SQLException {
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
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select point, label, scenario, name, seed, warmup_us, "
                            + "warmup_from, end_us, scenario_text from points order by point")) {
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
                            row.getString(9)));
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
            for (final String figure : figures(point)) {
                found.put(figure, new double[count]);
            }
            read(point, found);
            return found;
        });
    }

    // Rows lie in the order of the replications, each with all figures, so the n-th of a figure is its n-th
    // observation.
    private void read(int point, Map<String, double[]> into) throws SQLException {
        final Map<String, int[]> next = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select figure, value from responses where point = " + point + " order by rowid")) {
            while (row.next()) {
                final String figure = row.getString(1);
                final double value = row.getDouble(2);
                final int[] at = next.computeIfAbsent(figure, name -> new int[1]);
                into.get(figure)[at[0]++] = row.wasNull() ? Double.NaN : value;
            }
        }
    }

    /** Adds a replication; durable after {@link #commit}. */
    public void append(Replication replication) throws IOException {
        try {
            if (responses == null) {
                // Said, not left to setAutoCommit(false): with that the driver begins one for statements only, and what
                // appenders flush would be committed at once.
                execute("begin transaction");
                replications = connection.createAppender("main", "replications");
                responses = connection.createAppender("main", "responses");
            }
            replications.beginRow();
            replications.append(replication.point());
            replications.append(replication.number());
            replications.append(replication.logHash());
            replications.endRow();
            for (int batch = 0; batch < replication.observations().size(); batch++) {
                append(replication, batch);
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private void append(Replication replication, int batch) throws SQLException {
        for (final Map.Entry<String, Double> response :
                replication.observations().get(batch).entrySet()) {
            responses.beginRow();
            responses.append(replication.point());
            responses.append(replication.number());
            responses.append(batch);
            responses.append(response.getKey());
            if (response.getValue().isNaN()) {
                responses.appendNull();
            } else {
                responses.append(response.getValue().doubleValue());
            }
            responses.endRow();
        }
    }

    /** One transaction: all that was appended since the last one. */
    public void commit() throws IOException {
        try {
            if (responses != null) {
                replications.close();
                responses.close();
                replications = null;
                responses = null;
                execute("commit");
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /**
     * SHA-256 (16 digits of it) over all that the file says: points, replications with their log hashes, responses. The same for
     * any number of threads, however often the study was stopped or killed.
     */
    public String digest() {
        return get(() -> {
            final Study.Digest digest = new Study.Digest();
            digest.text(studyRow().identity());
            rows("select point, replication, log_hash from replications order by point, replication", digest);
            rows(
                    "select point, replication, batch, figure, value from responses "
                            + "order by point, replication, batch, figure",
                    digest);
            return digest.hexadecimal();
        });
    }

    private void rows(String query, Study.Digest into) throws SQLException {
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
    public Connection connection() {
        return connection;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long count(String query) throws SQLException {
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
            throw new java.io.UncheckedIOException(new IOException(e.getMessage(), e));
        }
    }

    private void closeQuietly() {
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
