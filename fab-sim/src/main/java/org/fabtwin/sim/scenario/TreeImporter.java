/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.nio.file.Path;

/**
 * Makes a scenario tree of a folder of somebody else's format. Found by ServiceLoader; {@code NAME:DIR} is a
 * scenario like any other on a command line and behind {@code extends}.
 */
public interface TreeImporter {
    /** What stands before the colon. */
    String name();

    /**
     * A tree of the shape of docs/SCENARIO.md, without selectors, {@code extends} and {@code data}. Nodes taken
     * from a file keep their place in it. Problems are added and reading goes on, so that all are reported at once;
     * never null.
     */
    Node read(Path folder, Problems problems);
}
