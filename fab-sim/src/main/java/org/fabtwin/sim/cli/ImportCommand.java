/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fabtwin.sim.scenario.Scenario;
import org.fabtwin.sim.scenario.ScenarioException;
import org.fabtwin.sim.scenario.ScenarioReader;
import org.fabtwin.sim.scenario.ScenarioSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fab import}: writes a folder of another format as one scenario file. */
@Command(
        name = "import",
        description = "Write a model of another format as a scenario file. FORMAT:DIR is a scenario without this, too.")
public final class ImportCommand implements Subcommand {
    @Parameters(index = "0", paramLabel = "FORMAT", description = "smt2020.")
    private String format;

    @Parameters(index = "1", paramLabel = "DIR", description = "The folder of the model's tables.")
    private String folder;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The scenario file to write.")
    private Path out;

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = "Override a value (repeatable).")
    private List<String> overrides = new ArrayList<>();

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        final List<String> known = ScenarioSource.importers();
        if (!known.contains(format)) {
            throw new CommandFailure(
                    ExitCode.USAGE, "FORMAT: found '" + format + "', expected one of " + String.join(", ", known));
        }
        final Scenario scenario = read();
        try {
            Files.writeString(out, scenario.text(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new CommandFailure(ExitCode.USAGE, "--out: " + out + " can't be written: " + e.getMessage(), e);
        }
        final int lots = scenario.definition().initialLots.size();
        final int tools = scenario.definition().toolGroups.stream()
                .mapToInt(group -> group.count)
                .sum();
        if (output.json()) {
            output.result()
                    .println(JsonNodeFactory.instance
                            .objectNode()
                            .put("file", out.toString())
                            .put("tools", tools)
                            .put("lots", lots));
        } else {
            output.result().println(out + ": " + tools + " tools, " + lots + " lots");
        }
        return ExitCode.OK;
    }

    private Scenario read() {
        try {
            return ScenarioReader.read(format + ":" + folder, overrides);
        } catch (final ScenarioException e) {
            throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
        }
    }
}
