/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the stress tests of our lock-free hand-overs (jcstress) in JVMs of their own: every table's outcomes must be among those that it
 * allows. A moment each in the build; {@code -Dfab.stress=quick}, {@code default} or {@code tough}: jcstress's own modes.
 */
class StressTest {
    private static final String MODE = System.getProperty("fab.stress");

    private static final String SHUFFLED =
            " -Xmx256m -XX:+UseParallelGC -XX:+UnlockDiagnosticVMOptions -XX:+StressLCM -XX:+StressGCM";

    @Test
    void shouldSeeNoForbiddenOutcome(@TempDir Path results) throws Exception {
        String printed = run(results, "org.fabtwin.(core|gateway)", 0);

        assertThat(printed)
                .contains(" 0 failed, 0 soft errs, 0 hard errs")
                .contains("All remaining tests: 23 matching test results");
    }

    /** The harness can fail: a counter that two threads share without order. */
    @Test
    void shouldFindAForbiddenOutcomeThatIsPlanted(@TempDir Path results) throws Exception {
        String printed = run(results, "PlantedStress", 1);

        assertThat(printed).contains("Failed tests: 1 matching test results");
    }

    private static String run(Path results, String tests, int expectedExit) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        String flags = System.getProperty("fab.test.flags", "");
        Arrays.stream(flags.split(" ")).filter(flag -> !flag.isEmpty()).forEach(command::add);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "org.openjdk.jcstress.Main",
                "-t",
                tests,
                "-sc",
                "false",
                "-r",
                results.toString()));
        String opens = flags.replace("--add-opens ", "--add-opens=");
        // In the build one JVM for each table, C2 with instructions shuffled; else jcstress's own choice of compilers
        // and flags.
        command.addAll(
                MODE == null
                        ? List.of("-m", "quick", "-f", "1", "-iters", "3", "-time", "100", "-jvmArgs", opens + SHUFFLED)
                        : List.of("-m", MODE, "-jvmArgsPrepend", opens));
        Path output = results.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .directory(results.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int exit = process.waitFor();
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(exit).as(printed).isEqualTo(expectedExit);
        return printed;
    }
}
