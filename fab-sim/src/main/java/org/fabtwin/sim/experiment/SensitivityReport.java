/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.fabtwin.sim.statistics.Difference;
import org.fabtwin.sim.statistics.Estimate;

/**
 * How a figure answers to factors, one at a time: point 0 of the study is the scenario as it is, points 2i + 1 and 2i + 2 have factor
 * i lower and higher. The factor with the largest answer first.
 *
 * @param stepPercent by how much factors are made smaller and larger.
 * @param base the figure of the scenario as it is.
 */
public record SensitivityReport(
        String figure,
        double stepPercent,
        Estimate base,
        int replications,
        double confidence,
        StudyEnd end,
        List<Answer> answers) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * Answer to one factor: differences to the scenario as it is, replication by replication, with the same random numbers.
     *
     * @param parameters how many parameters it changes.
     */
    public record Answer(String factor, int parameters, Estimate lower, Estimate higher) {
        /** Larger of the two changes. */
        public double size() {
            return Math.max(distance(lower), distance(higher));
        }

        /** Whether the interval of either difference, by itself, leaves 0 out. */
        public boolean isTold() {
            return isTold(lower) || isTold(higher);
        }

        private static boolean isTold(Estimate estimate) {
            return Math.abs(estimate.mean()) > estimate.halfWidth();
        }

        private static double distance(Estimate estimate) {
            return Double.isNaN(estimate.mean()) ? 0 : Math.abs(estimate.mean());
        }
    }

    /** A factor of the study, in the order of its points. */
    public record Factor(String name, int parameters) {}

    /** From a result file. */
    public static SensitivityReport of(
            ResultFile file, String figure, double stepPercent, List<Factor> factors, double confidence, StudyEnd end) {
        final double[] base = observations(file, 0, figure);
        final List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < factors.size(); i++) {
            answers.add(new Answer(
                    factors.get(i).name(),
                    factors.get(i).parameters(),
                    Difference.of(base, observations(file, 2 * i + 1, figure), confidence)
                            .estimate(),
                    Difference.of(base, observations(file, 2 * i + 2, figure), confidence)
                            .estimate()));
        }
        answers.sort(
                Comparator.comparingDouble((Answer answer) -> answer.size()).reversed());
        return new SensitivityReport(
                figure, stepPercent, Estimate.of(base, confidence), file.replications(), confidence, end, answers);
    }

    private static double[] observations(ResultFile file, int point, String figure) {
        final Map<String, double[]> all = file.observations(point);
        final double[] found = all.get(figure);
        if (found == null) {
            throw new UnknownFigureException(figure, List.copyOf(all.keySet()));
        }
        return found;
    }

    /** One JSON object; its keys are described in docs/EXPERIMENTS.md. */
    public String toJson() {
        final ObjectNode json = JSON.createObjectNode();
        json.put("figure", figure);
        json.put("stepPercent", stepPercent);
        json.put("replications", replications);
        StudyReport.putEnd(end, json);
        json.put("confidence", confidence);
        FigureSummary.put(json, "base", base.mean());
        FigureSummary.put(json, "baseHalfWidth", base.halfWidth());
        final var list = json.putArray("factors");
        for (final Answer answer : answers) {
            final ObjectNode entry = list.addObject();
            entry.put("factor", answer.factor());
            entry.put("parameters", answer.parameters());
            FigureSummary.put(entry, "lower", answer.lower().mean());
            FigureSummary.put(entry, "lowerHalfWidth", answer.lower().halfWidth());
            FigureSummary.put(entry, "higher", answer.higher().mean());
            FigureSummary.put(entry, "higherHalfWidth", answer.higher().halfWidth());
        }
        return json.toPrettyString();
    }
}
