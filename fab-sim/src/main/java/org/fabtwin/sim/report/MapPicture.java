/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.fabtwin.core.line.DieGrid;

/** A wafer map as a picture, PNG or SVG by the file's ending. Dies in the colour of their bin or loss, legend to the right. */
public final class MapPicture {
    private static final int SCALE = 3;
    private static final int MARGIN = 20;
    private static final int LEGEND = 260;
    private static final int SIZE = (int) (2 * DieGrid.WAFER_RADIUS_MM * SCALE) + 2 * MARGIN;
    private static final int LINE = 26;
    private static final int SWATCH = 16;
    /** Bins from best to worst in greens, harvested in blue, losses in warm colours: told apart in grey, too. */
    private static final int[] BINS = {
        0x1B7837, 0x4DAC26, 0xA6D96A, 0xD9F0A3, 0xE8F5C8, 0xEDF8D5, 0xF0FAE0, 0xF4FBE8, 0xF8FDF0
    };

    private MapPicture() {}

    /** Writes the picture; the file's name ends in .png or .svg. */
    public static void write(final WaferMap map, final Path file) throws IOException {
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".svg")) {
            Files.writeString(file, svg(map), StandardCharsets.UTF_8);
        } else {
            // No display is needed, nor looked for.
            System.setProperty("java.awt.headless", "true");
            final ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(image(map), "png", png);
            // By itself: ImageIO prints where it failed, and says nothing of the file.
            Files.write(file, png.toByteArray());
        }
    }

    private static int colour(final char letter) {
        return switch (letter) {
            case 'H' -> 0x2B83BA;
            case 'S' -> 0x7B3294;
            case 'P' -> 0xFDAE61;
            case 'R' -> 0xD7191C;
            default -> BINS[Math.max(0, Math.min(BINS.length - 1, letter - '1'))];
        };
    }

    private static double px(final double mm) {
        return MARGIN + (DieGrid.WAFER_RADIUS_MM + mm) * SCALE;
    }

    /** Upwards on the wafer is upwards in the picture. */
    private static double py(final double mm) {
        return MARGIN + (DieGrid.WAFER_RADIUS_MM - mm) * SCALE;
    }

    private static String label(final WaferMap map, final char letter) {
        return String.format(Locale.ROOT, "%d  %s", map.count(letter), map.meaning(letter));
    }

    private static String yieldText(final WaferMap map) {
        return String.format(
                Locale.ROOT,
                "yield %.1f %% of %d dies",
                map.yieldPercent(),
                map.letters().length());
    }

    static String svg(final WaferMap map) {
        final DieGrid grid = map.grid();
        final StringBuilder out = new StringBuilder(1 << 16);
        out.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"14\">%n",
                SIZE + LEGEND,
                SIZE));
        out.append(String.format(
                Locale.ROOT, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>%n", SIZE + LEGEND, SIZE));
        out.append(String.format(
                Locale.ROOT,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"#f2f2f2\" stroke=\"#808080\"/>%n",
                px(0),
                py(0),
                DieGrid.WAFER_RADIUS_MM * SCALE));
        for (int die = 0; die < grid.size(); die++) {
            out.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"#%06x\"/>%n",
                    px(grid.xMm(die) - grid.widthMm() / 2),
                    py(grid.yMm(die) + grid.heightMm() / 2),
                    grid.widthMm() * SCALE - 0.5,
                    grid.heightMm() * SCALE - 0.5,
                    colour(map.letters().charAt(die))));
        }
        int y = MARGIN + LINE;
        out.append(text(SIZE, y, map.title()));
        y += LINE;
        out.append(text(SIZE, y, yieldText(map)));
        for (final char letter : map.kinds().toCharArray()) {
            y += LINE;
            out.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%06x\"/>%n",
                    SIZE,
                    y - SWATCH + 3,
                    SWATCH,
                    SWATCH,
                    colour(letter)));
            out.append(text(SIZE + 2 * SWATCH, y, label(map, letter)));
        }
        return out.append("</svg>").append(System.lineSeparator()).toString();
    }

    private static String text(final int x, final int y, final String words) {
        final String escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\">%s</text>%n", x, y, escaped);
    }

    private static BufferedImage image(final WaferMap map) {
        final DieGrid grid = map.grid();
        final BufferedImage image = new BufferedImage(SIZE + LEGEND, SIZE, BufferedImage.TYPE_INT_RGB);
        final Graphics2D out = image.createGraphics();
        out.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        out.setColor(Color.WHITE);
        out.fillRect(0, 0, SIZE + LEGEND, SIZE);
        final double radius = DieGrid.WAFER_RADIUS_MM * SCALE;
        final Ellipse2D rim = new Ellipse2D.Double(px(0) - radius, py(0) - radius, 2 * radius, 2 * radius);
        out.setColor(new Color(0xF2F2F2));
        out.fill(rim);
        for (int die = 0; die < grid.size(); die++) {
            out.setColor(new Color(colour(map.letters().charAt(die))));
            out.fill(new Rectangle2D.Double(
                    px(grid.xMm(die) - grid.widthMm() / 2),
                    py(grid.yMm(die) + grid.heightMm() / 2),
                    grid.widthMm() * SCALE - 0.5,
                    grid.heightMm() * SCALE - 0.5));
        }
        out.setColor(Color.GRAY);
        out.setStroke(new BasicStroke(1));
        out.draw(rim);
        out.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        int y = MARGIN + LINE;
        out.setColor(Color.BLACK);
        out.drawString(map.title(), SIZE, y);
        y += LINE;
        out.drawString(yieldText(map), SIZE, y);
        for (final char letter : map.kinds().toCharArray()) {
            y += LINE;
            out.setColor(new Color(colour(letter)));
            out.fillRect(SIZE, y - SWATCH + 3, SWATCH, SWATCH);
            out.setColor(Color.BLACK);
            out.drawString(label(map, letter), SIZE + 2 * SWATCH, y);
        }
        out.dispose();
        return image;
    }
}
