/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class FabCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldPrintVersionCommitAndJdk() {
        assertThat(execute(() -> 0, "--version")).isEqualTo(ExitCode.OK);

        assertThat(out.toString())
                .matches("fabtwin \\d+\\.\\d+\\.\\d+ \\(([0-9a-f]{12}(-dirty)?|no commit), JDK "
                        + Runtime.version().toString().replace("+", "\\+") + " .+\\)\\R");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldListCommandsAndExitCodesInHelp() {
        assertThat(execute(() -> 0, "help")).isEqualTo(ExitCode.OK);

        assertThat(out.toString()).contains("  probe ").contains("Exit codes:").contains("  70 ");
    }

    @Test
    void shouldExplainOneCommand() {
        assertThat(execute(() -> 0, "help", "probe")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).startsWith("Usage: fab probe [-h] [--json] [--stacktrace]");

        assertThat(execute(() -> 0, "probe", "--help")).isEqualTo(ExitCode.OK);
    }

    @Test
    void shouldPassOnTheExitCodeOfTheCommand() {
        assertThat(execute(() -> ExitCode.REFUSED, "probe")).isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void shouldSuggestTheNearestCommandWhenOneIsUnknown() {
        assertThat(execute(() -> 0, "prob")).isEqualTo(ExitCode.USAGE);

        assertThat(err.toString()).startsWith("fab: ").contains("'prob'").contains("probe");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldAskForACommandWhenThereIsNone() {
        assertThat(execute(() -> 0)).isEqualTo(ExitCode.USAGE);

        assertThat(err.toString()).contains("Name a command");
    }

    @Test
    void shouldPrintOneLineWhenTheUserCanMendIt() {
        final int exitCode = execute(
                () -> {
                    throw new CommandFailure(ExitCode.USAGE, "days=-1, expected more than 0");
                },
                "probe");

        assertThat(exitCode).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).isEqualToNormalizingNewlines("fab: days=-1, expected more than 0\n");
    }

    @Test
    void shouldNameTheMissingFile() {
        final int exitCode = execute(
                () -> {
                    throw new UncheckedIOException(new NoSuchFileException("a/b.yaml"));
                },
                "probe");

        assertThat(exitCode).isEqualTo(ExitCode.IO);
        assertThat(err.toString()).isEqualToNormalizingNewlines("fab: a/b.yaml: no such file or directory\n");
    }

    @Test
    void shouldReportAnIoErrorWithItsOwnCode() {
        final int exitCode = execute(
                () -> {
                    throw new IOException("disk full");
                },
                "probe");

        assertThat(exitCode).isEqualTo(ExitCode.IO);
    }

    @Test
    void shouldPrintTheStackTraceOnlyOnRequest() {
        final Callable<Integer> bug = () -> {
            throw new IllegalStateException("lot=7");
        };

        assertThat(execute(bug, "probe")).isEqualTo(ExitCode.INTERNAL);
        assertThat(err.toString()).hasLineCount(1).contains("lot=7").contains("--stacktrace");

        assertThat(execute(bug, "probe", "--stacktrace")).isEqualTo(ExitCode.INTERNAL);
        assertThat(err.toString()).contains("at " + FabCommandTest.class.getName());
    }

    @Test
    void shouldKeepRemarksAwayFromJson() {
        assertThat(execute(() -> 0, "probe", "--json")).isEqualTo(ExitCode.OK);

        assertThat(out.toString()).isEqualTo("{}");
        assertThat(err.toString()).isEqualTo("remark");
    }

    @Test
    void shouldConstructEveryCommandOnTheClassPath() {
        assertThat(FabCommand.run(new PrintWriter(out), new PrintWriter(err), "--help"))
                .isEqualTo(ExitCode.OK);
    }

    private int execute(final Callable<Integer> work, final String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return FabCommand.commandLine(List.of(new ProbeCommand(work)))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }

    @Command(name = "probe", description = "Does what the test says.")
    static final class ProbeCommand implements Subcommand {
        @Mixin
        private OutputOptions output;

        private final Callable<Integer> work;

        ProbeCommand(final Callable<Integer> work) {
            this.work = work;
        }

        @Override
        public Integer call() throws Exception {
            if (output.json()) {
                output.remarks().print("remark");
                output.result().print("{}");
            }
            return work.call();
        }
    }
}
