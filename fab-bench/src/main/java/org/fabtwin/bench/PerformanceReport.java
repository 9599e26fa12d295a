/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.fabtwin.bench.report.PerformanceDocument;
import org.fabtwin.sim.cli.ExitCode;

/** {@code fab bench --report}. */
final class PerformanceReport {
    private final Path home;

    /** @param home the repository. */
    PerformanceReport(Path home) {
        this.home = home;
    }

    int write(Consumer<String> remarks) throws IOException {
        final Path document = home.resolve("docs").resolve("PERFORMANCE.md");
        final PerformanceDocument performance =
                new PerformanceDocument(home.resolve("fab-bench").resolve("results"));
        final String text = performance.regenerated(Files.readString(document));
        Files.writeString(document, text, StandardCharsets.UTF_8);
        final Path pictures = Files.createDirectories(home.resolve("docs").resolve("performance"));
        for (final Map.Entry<String, String> picture : performance.pictures().entrySet()) {
            Files.writeString(pictures.resolve(picture.getKey()), picture.getValue());
        }
        remarks.accept("Written: " + document + ", " + performance.pictures().size() + " plots in " + pictures);
        return ExitCode.OK;
    }
}
