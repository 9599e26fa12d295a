/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.state;

import java.util.List;
import org.fabtwin.core.event.WaferTestedDecoder;
import org.fabtwin.core.line.DieGrid;
import org.fabtwin.sim.event.HeaderLine;
import org.fabtwin.sim.event.IdTable;

/**
 * The map of a tested wafer. Immutable; component names are the JSON keys. Die i lies in {@code columns[i]}, {@code rows[i]} of the grid,
 * from the lower left, and its letter is the i-th of {@code letters}.
 *
 * @param letters 1 to 9 bin of a good die, H harvested, S systematic, P parametric, R random loss.
 * @param bins names of the bins 1, 2, ...
 */
public record MapState(
        int wafer,
        int lot,
        String product,
        int dies,
        int good,
        int harvested,
        int systematic,
        int parametric,
        int random,
        double dieWidthMm,
        double dieHeightMm,
        double scribeMm,
        List<String> bins,
        int[] columns,
        int[] rows,
        String letters) {
    /**
     * Copies a record.
     *
     * @throws IllegalArgumentException if the header tells nothing of the product's dies.
     */
    public static MapState of(WaferTestedDecoder tested, HeaderLine line) {
        final String product = line.name(IdTable.PRODUCT, tested.product());
        final HeaderLine.Die die = line.die(tested.product());
        if (die == null) {
            throw new IllegalArgumentException("the log's header tells nothing of the dies of product " + product);
        }
        final DieGrid grid = new DieGrid(die.widthMm(), die.heightMm(), die.scribeMm(), die.edgeExclusionMm());
        final int[] columns = new int[grid.size()];
        final int[] rows = new int[grid.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = grid.column(i);
            rows[i] = grid.row(i);
        }
        return new MapState(
                tested.wafer(),
                tested.lot(),
                product,
                tested.dies(),
                tested.good(),
                tested.harvested(),
                tested.systematic(),
                tested.parametric(),
                tested.random(),
                die.widthMm(),
                die.heightMm(),
                die.scribeMm(),
                die.bins(),
                columns,
                rows,
                tested.dieMap());
    }
}
