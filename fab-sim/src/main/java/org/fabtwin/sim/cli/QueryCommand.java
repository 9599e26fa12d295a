/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;
import org.fabtwin.sim.experiment.Results;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fab query}: SQL on a result file. */
@Command(
        name = "query",
        description = {
            "Ask a result file in SQL (DuckDB's). Tables: study (provenance), points (point, label, scenario, name, seed, warmup_us, "
                    + "end_us, scenario_text), replications (point, replication, log_hash), responses (point, replication, batch, "
                    + "figure, value). The file is not changed."
        },
        footer = {
            "%nExamples:",
            "  fab query minifab-replicate.duckdb \"select figure, avg(value), stddev(value) from responses group by all\"",
            "  fab query minifab-replicate.duckdb \"select replication, value from responses where figure like '%%.flowFactor'\" --csv"
        })
public final class QueryCommand implements Subcommand {
    /** What the driver puts before DuckDB's own words. */
    private static final Pattern WRAPPING =
            Pattern.compile("^Invalid Input Error: Attempting to execute an [^\n]*\nError: ");

    @Parameters(index = "0", paramLabel = "RESULT", description = "Result file of 'fab replicate' and the like.")
    private Path file;

    @Parameters(index = "1", paramLabel = "SQL", description = "The query.")
    private String query;

    @Option(names = "--csv", description = "Print CSV.")
    private boolean csv;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException {
        if (csv && output.json()) {
            throw new CommandFailure(ExitCode.USAGE, "--csv and --json: expected one of them");
        }
        try (Results results = Results.open(file);
                Statement statement = results.connection().createStatement()) {
            try (ResultSet rows = statement.executeQuery(query)) {
                if (output.json()) {
                    ResultOutput.json(rows, output.result());
                } else if (csv) {
                    ResultOutput.csv(rows, output.result());
                } else {
                    ResultOutput.text(rows, output.result());
                }
            }
        } catch (SQLException e) {
            throw new CommandFailure(
                    ExitCode.USAGE, WRAPPING.matcher(e.getMessage()).replaceFirst(""), e);
        }
        return ExitCode.OK;
    }
}
