/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fabtwin.core.line.definition.Tunable;

/** All tunables of a line; a parameter's id is its place here. Immutable. */
public final class ParameterTable {
    /** Stands for "no parameter": its value is 0. */
    public static final int NONE = -1;

    private final Tunable[] rows;
    private final Map<String, Integer> idOfPath;

    ParameterTable(List<Tunable> rows) {
        this.rows = rows.toArray(new Tunable[0]);
        this.idOfPath = new LinkedHashMap<>(rows.size() * 2);
        for (int id = 0; id < this.rows.length; id++) {
            idOfPath.put(this.rows[id].path(), id);
        }
    }

    public int size() {
        return rows.length;
    }

    public Tunable row(int id) {
        return rows[id];
    }

    /** The id of a path, {@link #NONE} when there is none. */
    public int idOf(String path) {
        return idOfPath.getOrDefault(path, NONE);
    }

    /** A fresh array of the default values, in the twin's own terms. */
    public double[] defaults() {
        double[] values = new double[rows.length];
        for (int id = 0; id < values.length; id++) {
            values[id] = rows[id].value();
        }
        return values;
    }

    /** Collects tunables while a line is compiled; one id per path. */
    static final class Collector {
        private final List<Tunable> rows = new ArrayList<>();
        private final Map<String, Integer> ids = new LinkedHashMap<>();

        int add(Tunable tunable) {
            if (tunable == null) {
                return NONE;
            }
            Integer known = ids.get(tunable.path());
            if (known != null) {
                Tunable first = rows.get(known);
                if (first.value() != tunable.value()) {
                    throw new IllegalArgumentException("parameter " + tunable.path() + " has two values: "
                            + first.value() + " and " + tunable.value());
                }
                return known;
            }
            ids.put(tunable.path(), rows.size());
            rows.add(tunable);
            return rows.size() - 1;
        }

        ParameterTable table() {
            return new ParameterTable(rows);
        }
    }
}
