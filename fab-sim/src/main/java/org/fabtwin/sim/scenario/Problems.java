/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Collects the errors of a scenario, so that all of them are reported at once. */
public final class Problems {
    private final List<Problem> found = new ArrayList<>();

    /** A value that is not what it should be. */
    public void add(final Node node, final String path, final String expected) {
        add(new Problem(node.position(), path, node.describe(), expected, ""));
    }

    /** A name that is not among the known ones. */
    public void unknown(final Node node, final String path, final String what, final Collection<String> known) {
        unknown(node.position(), path, node.text(), what, known);
    }

    /** As above, for a name that stands elsewhere than in a value (a key, a column's header). */
    public void unknown(
            final Position position,
            final String path,
            final String name,
            final String what,
            final Collection<String> known) {
        add(new Problem(position, path, "'" + name + "'", what, NearestName.of(name, known)));
    }

    /** An error where nothing was found. */
    public void missing(final Position position, final String path, final String expected) {
        add(new Problem(position, path, "nothing", expected, ""));
    }

    public void add(final Problem problem) {
        if (!found.contains(problem)) {
            found.add(problem);
        }
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public int count() {
        return found.size();
    }

    /** By file (in order of the first error), line and column. */
    public List<Problem> sorted() {
        final List<String> files = new ArrayList<>();
        for (final Problem problem : found) {
            if (!files.contains(problem.position().file())) {
                files.add(problem.position().file());
            }
        }
        final List<Problem> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.<Problem>comparingInt(
                        problem -> files.indexOf(problem.position().file()))
                .thenComparingInt(problem -> problem.position().line())
                .thenComparingInt(problem -> problem.position().column()));
        return sorted;
    }

    /** Throws what was found, if anything. */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new ScenarioException(sorted());
        }
    }
}
