/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A result that could not be written is told; one that nobody wants any more is not. */
class ResultStreamTest {
    private static ResultStream printedTo(OutputStream to) {
        final ResultStream result = new ResultStream(to);
        final PrintWriter out = new PrintWriter(result, false, StandardCharsets.UTF_8);
        out.println("3 \u00b5m");
        out.flush();
        return result;
    }

    private static OutputStream failing(String reason) {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException(reason);
            }
        };
    }

    @Test
    void shouldPassOnWhatIsPrinted() {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        assertThat(printedTo(bytes).missingBecause()).isNull();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("3 \u00b5m" + System.lineSeparator());
    }

    @Test
    void shouldTellAFullDiskFromAReaderThatIsGone() {
        assertThat(printedTo(failing("No space left on device")).missingBecause())
                .isEqualTo("No space left on device");
        assertThat(printedTo(failing("Broken pipe")).missingBecause()).isNull();
    }

    @Test
    void shouldEndACommandWhoseResultIsLostWithAnError() throws Exception {
        final File full = new File("/dev/full");
        assumeThat(full).as("a device that is always full").exists();

        final Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FabCommand.class.getName(),
                        "scenarios")
                .redirectOutput(full)
                .start();

        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("fab: the result is not complete, standard output: No space left on device");
        assertThat(process.waitFor()).isEqualTo(ExitCode.IO);
    }
}
