/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Collects the errors of a scenario, so that all of them are reported at once. */
public final class Problems {
    private final List<Problem> found = new ArrayList<>();
    private boolean fatal;

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

    /** An error where nothing was found; not added where another error explains it (a misspelt field, a wrong value). */
    public void missing(final Position position, final String path, final String expected) {
        missing(position, path, expected, "");
    }

    /** As above, with the name that a new one may be meant to be. */
    public void missing(final Position position, final String path, final String expected, final String nearest) {
        if (!isExplained(path)) {
            add(new Problem(position, path, "nothing", expected, nearest));
        }
    }

    private boolean isExplained(final String path) {
        final int dot = path.lastIndexOf('.');
        final String parent = dot < 0 ? "" : path.substring(0, dot + 1);
        final String field = path.substring(dot + 1);
        return found.stream()
                .anyMatch(other -> isAtOrBelow(path, other.path())
                        || other.nearest().equals(field) && other.path().startsWith(parent));
    }

    /** Whether an error is known at a path or below it. */
    public boolean isKnownBad(final String path) {
        return found.stream().anyMatch(other -> isAtOrBelow(other.path(), path));
    }

    /** Whether a known error names this as what was meant. */
    boolean isNearest(final String name) {
        return found.stream().anyMatch(other -> other.nearest().equals(name));
    }

    private static boolean isAtOrBelow(final String path, final String above) {
        return !above.isEmpty() && (path.equals(above) || path.startsWith(above + ".") || path.startsWith(above + "["));
    }

    /** An error that leaves nothing to look at: a file that can't be read. What follows from it is not worth reporting. */
    public void addFatal(final Problem problem) {
        add(problem);
        fatal = true;
    }

    /** Throws when what was read so far can't be compiled. */
    void throwIfFatal() {
        if (fatal) {
            throwIfAny();
        }
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
