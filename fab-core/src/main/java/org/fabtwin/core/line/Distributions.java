/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

import java.util.ArrayList;
import java.util.List;
import org.fabtwin.core.line.definition.DistributionDefinition;

/** The distributions that a line refers to by id: a kind and three parameter ids each. Immutable. */
public final class Distributions {
    /** Stands for "no distribution": always 0. */
    public static final int NONE = -1;

    private static final int ROW = 4;

    /** Kind, a, b, c of each, one after the other: a draw reads all four. */
    private final int[] rows;

    private Distributions(List<int[]> list) {
        rows = new int[ROW * list.size()];
        for (int i = 0; i < list.size(); i++) {
            System.arraycopy(list.get(i), 0, rows, ROW * i, ROW);
        }
    }

    /** Code of {@code random.Distribution}. */
    public int kind(int id) {
        return rows[ROW * id];
    }

    /** Parameter id of the first number; {@link ParameterTable#NONE} where the kind has none. */
    public int a(int id) {
        return rows[ROW * id + 1];
    }

    public int b(int id) {
        return rows[ROW * id + 2];
    }

    public int c(int id) {
        return rows[ROW * id + 3];
    }

    /** Collects distributions while a line is compiled. */
    static final class Collector {
        private final List<int[]> rows = new ArrayList<>();
        private final ParameterTable.Collector parameters;

        Collector(ParameterTable.Collector parameters) {
            this.parameters = parameters;
        }

        int add(DistributionDefinition definition) {
            if (definition == null) {
                return NONE;
            }
            rows.add(new int[] {
                definition.kind(),
                parameters.add(definition.a()),
                parameters.add(definition.b()),
                parameters.add(definition.c())
            });
            return rows.size() - 1;
        }

        Distributions table() {
            return new Distributions(rows);
        }
    }
}
