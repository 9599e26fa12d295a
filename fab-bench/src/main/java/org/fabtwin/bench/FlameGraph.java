/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * A flame graph as one SVG that opens offline: width is the share of samples, callers below, callees above, in the order of their names.
 * Pointing at a frame tells its full name, samples and share.
 */
final class FlameGraph {
    private static final int WIDTH = 1400;
    private static final int ROW = 17;
    private static final double LEAST_PIXELS = 0.4;
    private static final double PIXELS_PER_LETTER = 6.4;

    private final Frame root = new Frame();
    private int depth;

    private static final class Frame {
        private final Map<String, Frame> callees = new TreeMap<>();
        private long samples;
        private long own;
    }

    /** Of the execution samples of a flight recording. */
    static FlameGraph of(Path recording) throws IOException {
        final FlameGraph graph = new FlameGraph();
        try (RecordingFile events = new RecordingFile(recording)) {
            while (events.hasMoreEvents()) {
                final RecordedEvent event = events.readEvent();
                if (event.getEventType().getName().equals("jdk.ExecutionSample") && event.getStackTrace() != null) {
                    final List<RecordedFrame> frames = event.getStackTrace().getFrames();
                    final String[] stack = new String[frames.size()];
                    for (int i = 0; i < stack.length; i++) {
                        stack[stack.length - 1 - i] = name(frames.get(i));
                    }
                    graph.add(stack);
                }
            }
        }
        return graph;
    }

    private static String name(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    /** One sample, the outermost caller first. */
    void add(String... stack) {
        Frame frame = root;
        frame.samples++;
        for (final String name : stack) {
            frame = frame.callees.computeIfAbsent(name, key -> new Frame());
            frame.samples++;
        }
        frame.own++;
        depth = Math.max(depth, stack.length);
    }

    long samples() {
        return root.samples;
    }

    void write(Path file, String title) throws IOException {
        final int height = (depth + 3) * ROW;
        final StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"monospace\""
                        + " font-size=\"11\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n"
                        + "<text x=\"8\" y=\"13\">%s: %d samples</text>%n",
                WIDTH,
                height,
                escaped(title),
                root.samples));
        double x = 0;
        for (final Map.Entry<String, Frame> callee : root.callees.entrySet()) {
            x += draw(svg, callee.getKey(), callee.getValue(), x, height - ROW - 4);
        }
        svg.append("</svg>\n");
        Files.writeString(file, svg, StandardCharsets.UTF_8);
    }

    /** Returns its width. */
    private double draw(StringBuilder svg, String name, Frame frame, double x, int y) {
        final double width = (double) WIDTH * frame.samples / root.samples;
        if (width < LEAST_PIXELS) {
            return width;
        }
        final String[] parts = name.split("\\.");
        final String brief = parts.length < 2 ? name : parts[parts.length - 2] + "." + parts[parts.length - 1];
        final int letters = (int) (width / PIXELS_PER_LETTER);
        svg.append(String.format(
                Locale.ROOT,
                "<g><title>%s: %d samples, %.1f %%, itself %.1f %%</title><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\""
                        + " fill=\"%s\" stroke=\"#fff\" stroke-width=\"0.5\"/>",
                escaped(name),
                frame.samples,
                100.0 * frame.samples / root.samples,
                100.0 * frame.own / root.samples,
                x,
                y,
                width,
                ROW - 1,
                colour(name)));
        if (letters > 3) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\">%s</text>",
                    x + 2,
                    y + ROW - 5,
                    escaped(brief.length() <= letters ? brief : brief.substring(0, letters - 1) + ".")));
        }
        svg.append("</g>\n");
        double calleeX = x;
        for (final Map.Entry<String, Frame> callee : frame.callees.entrySet()) {
            calleeX += draw(svg, callee.getKey(), callee.getValue(), calleeX, y - ROW);
        }
        return width;
    }

    /** Ours warm, libraries and the JDK cool; a shade by the name, the same in every graph. */
    private static String colour(String name) {
        final int shade = (name.hashCode() & 0x7fff_ffff) % 40;
        return name.startsWith("org.fabtwin")
                ? String.format(Locale.ROOT, "hsl(%d,80%%,68%%)", 15 + shade)
                : String.format(Locale.ROOT, "hsl(%d,45%%,78%%)", 190 + shade);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
