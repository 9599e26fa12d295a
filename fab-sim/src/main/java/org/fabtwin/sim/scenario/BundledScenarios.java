/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.List;

/** The scenarios in the jar: the files of the repository's folder scenarios/. */
public final class BundledScenarios {
    private static final List<String> NAMES = List.of("line2nm-pilot", "line2nm-6k", "line2nm-25k", "minifab");

    private BundledScenarios() {}

    public static List<String> names() {
        return NAMES;
    }
}
