/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

import java.util.ArrayList;
import java.util.List;
import org.fabtwin.core.line.definition.DistributionDefinition;

/** The distributions that a line refers to by id: a kind and three parameter ids each. Immutable. */
public final class Distributions {
    /** Stands for "no distribution": always 0. */
    public static final int NONE = -1;

    private final int[] kind;
    private final int[] a;
    private final int[] b;
    private final int[] c;

    private Distributions(List<int[]> rows) {
        int n = rows.size();
        kind = new int[n];
        a = new int[n];
        b = new int[n];
        c = new int[n];
        for (int i = 0; i < n; i++) {
            kind[i] = rows.get(i)[0];
            a[i] = rows.get(i)[1];
            b[i] = rows.get(i)[2];
            c[i] = rows.get(i)[3];
        }
    }

    /** Code of {@code random.Distribution}. */
    public int kind(int id) {
        return kind[id];
    }

    /** Parameter id of the first number; {@link ParameterTable#NONE} where the kind has none. */
    public int a(int id) {
        return a[id];
    }

    public int b(int id) {
        return b[id];
    }

    public int c(int id) {
        return c[id];
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
