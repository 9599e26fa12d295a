/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.Set;

/**
 * Makes a scenario tree of the CSV files that a scenario's {@code data} names. Found by ServiceLoader; a scenario uses the first
 * reader that knows all its keys.
 */
public interface DataReader {
    /** Keys of {@code data} that this reader knows; each names a CSV file. */
    Set<String> files();

    /** Names in {@code data.options} that this reader knows. */
    Set<String> options();

    /**
     * A tree of the shape of docs/SCENARIO.md, without selectors. Nodes taken from cells keep their place in the CSV file.
     * Problems are added and reading goes on, so that all are reported at once; never null.
     */
    Node read(DataFiles data, Problems problems);
}
