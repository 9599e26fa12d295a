/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.fabtwin.sim.experiment.ResultExport;
import org.fabtwin.sim.experiment.Results;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code fab export}: a result file's tables as Parquet or CSV. */
@Command(
        name = "export",
        description = {
            "Write the tables of a result file as Parquet or CSV: study, points, replications, responses, and figures, which has a "
                    + "column for each figure and a row for each observation. The same result gives the same bytes."
        },
        footer = {"%nExample:", "  fab export minifab-replicate.duckdb --format csv --out results"})
public final class ExportCommand implements Subcommand {
    @Parameters(paramLabel = "RESULT", description = "Result file of 'fab replicate' and the like.")
    private Path file;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "parquet",
            converter = FormatConverter.class,
            description = "parquet or csv. Default: ${DEFAULT-VALUE}.")
    private ResultExport.Format format;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "Folder; it is made where it is missing.")
    private Path folder;

    @Spec
    private CommandSpec spec;

    /** Reads {@code --format}. */
    public static final class FormatConverter implements ITypeConverter<ResultExport.Format> {
        @Override
        public ResultExport.Format convert(String text) {
            return switch (text) {
                case "parquet" -> ResultExport.Format.PARQUET;
                case "csv" -> ResultExport.Format.CSV;
                default -> throw new TypeConversionException("expected parquet or csv, found '" + text + "'");
            };
        }
    }

    @Override
    public Integer call() throws IOException {
        try (Results results = Results.open(file)) {
            for (final Path written : ResultExport.write(results, format, folder)) {
                spec.commandLine().getOut().println(written);
            }
        }
        return ExitCode.OK;
    }
}
