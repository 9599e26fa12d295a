/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fabtwin.sim.statistics.Estimate;

/**
 * What became of a gate.
 *
 * @param results in the order of the criteria.
 */
public record GateReport(Results.PointRow point, int replications, StudyEnd end, String digest, List<Result> results) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A criterion and what the observations say of it; the interval has twice the one-sided error. */
    public record Result(Criterion criterion, Estimate estimate, Criterion.Verdict verdict) {}

    /**
     * Judges by a result file.
     *
     * @throws UnknownFigureException for a criterion whose figure is none.
     */
    public static GateReport of(Results file, List<Criterion> criteria, StudyEnd end) {
        final Map<String, double[]> observations = file.observations(0);
        final List<Result> results = new ArrayList<>();
        for (final Criterion criterion : criteria) {
            final double[] values = observations.get(criterion.figure());
            if (values == null) {
                throw new UnknownFigureException(criterion.figure(), new ArrayList<>(observations.keySet()));
            }
            final Estimate estimate = Estimate.of(values, 2 * criterion.confidence() - 1);
            results.add(new Result(criterion, estimate, criterion.judge(estimate)));
        }
        return new GateReport(file.points().get(0), file.replications(), end, file.digest(), results);
    }

    /** Fail if any criterion fails, else undecided if any is, else pass. */
    public Criterion.Verdict verdict() {
        Criterion.Verdict all = Criterion.Verdict.PASS;
        for (final Result result : results) {
            if (result.verdict() == Criterion.Verdict.FAIL) {
                return Criterion.Verdict.FAIL;
            }
            if (result.verdict() == Criterion.Verdict.UNDECIDED) {
                all = Criterion.Verdict.UNDECIDED;
            }
        }
        return all;
    }

    /** One JSON object; its keys are described in docs/EXPERIMENTS.md. */
    public String toJson() {
        final ObjectNode json = JSON.createObjectNode();
        json.put("verdict", verdict().name().toLowerCase(Locale.ROOT));
        StudyReport.describe(point, json.putObject("point"));
        json.put("replications", replications);
        StudyReport.putEnd(end, json);
        json.put("digest", digest);
        final ArrayNode list = json.putArray("criteria");
        for (final Result result : results) {
            final ObjectNode entry = list.addObject();
            entry.put("criterion", result.criterion().text());
            entry.put("figure", result.criterion().figure());
            entry.put("bound", result.criterion().bound());
            entry.put("confidence", result.criterion().confidence());
            entry.put("n", result.estimate().count());
            FigureSummary.put(entry, "mean", result.estimate().mean());
            FigureSummary.put(entry, "low", result.estimate().low());
            FigureSummary.put(entry, "high", result.estimate().high());
            entry.put("verdict", result.verdict().name().toLowerCase(Locale.ROOT));
        }
        return json.toPrettyString();
    }
}
