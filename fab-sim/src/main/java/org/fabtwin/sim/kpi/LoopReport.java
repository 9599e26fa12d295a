/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/** Run-to-run loops as a log leaves them; component names are the JSON keys, defined in docs/FIGURES.md. */
public record LoopReport(String scenario, long seed, int replication, double timeDays, List<Loop> loops) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * One loop.
     *
     * @param context chamber, tool or {@code all}, as the controller keeps its loops apart.
     * @param product null where products share the loop.
     * @param component {@code x} or {@code y} of overlay; null elsewhere.
     * @param residualSigma root mean square of its residuals.
     * @param lateWafers mean number of wafers of the context between the wafer of a result and the result.
     * @param ageHours time since it learnt something.
     */
    public record Loop(
            String controller,
            String context,
            String product,
            String component,
            String method,
            String unit,
            double level,
            String variable,
            String variableUnit,
            double offset,
            double residual,
            double residualSigma,
            long results,
            long predictions,
            double lateWafers,
            double ageHours) {}

    /** One JSON object, indented. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
