/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Points of a study compared with each other, all intervals simultaneous by Bonferroni.
 *
 * @param points what was compared.
 * @param replications of each.
 * @param comparisons by figure, then pair.
 */
public record ComparisonReport(
        List<Results.PointRow> points,
        int replications,
        double confidence,
        StudyEnd end,
        String digest,
        List<Comparison> comparisons) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private record Pair(int first, int second) {}

    /**
     * From a result file.
     *
     * @param isWanted which figures, by path.
     * @param isAllPairs false: each with the first; true: each with each.
     */
    public static ComparisonReport of(
            Results file, Predicate<String> isWanted, boolean isAllPairs, double confidence, StudyEnd end) {
        final List<Results.PointRow> points = file.points();
        final List<Map<String, double[]>> observations = new ArrayList<>();
        for (final Results.PointRow point : points) {
            observations.add(file.observations(point.point()));
        }
        final List<String> figures = new ArrayList<>();
        for (final String figure : observations.get(0).keySet()) {
            if (isWanted.test(figure) && observations.stream().allMatch(ofPoint -> ofPoint.containsKey(figure))) {
                figures.add(figure);
            }
        }
        final List<Pair> pairs = pairs(points.size(), isAllPairs);
        final List<Comparison> comparisons = new ArrayList<>();
        for (final String figure : figures) {
            for (final Pair pair : pairs) {
                comparisons.add(Comparison.of(
                        figure,
                        points.get(pair.first()).label(),
                        observations.get(pair.first()).get(figure),
                        points.get(pair.second()).label(),
                        observations.get(pair.second()).get(figure),
                        figures.size() * pairs.size(),
                        confidence));
            }
        }
        return new ComparisonReport(points, file.replications(), confidence, end, file.digest(), comparisons);
    }

    private static List<Pair> pairs(int points, boolean isAllPairs) {
        final List<Pair> pairs = new ArrayList<>();
        for (int first = 0; first < (isAllPairs ? points : 1); first++) {
            for (int second = first + 1; second < points; second++) {
                pairs.add(new Pair(first, second));
            }
        }
        return pairs;
    }

    /** Whether all points draw the same random numbers. */
    public boolean hasCommonRandomNumbers() {
        return points.stream().allMatch(point -> point.seed() == points.get(0).seed());
    }

    /** One JSON object; its keys are described in docs/EXPERIMENTS.md. */
    public String toJson() {
        final ObjectNode json = JSON.createObjectNode();
        StudyReport.describe(points, json.putArray("points"));
        json.put("replications", replications);
        StudyReport.putEnd(end, json);
        json.put("confidence", confidence);
        json.put("simultaneous", "Bonferroni over " + comparisons.size() + " comparisons");
        json.put("commonRandomNumbers", hasCommonRandomNumbers());
        json.put("digest", digest);
        final var list = json.putArray("comparisons");
        for (final Comparison comparison : comparisons) {
            final ObjectNode entry = list.addObject();
            entry.put("figure", comparison.figure());
            entry.put("first", comparison.first());
            entry.put("second", comparison.second());
            entry.put("n", comparison.difference().estimate().count());
            FigureSummary.put(entry, "firstMean", comparison.firstEstimate().mean());
            FigureSummary.put(entry, "secondMean", comparison.secondEstimate().mean());
            FigureSummary.put(
                    entry, "difference", comparison.difference().estimate().mean());
            FigureSummary.put(
                    entry, "halfWidth", comparison.difference().estimate().halfWidth());
            FigureSummary.put(entry, "chance", comparison.difference().chance());
            FigureSummary.put(entry, "adjustedChance", comparison.adjustedChance());
            FigureSummary.put(entry, "correlation", comparison.difference().correlation());
            FigureSummary.put(entry, "varianceReduction", comparison.varianceReduction());
            entry.put(
                    "better",
                    comparison.better() == 0 ? "" : comparison.better() > 0 ? comparison.second() : comparison.first());
            entry.put("verdict", comparison.verdict());
        }
        return json.toPrettyString();
    }
}
