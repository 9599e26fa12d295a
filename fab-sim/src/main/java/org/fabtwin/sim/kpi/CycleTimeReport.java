/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;

/** Where the cycle time of completed lots went; component names are the JSON keys, defined in docs/FIGURES.md. */
public record CycleTimeReport(String scenario, long seed, int replication, Map<String, LotClass> classes) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** One lot class; null hours where no lot was completed. Modules in the order of the line. */
    public record LotClass(long completed, Hours cycleTimeHours, Map<String, Hours> modules) {}

    /** Mean hours of a completed lot; the parts sum to the total. */
    public record Hours(Double total, Double process, Double queue, Double transport, Double hold, Double down) {
        private static final double HOUR_US = 3600e6;

        static Hours of(long lots, long processUs, long queueUs, long transportUs, long holdUs, long downUs) {
            return new Hours(
                    mean(lots, processUs + queueUs + transportUs + holdUs + downUs),
                    mean(lots, processUs),
                    mean(lots, queueUs),
                    mean(lots, transportUs),
                    mean(lots, holdUs),
                    mean(lots, downUs));
        }

        private static Double mean(long lots, long sumUs) {
            return lots == 0 ? null : (double) sumUs / lots / HOUR_US;
        }
    }

    /** One JSON object, indented. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
