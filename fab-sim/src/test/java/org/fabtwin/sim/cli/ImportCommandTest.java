/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fabtwin.sim.cli.CommandLineFixture.fab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fabtwin.sim.cli.CommandLineFixture.Outcome;
import org.fabtwin.sim.smt2020.SmallModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** fab import, and smt2020:DIR wherever a scenario may stand. */
class ImportCommandTest {
    @TempDir
    private Path folder;

    private String model;

    @BeforeEach
    void writeModel() throws IOException {
        model = "smt2020:" + new SmallModel().write(Files.createDirectory(folder.resolve("small")));
    }

    private static Outcome good(final String... args) {
        final Outcome outcome = fab(args);
        assertThat(outcome.exitCode()).as(outcome.err() + outcome.out()).isEqualTo(ExitCode.OK);
        return outcome;
    }

    @Test
    void shouldWriteAScenarioThatRunsAsTheFolderDoes() {
        final String file = folder.resolve("small.yaml").toString();

        assertThat(good("import", "smt2020", folder.resolve("small").toString(), "--out", file)
                        .out())
                .contains("18 tools, 4 lots");

        final Outcome fromFolder = good("run", model, "--days", "5", "--json");
        final Outcome fromFile = good("run", file, "--days", "5", "--json");
        assertThat(fromFile.json().get("classes")).isEqualTo(fromFolder.json().get("classes"));
        assertThat(fromFolder
                        .json()
                        .get("classes")
                        .get("Init_Lot_a")
                        .get("completed")
                        .asInt())
                .isEqualTo(2);
        assertThat(fromFolder.json().get("classes").has("Eng_e")).isTrue();
    }

    @Test
    void shouldValidateListAndWeighAnImportedModel() {
        assertThat(good("validate", model).out()).contains("valid, 2 products, up to 7 steps, 18 tools in 6 families");
        assertThat(good("params", model).out()).contains("steps.r_a.040_Measure.sampling");
        assertThat(good("capacity", model).out()).contains("Furnace");
    }

    @Test
    void shouldReplayFromTheLogAloneAndPassEveryCheck() throws IOException {
        final String log = folder.resolve("log").toString();
        good("run", model, "--days", "3", "--log", log);
        Files.delete(folder.resolve("small").resolve("order.txt"));

        assertThat(good("replay", log).out()).startsWith("equal: ");
        good("check", log);
    }

    @Test
    void shouldRefuseWhatItCanNotImport() {
        assertThat(fab("import", "semi", folder.toString(), "--out", "x.yaml"))
                .satisfies(outcome -> assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE))
                .satisfies(outcome -> assertThat(outcome.err()).contains("found 'semi', expected one of smt2020"));
        assertThat(fab("run", "smt2020:" + folder.resolve("none")))
                .satisfies(outcome -> assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE))
                .satisfies(outcome -> assertThat(outcome.err()).contains("none: found no folder, expected a folder"));
    }
}
