/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fabtwin.sim.cli.ExitCode;
import org.fabtwin.sim.cli.FabCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchComparisonTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** A file as JMH writes it, with one benchmark of the mode. */
    private Path result(String file, String mode, double score, String error, double bytes) throws IOException {
        return Files.writeString(folder.resolve(file), """
                [{"benchmark": "org.x.HoldBenchmark.hold", "mode": "%s", "params": {"size": "100"},
                  "primaryMetric": {"score": %s, "scoreError": %s, "scoreUnit": "ns/op"},
                  "secondaryMetrics": {"gc.alloc.rate.norm": {"score": %s, "scoreUnit": "B/op"}}}]
                """.formatted(mode, score, error, bytes));
    }

    private static Path edited(Path file, String text, String other) throws IOException {
        return Files.writeString(file, Files.readString(file).replace(text, other));
    }

    private int compare(Path a, Path b, String... more) {
        final String[] args = new String[4 + more.length];
        args[0] = "bench";
        args[1] = "--compare";
        args[2] = a.toString();
        args[3] = b.toString();
        System.arraycopy(more, 0, args, 4, more.length);
        return FabCommand.run(new PrintWriter(out), new PrintWriter(err), args);
    }

    @ParameterizedTest
    @CsvSource({
        "avgt, 50, 2, 0, no change shown, 0",
        "avgt, 46, 1, 0, faster, 0",
        "avgt, 60, 2, 0, slower, 1",
        "thrpt, 60, 2, 0, faster, 0",
        "thrpt, 40, 2, 0, slower, 1",
        "avgt, 30, NaN, 0, no change shown, 0",
        "avgt, 50, 2, 24, allocates 24 B/op instead of 0, 1"
    })
    void shouldCallAChangeWhereTheIntervalsPart(
            String mode, double score, String error, double bytes, String verdict, int exitCode) throws IOException {
        final Path a = result("a.json", mode, 50, "2", 0);
        final Path b = result("b.json", mode, score, error.equals("NaN") ? "\"NaN\"" : error, bytes);

        assertThat(compare(a, b)).as(err.toString()).isEqualTo(exitCode);

        assertThat(out.toString()).contains("HoldBenchmark.hold size=100 (" + mode + ")", verdict);
    }

    @Test
    void shouldTellTheRatioWithItsInterval() throws IOException {
        assertThat(compare(result("a.json", "avgt", 50, "2", 0), result("b.json", "avgt", 100, "3", 0), "--json"))
                .isEqualTo(ExitCode.REFUSED);

        // 2 +-2 sqrt(0.04^2 + 0.03^2).
        assertThat(out.toString()).contains("\"ratio\" : 2.0", "\"ratioError\" : 0.1,", "\"verdict\" : \"slower\"");
    }

    @Test
    void shouldCompareFoldersAndSayWhatOnlyOneHas() throws IOException {
        final Path a = Files.createDirectory(folder.resolve("a"));
        final Path b = Files.createDirectory(folder.resolve("b"));
        Files.move(result("x.json", "avgt", 50, "2", 0), a.resolve("1-x.json"));
        Files.move(result("y.json", "thrpt", 50, "2", 0), b.resolve("1-y.json"));
        Files.move(result("z.json", "ss", 50, "2", 0), a.resolve("2-z.json"));
        Files.copy(a.resolve("2-z.json"), b.resolve("2-z.json"));
        Files.writeString(a.resolve("1-x.machine.json"), "{}");

        assertThat(compare(a, b)).isEqualTo(ExitCode.OK);

        assertThat(out.toString())
                .contains(
                        "HoldBenchmark.hold size=100 (ss) ",
                        "only in A: HoldBenchmark.hold size=100 (avgt)",
                        "only in B: HoldBenchmark.hold size=100 (thrpt)");
    }

    @Test
    void shouldRefuseWhatIsNoResult() throws IOException {
        final Path none = Files.writeString(folder.resolve("none.json"), "{}");

        assertThat(compare(none, none)).isEqualTo(ExitCode.IO);
        assertThat(compare(folder.resolve("missing.json"), none)).isEqualTo(ExitCode.IO);

        assertThat(err.toString()).contains("none.json holds no results of JMH", "missing.json");
    }

    @Test
    void shouldCallMoreAllocationOnlyBeyondItsInterval() throws IOException {
        final Path a = result("a.json", "avgt", 50, "2", 4);
        final Path b = edited(result("b.json", "avgt", 50, "2", 9), "9.0,", "9.0, \"scoreError\": 16,");

        assertThat(compare(a, b)).isEqualTo(ExitCode.OK);

        assertThat(out.toString()).contains("no change shown").doesNotContain("allocates");
    }

    @Test
    void shouldRefuseResultsWithNothingInCommon() throws IOException {
        final Path a = result("a.json", "avgt", 50, "2", 0);
        final Path b = edited(result("b.json", "avgt", 50, "2", 0), ".hold", ".renamed");

        assertThat(compare(a, b)).isEqualTo(ExitCode.IO);

        assertThat(err.toString()).contains("a.json and", "b.json have no benchmark in common");
    }

    @Test
    void shouldNameAFileThatIsNoJson() throws IOException {
        final Path b = Files.writeString(folder.resolve("b.json"), "no");

        assertThat(compare(result("a.json", "avgt", 50, "2", 0), b)).isEqualTo(ExitCode.IO);

        assertThat(err.toString()).contains("b.json is no JSON");
    }
}
