/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.sim.run.WarmStart;
import org.fabtwin.sim.scenario.Scenario;
import org.fabtwin.sim.scenario.ScenarioReader;
import org.fabtwin.sim.scenario.ScenarioSource;

/** Points of small studies. */
final class Points {
    static final long HOUR_US = 3_600_000_000L;
    static final long DAY_US = 24 * HOUR_US;

    private Points() {}

    /** A bundled scenario or one of an example's file. */
    static Point of(int number, String scenario, List<String> changes, long warmupUs, long endUs) {
        return of(number, ScenarioReader.read(scenario, changes), warmupUs, endUs);
    }

    static Point of(int number, Scenario scenario, long warmupUs, long endUs) {
        final Line line = LineCompiler.compile(scenario.definition());
        return new Point(
                number,
                String.valueOf((char) ('A' + number)),
                scenario.name(),
                scenario.name(),
                scenario.text(),
                line,
                scenario.seed(),
                warmupUs,
                "test",
                endUs,
                null);
    }

    static Point withSeed(Point point, long seed) {
        return new Point(
                point.number(),
                point.label(),
                point.scenario(),
                point.name(),
                point.text(),
                point.line(),
                seed,
                point.warmupUs(),
                point.warmupFrom(),
                point.endUs(),
                point.warmStart());
    }

    /** The same from a snapshot of day 30. */
    static Point startingFrom(Point point, Path snapshot) {
        return new Point(
                point.number(),
                point.label(),
                point.scenario(),
                point.name(),
                point.text(),
                point.line(),
                point.seed(),
                point.warmupUs(),
                point.warmupFrom(),
                point.endUs(),
                new WarmStart(snapshot, 30 * DAY_US, "0123456789abcdef"));
    }

    /** A few days of minifab. */
    static Point minifab(int number) {
        return of(number, "minifab", List.of(), 2 * DAY_US, 8 * DAY_US);
    }

    /** Lots arrive at random at one tool, one an hour on average, and take {@code serviceHours} on average: M/M/1. */
    static Point queue(String serviceHours, long warmupUs, long endUs) {
        final String text = String.join(
                "\n",
                "line: {mode: lot, days: 10 d, warmup: 1 d}",
                "products: {lot: {}}",
                "tools: {server: {kind: single}}",
                "steps: {serve: {tool: server, time: {mean: " + serviceHours + " h, distribution: exponential}}}",
                "releases: {lots: {product: lot, every: {mean: 1 h, distribution: exponential}}}");
        return of(0, ScenarioReader.read(ScenarioSource.of("queue", text), List.of()), warmupUs, endUs);
    }

    /** The file of an example scenario. */
    static String example(String name) throws IOException {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            final Path file = folder.resolve("scenarios/examples").resolve(name);
            if (Files.exists(file)) {
                return file.toString();
            }
        }
        throw new IOException("no example " + name);
    }
}
