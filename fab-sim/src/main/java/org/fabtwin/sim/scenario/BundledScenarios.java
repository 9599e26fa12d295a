/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.List;
import java.util.stream.Stream;

/** The scenarios in the jar: the files of the repository's folder scenarios/. */
public final class BundledScenarios {
    private static final List<String> NAMES = Stream.of("line2nm-pilot", "line2nm-6k", "line2nm-25k", "minifab")
            .filter(name -> ScenarioSource.class.getResource(ScenarioSource.resourceOf(name)) != null)
            .toList();

    private BundledScenarios() {}

    /** Names, the default one first. */
    public static List<String> names() {
        return NAMES;
    }

    /** What a bundled scenario says of itself, in a line. */
    public static String description(final String name) {
        final ScenarioSource source = ScenarioSource.find(name);
        final Node tree = YamlTree.read(source.name(), source.text(), new Problems());
        return new Fields(tree, "", new Problems()).section("line").text("description", "");
    }
}
