/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerformanceDocumentTest {
    /** Tests run in the module's folder. */
    private static final Path RESULTS = Path.of("results");

    private static final Path DOCUMENT = Path.of("..", "docs", "PERFORMANCE.md");

    /** How it came to be so: no tables of raw files, but figures. */
    private static final List<Path> STORIES = Stream.of("DETAILED-TOOLS.md", "LOTS.md", "PROCESS.md")
            .map(name -> DOCUMENT.resolveSibling("performance").resolve(name))
            .toList();

    @TempDir
    private Path folder;

    @Test
    void shouldHaveTheTablesAndPlotsOfItsRawFiles() throws IOException {
        final String text = Files.readString(DOCUMENT);
        final PerformanceDocument document = new PerformanceDocument(RESULTS);

        assertThat(document.regenerated(text))
                .as("./fab bench --report makes it")
                .isEqualTo(text);
        document.pictures().keySet().forEach(name -> assertThat(
                        DOCUMENT.resolveSibling("performance").resolve(name))
                .exists());
    }

    @Test
    void shouldHaveAFileForEachFigure() throws IOException {
        final List<String> names;
        try (Stream<Path> files = Files.walk(RESULTS)) {
            names = files.map(file -> file.getFileName().toString()).toList();
        }

        for (final Path document :
                Stream.concat(Stream.of(DOCUMENT), STORIES.stream()).toList()) {
            assertThat(FiguresWithoutFile.of(Files.readString(document), RESULTS, names))
                    .as(document.toString())
                    .isEmpty();
        }
    }

    @Test
    void shouldFindAFigureThatNothingProves() {
        final String text = """
                # A
                It takes 12 ns.

                The bar of 5 ns (aim 4 ns) is no figure, nor is `--seconds 4 s`.
                ## B
                14 ns (`b.json`):

                - an item of 3 ms, for which the line above speaks

                Later **2.5 times**.

                - its own file: 7 us, `b.json`
                - none: 8 us
                ## C
                no figure
                ## D
                1 s, `gone.json`, ![p](../fab-bench/results/gone.svg)
                """;

        assertThat(FiguresWithoutFile.of(text, folder, List.of("b.json")))
                .containsExactly(
                        "# A: '12 ns' has no raw file",
                        "## B: '2.5 times' has no raw file",
                        "## B: '8 us' has no raw file",
                        "## D: no file gone.json in " + folder.getFileName(),
                        "## D: no file gone.svg in " + folder.getFileName(),
                        "## D: '1 s' has no raw file");
    }

    @Test
    void shouldRefuseATableWithoutItsFile() {
        final String text = "<!-- table files=gone.json rows=pending -->\n<!-- end -->\n";

        assertThatThrownBy(() -> new PerformanceDocument(folder).regenerated(text))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("gone.json");
        assertThatThrownBy(() -> new PerformanceDocument(folder).regenerated("<!-- json files=x -->\n"))
                .hasMessageContaining("columns");
    }

    @Test
    void shouldWriteATableAndAPlotWithItsExponent() throws IOException {
        Files.writeString(folder.resolve("a.json"), """
                [{"benchmark": "org.x.Hold.hold", "mode": "avgt", "params": {"pending": "100", "on": "OUR_LIST"},
                  "primaryMetric": {"score": 10.04, "scoreError": 0.51, "scoreUnit": "ns/op"}},
                 {"benchmark": "org.x.Hold.hold", "mode": "avgt", "params": {"pending": "10000", "on": "OUR_LIST"},
                  "primaryMetric": {"score": 100.4, "scoreError": "NaN", "scoreUnit": "ns/op"}}]
                """);
        final PerformanceDocument document = new PerformanceDocument(folder);

        final String text = document.regenerated("""
                before
                <!-- table files=a.json rows=pending columns=on -->
                old
                <!-- end -->
                <!-- plot files=a.json x=pending series=on svg=p title="T t" -->
                <!-- end -->
                after""");

        assertThat(text)
                .startsWith("before\n<!-- table")
                .contains("| pending | our list |\n| --- | --- |\n| 100 | 10.0 +-0.51 |\n| 10,000 | 100 |\n")
                .contains("Unit: ns/op; raw: `a.json`.", "![T t](performance/p.svg)", "our list 0.50.")
                .endsWith("after")
                .doesNotContain("old");
        assertThat(document.regenerated(text)).isEqualTo(text);
        assertThat(document.pictures().get("p.svg")).contains("<svg");
    }

    @Test
    void shouldTakeTheNewestFileOfAName() throws IOException {
        for (final String file : List.of(
                "2026-11-02-a-2c/090000-x.json",
                "2026-11-03-a-2c/080000-x.json",
                "2026-11-03-b-2c/070000-x.json",
                "2026-11-04-a-2c/010000-y-x.json")) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.writeString(folder.resolve(file), "[{\"n\": 1}]");
        }

        assertThat(new PerformanceDocument(folder).regenerated("<!-- json files=latest:x columns=n -->\n<!-- end -->"))
                .contains("Raw: `2026-11-03-a-2c/080000-x.json`.");
        assertThatThrownBy(() -> new PerformanceDocument(folder)
                        .regenerated("<!-- json files=latest:z columns=n -->\n<!-- end -->"))
                .hasMessageContaining("TIME-z.json");
    }

    @Test
    void shouldFitTheExponentOfAPower() {
        final TreeMap<Double, Double> points =
                new TreeMap<>(Map.of(1.0, 3.0, 10.0, 3 * Math.pow(10, 0.7), 100.0, 3 * Math.pow(100, 0.7)));

        assertThat(GrowthPlot.exponent(points)).isCloseTo(0.7, within(1e-9));
    }
}
