/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.planted.core.state;

import java.nio.file.Path;

/** Keeps the rules: columns change, and are written to files. */
public final class PlantedColumn {
    private int[] values = new int[8];
    private Path file;

    public void grow(final Path to) {
        values = new int[2 * values.length];
        file = to;
    }

    public String place() {
        return file + ":" + values.length;
    }
}
