/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.fabtwin.core.line.DieGrid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of a wafer map. */
class WaferMapTest {
    private static final DieGrid GRID = new DieGrid(60, 60, 0.1, 3);

    @TempDir
    private Path folder;

    /** Dies in rows from the bottom: the last one is at the top right. */
    private static WaferMap map() {
        return new WaferMap(7, 3, "p", GRID, "1".repeat(GRID.size() - 3) + "HSR", List.of("fast"));
    }

    @Test
    void shouldDrawTheTopRowFirstWithALegend() {
        final String text = MapText.draw(map());

        assertThat(text).startsWith("wafer 7, lot 3, p: yield ");
        assertThat(text.lines().skip(2).findFirst().orElseThrow().strip()).endsWith("S R");
        assertThat(text).contains("good, bin fast").contains("good, harvested").contains("random loss");
        assertThat(text).doesNotContain("parametric");
    }

    @Test
    void shouldDrawEachDieAsSvg() throws IOException {
        final Path file = folder.resolve("map.svg");

        MapPicture.write(map(), file);

        final String svg = Files.readString(file);
        final long rectangles =
                svg.lines().filter(line -> line.startsWith("<rect")).count();
        // All dies, the ground, and the legend's four colours.
        assertThat(rectangles).isEqualTo(GRID.size() + 1 + 4);
        assertThat(svg).startsWith("<svg ").endsWith("</svg>" + System.lineSeparator());
    }

    @Test
    void shouldDrawDiesInTheirColoursAsPng() throws IOException {
        final Path file = folder.resolve("map.png");

        MapPicture.write(map(), file);

        final BufferedImage image = ImageIO.read(file.toFile());
        final int last = GRID.size() - 1;
        final int x = (int) (20 + (150 + GRID.xMm(last)) * 3);
        final int y = (int) (20 + (150 - GRID.yMm(last)) * 3);
        assertThat(image.getRGB(x, y) & 0xFFFFFF).isEqualTo(0xD7191C);
    }

    @Test
    void shouldRefuseAMapOfAnotherGrid() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WaferMap(7, 3, "p", GRID, "11", List.of()))
                .withMessageContaining("a map of 2 letters for " + GRID.size() + " dies");
    }
}
