/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line.definition;

/** A control chart of the one-step prediction errors of a controller's loops, one for each loop. */
public final class ChartDefinition {
    public String name;
    /** Name of the controller. */
    public String controller;
    /** Code of {@code ChartRule}. */
    public int rule;
    /** Limit in standard deviations; not used by {@code WESTERN_ELECTRIC}. */
    public Tunable width;
    /** {@code EWMA}: weight of the newest value. */
    public Tunable weight;
    /** Standard deviation of a prediction error in control; null = estimated from the first results of all loops together. */
    public Tunable sigma;
    /** 1: signals count; 0: the chart is off. */
    public Tunable enabled;
    /** True: a signal holds the carrier whose wafer gave it. */
    public boolean holds;
    /** A signal takes the chamber (of tools without chambers, the tool) down for this time; null = it stays up. */
    public Tunable downTime;
}
