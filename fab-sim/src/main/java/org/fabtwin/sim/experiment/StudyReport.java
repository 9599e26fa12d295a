/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a study of one point found: each figure's mean with its interval, and quantiles.
 *
 * @param point which it was.
 * @param replications that the file holds.
 * @param batches that each was cut into; 1: none.
 * @param end why it ended.
 * @param digest of the result.
 */
public record StudyReport(
        Results.PointRow point,
        int replications,
        int batches,
        double confidence,
        StudyEnd end,
        String digest,
        List<FigureSummary> figures) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** From a result file. */
    public static StudyReport of(Results file, int point, double confidence, StudyEnd end) {
        final List<FigureSummary> figures = new ArrayList<>();
        for (final Map.Entry<String, double[]> observed :
                file.observations(point).entrySet()) {
            figures.add(FigureSummary.of(observed.getKey(), observed.getValue(), confidence));
        }
        return new StudyReport(
                file.points().get(point),
                file.replications(point),
                file.study().batches(),
                confidence,
                end,
                file.digest(),
                figures);
    }

    /** One JSON object; its keys are described in docs/EXPERIMENTS.md. */
    public String toJson() {
        final ObjectNode json = JSON.createObjectNode();
        final ObjectNode setting = json.putObject("point");
        describe(point, setting);
        json.put("replications", replications);
        json.put("batches", batches);
        putEnd(end, json);
        json.put("confidence", confidence);
        json.put("digest", digest);
        final ObjectNode list = json.putObject("figures");
        for (final FigureSummary figure : figures) {
            figure.putInto(list.putObject(figure.figure()));
        }
        return json.toPrettyString();
    }

    static void putEnd(StudyEnd end, ObjectNode json) {
        json.put("ended", end.cause().name().toLowerCase(java.util.Locale.ROOT));
        json.put("endedBecause", end.words());
    }

    static void describe(Results.PointRow point, ObjectNode json) {
        json.put("label", point.label());
        json.put("scenario", point.scenario());
        json.put("seed", point.seed());
        json.put("days", point.endUs() / 86_400e6);
        json.put("warmupDays", point.warmupUs() / 86_400e6);
        json.put("warmupFrom", point.warmupFrom());
    }

    static void describe(List<Results.PointRow> points, ArrayNode json) {
        points.forEach(point -> describe(point, json.addObject()));
    }
}
