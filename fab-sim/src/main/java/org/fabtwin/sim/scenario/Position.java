/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

/**
 * Where something was written. Lines and columns count from 1; 0 where there is none.
 *
 * @param file as the user named it, {@code builtin:minifab}, or {@code --set}.
 * @param columnName name of a CSV file's column, else empty.
 */
public record Position(String file, int line, int column, String columnName) {
    /** What the program itself put in. */
    public static final Position NONE = new Position("", 0, 0, "");

    public Position(final String file, final int line, final int column) {
        this(file, line, column, "");
    }

    @Override
    public String toString() {
        if (line == 0) {
            return file;
        }
        return file + ":" + line + ":" + column + (columnName.isEmpty() ? "" : " (column " + columnName + ")");
    }
}
