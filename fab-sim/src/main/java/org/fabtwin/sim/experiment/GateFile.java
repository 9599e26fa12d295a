/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fabtwin.sim.scenario.Node;
import org.fabtwin.sim.scenario.Position;
import org.fabtwin.sim.scenario.Problem;
import org.fabtwin.sim.scenario.Problems;
import org.fabtwin.sim.scenario.Quantity;
import org.fabtwin.sim.scenario.ScenarioException;
import org.fabtwin.sim.scenario.YamlTree;

/**
 * A gate as somebody wrote it in YAML: what to run, and what has to hold. Texts that are options elsewhere (days, warmup) are left to
 * those who read options.
 *
 * @param scenario bundled name or path; a path is relative to the gate's file.
 * @param days null: the scenario's.
 * @param warmup null: the scenario's.
 * @param seed null: the scenario's.
 * @param replications after which the gate is judged.
 */
public record GateFile(
        String scenario,
        List<String> changes,
        String days,
        String warmup,
        Long seed,
        int replications,
        List<Criterion> criteria) {
    /** Replications of a gate that names none. */
    public static final int DEFAULT_REPLICATIONS = 30;

    private static final double DEFAULT_CONFIDENCE = 0.95;
    private static final List<String> KEYS =
            List.of("scenario", "set", "days", "warmup", "seed", "replications", "confidence", "criteria");

    /**
     * Reads a file's text.
     *
     * @throws ScenarioException with all errors at once.
     */
    public static GateFile read(Path file, String text) {
        final Problems problems = new Problems();
        final Node tree = YamlTree.read(file.toString(), text, problems);
        problems.throwIfAny();
        for (final String key : tree.keys()) {
            if (!KEYS.contains(key)) {
                problems.unknown(tree.keyPosition(key), "", key, "one of " + String.join(", ", KEYS), KEYS);
            }
        }
        final Position start = new Position(file.toString(), 1, 1);
        final String scenario = text(tree, "scenario", problems);
        if (scenario == null && !tree.has("scenario")) {
            problems.missing(start, "scenario", "the name of a bundled scenario, or a path");
        }
        final double confidence = confidence(tree, problems);
        final List<Criterion> criteria = criteria(tree, confidence, start, problems);
        final GateFile gate = new GateFile(
                scenario == null ? "" : relativeTo(file, scenario),
                texts(tree.get("set"), "set", problems),
                text(tree, "days", problems),
                text(tree, "warmup", problems),
                seed(tree, problems),
                replications(tree, problems),
                criteria);
        problems.throwIfAny();
        return gate;
    }

    private static String relativeTo(Path file, String scenario) {
        final boolean isPath = scenario.indexOf('/') >= 0 || scenario.endsWith(".yaml") || scenario.endsWith(".yml");
        return isPath ? file.resolveSibling(scenario).toString() : scenario;
    }

    private static String text(Node tree, String key, Problems problems) {
        final Node node = tree.get(key);
        if (node == null) {
            return null;
        }
        if (!node.isText()) {
            problems.add(node, key, "one value");
            return null;
        }
        return node.text();
    }

    private static List<String> texts(Node node, String path, Problems problems) {
        final List<String> texts = new ArrayList<>();
        if (node != null && !node.isList()) {
            problems.add(node, path, "a list");
        } else if (node != null) {
            for (final Node item : node.items()) {
                if (item.isText()) {
                    texts.add(item.text());
                } else {
                    problems.add(item, path, "a list of texts");
                }
            }
        }
        return texts;
    }

    private static Long seed(Node tree, Problems problems) {
        final String text = text(tree, "seed", problems);
        try {
            return text == null ? null : Long.valueOf(text.strip());
        } catch (NumberFormatException e) {
            problems.add(tree.get("seed"), "seed", "a whole number");
            return null;
        }
    }

    private static int replications(Node tree, Problems problems) {
        final String text = text(tree, "replications", problems);
        try {
            final int number = text == null ? DEFAULT_REPLICATIONS : Integer.parseInt(text.strip());
            if (number >= 2) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below like a number that is too small.
        }
        problems.add(tree.get("replications"), "replications", "a whole number, 2 or more");
        return DEFAULT_REPLICATIONS;
    }

    private static double confidence(Node tree, Problems problems) {
        final String text = text(tree, "confidence", problems);
        if (text == null) {
            return DEFAULT_CONFIDENCE;
        }
        final Quantity quantity = Quantity.of(text);
        final double share = quantity == null
                ? Double.NaN
                : quantity.unit().name().equals("%") ? quantity.value() : quantity.number() / 100;
        if (!(share > 0.5 && share < 1)) {
            problems.add(tree.get("confidence"), "confidence", "a percentage above 50 and below 100");
            return DEFAULT_CONFIDENCE;
        }
        return share;
    }

    private static List<Criterion> criteria(Node tree, double confidence, Position start, Problems problems) {
        final Node list = tree.get("criteria");
        final List<Criterion> criteria = new ArrayList<>();
        if (list == null || !list.isList() || list.items().isEmpty()) {
            problems.missing(
                    list == null ? start : list.position(), "criteria", "a list of criteria: " + Criterion.EXPECTED);
            return criteria;
        }
        for (final Node item : list.items()) {
            try {
                criteria.add(Criterion.of(item.isText() ? item.text() : "", confidence));
            } catch (IllegalArgumentException e) {
                problems.add(new Problem(
                        item.position(),
                        "criteria",
                        item.isText() ? "'" + item.text() + "'" : "no text",
                        e.getMessage(),
                        ""));
            }
        }
        return criteria;
    }
}
