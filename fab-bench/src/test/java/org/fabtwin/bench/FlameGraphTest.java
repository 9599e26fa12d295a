/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlameGraphTest {
    @Test
    void shouldDrawWidthsInProportionAndNeedNoOtherFile(@TempDir Path folder) throws IOException {
        FlameGraph graph = new FlameGraph();
        for (int i = 0; i < 3; i++) {
            graph.add("a.Main.run", "org.fabtwin.core.Heap.poll");
        }
        graph.add("a.Main.run", "b.List.<init>");

        Path file = folder.resolve("graph.svg");
        graph.write(file, "hold & more");

        String svg = Files.readString(file);
        assertThat(svg)
                .contains("hold &amp; more: 4 samples", "a.Main.run: 4 samples, 100.0 %, itself 0.0 %")
                .contains("org.fabtwin.core.Heap.poll: 3 samples, 75.0 %", "width=\"1050.0\"", "b.List.&lt;init&gt;")
                .doesNotContain("href", "src=", "@import", "<script");
    }
}
