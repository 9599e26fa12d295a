/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line.definition;

/** How a critical parameter is measured: at which step, its own row says. */
public final class MeasurementDefinition {
    public String parameter;
    /** Standard deviation of the noise of one result; null = none. */
    public Tunable noise;
    /** The same of a qualification wafer; null = as {@link #noise}. */
    public Tunable qualificationNoise;
    /** Time from the end of measuring to the result, beyond the tool's own; null = none. */
    public Tunable delay;
    /** True: results of a carrier come together when it leaves the tool; false: each wafer's when it is measured. */
    public boolean perCarrier = true;
}
