/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import java.util.List;
import java.util.Map;

/**
 * What one run gave.
 *
 * @param point number of the point.
 * @param number of the replication: with the point, all that the run depends on.
 * @param logHash of its event log, 8 hexadecimal digits.
 * @param observations responses by figure path, NaN where there was nothing to measure: one map, or one a batch.
 */
public record Replication(int point, int number, String logHash, List<Map<String, Double>> observations) {
    /** The first observation: the only one unless the run was cut into batches. */
    public Map<String, Double> responses() {
        return observations.get(0);
    }
}
