/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

/**
 * Why a study ended.
 *
 * @param cause which rule.
 * @param words the same for people.
 */
public record StudyEnd(Cause cause, String words) {
    /** What ends a study. */
    public enum Cause {
        REPLICATIONS,
        PRECISION,
        RUN_BUDGET,
        TIME_BUDGET,
        STOPPED
    }
}
