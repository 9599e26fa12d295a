/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * A study's results in a DuckDB file, tables as docs/EXPERIMENTS.md describes them. Single-threaded. Replications are appended in
 * their order and become durable together with {@link #commit}; a process that dies in between leaves the file as of the last one.
 * The file holds nothing of the clock or the machine.
 */
public final class ResultFile extends Results {
    /** Raised when tables change. */
    static final int FORMAT = 2;

    private static final String TABLES = """
            create table study(
                format integer, kind varchar, identity varchar, batches integer, version varchar, "commit" varchar,
                duckdb varchar);
            create table points(
                point integer primary key, label varchar, scenario varchar, name varchar, seed bigint, warmup_us bigint,
                warmup_from varchar, end_us bigint, scenario_text varchar, started_from varchar);
            create table replications(point integer, replication integer, log_hash varchar);
            create table responses(
                point integer, replication integer, batch integer, figure varchar, value double);
            """;

    private DuckDBAppender replications;
    private DuckDBAppender responses;

    private ResultFile(DuckDBConnection connection) {
        super(connection);
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

    private boolean holdsTables() throws SQLException {
        return count("select count(*) from duckdb_tables()") > 0;
    }

    private void begin(Study study, String version, String commit) throws SQLException {
        execute("begin transaction");
        execute(TABLES);
        try (PreparedStatement insert =
                connection().prepareStatement("insert into study values (?, ?, ?, ?, ?, ?, version())")) {
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
                connection().prepareStatement("insert into points values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setInt(1, point.number());
            insert.setString(2, point.label());
            insert.setString(3, point.scenario());
            insert.setString(4, point.name());
            insert.setLong(5, point.seed());
            insert.setLong(6, point.warmupUs());
            insert.setString(7, point.warmupFrom());
            insert.setLong(8, point.endUs());
            insert.setString(9, point.text());
            insert.setString(10, point.startedFrom());
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

    /** Adds a replication; durable after {@link #commit}. */
    public void append(Replication replication) throws IOException {
        try {
            if (responses == null) {
                // Said, not left to setAutoCommit(false): with that the driver begins one for statements only, and what
                // appenders flush would be committed at once.
                execute("begin transaction");
                replications = connection().createAppender("main", "replications");
                responses = connection().createAppender("main", "responses");
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

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection().createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> scenarios() throws SQLException {
        final List<String> found = new ArrayList<>();
        for (final PointRow point : points()) {
            found.add(point.scenario() + ", seed " + point.seed());
        }
        return found;
    }
}
