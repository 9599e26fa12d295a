/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import java.util.List;
import org.fabtwin.sim.scenario.NearestName;

/** No figure has that path. */
public final class UnknownFigureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param known paths of the figures that there are. */
    public UnknownFigureException(String figure, List<String> known) {
        super("no figure is named " + figure + hint(figure, known)
                + " (docs/FIGURES.md; 'fab run --json' shows them all)");
    }

    private static String hint(String figure, List<String> known) {
        final String nearest = NearestName.of(figure, known);
        return nearest.isEmpty() ? "" : "; did you mean " + nearest + "?";
    }
}
