/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fabtwin.sim.cli.CommandLineFixture.fab;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class StopSignalTest {
    private static final int TERMINATED = 143;

    @TempDir
    private Path folder;

    @Test
    @Timeout(120)
    void shouldEndBetweenTwoInstantsWithFiguresSoFarWhenTerminated() throws IOException, InterruptedException {
        final Path log = folder.resolve("log");
        final Path out = folder.resolve("out.json");
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), FabCommand.class.getName()));
        // Minutes of work, where the signal comes within milliseconds.
        command.addAll(List.of("run", "minifab", "--days", "3000000", "--json", "--log", log.toString()));
        final Process process =
                new ProcessBuilder(command).redirectOutput(out.toFile()).start();

        try (BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
            // Printed when the run begins.
            assertThat(err.readLine()).startsWith("fab: event log in ");
            // Not process.destroy(), which closes the stream that is read here.
            process.toHandle().destroy();
            assertThat(err.readLine()).startsWith("fab: stopped after ").contains(" of 3000000.00 days");
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(process.exitValue()).isEqualTo(TERMINATED);
        assertThat(Files.readString(out)).contains("\"logHash\"").endsWith("}" + System.lineSeparator());
        assertThat(fab("replay", log.toString()).exitCode()).isEqualTo(ExitCode.OK);
    }
}
