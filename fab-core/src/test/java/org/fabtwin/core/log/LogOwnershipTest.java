/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that is being written stays its writer's, whatever readers and other tries in its process open and close. */
class LogOwnershipTest {
    @TempDir
    Path directory;

    @Test
    void shouldRefuseAnotherProcessAfterReadersAndTriesInThisOneHaveComeAndGone() throws Exception {
        try (EventLog log = EventLog.create(
                EventLogConfig.keptIn(directory).withSegmentBytes(4096).withSegmentCount(2))) {
            log.inlineReader().close();
            EventLogReader.open(directory).close();
            assertThatThrownBy(() -> LogMeta.openAsOwner(directory)).isInstanceOf(IOException.class);

            assertThat(tryInAnotherProcess()).isEqualTo("refused");
        }
        assertThat(tryInAnotherProcess()).isEqualTo("owned");
    }

    private String tryInAnotherProcess() throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Try.class.getName(),
                        directory.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var reader = process.inputReader()) {
            String line = reader.readLine();
            assertThat(process.waitFor()).isZero();
            return line;
        }
    }

    /** The other process. */
    static final class Try {
        private Try() {}

        public static void main(String[] arguments) {
            String result;
            try {
                LogOwnership.of(Path.of(arguments[0])).close();
                result = "owned";
            } catch (IOException e) {
                result = "refused";
            }
            System.out.println(result);
        }
    }
}
