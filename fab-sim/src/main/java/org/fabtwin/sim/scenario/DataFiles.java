/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.Map;
import java.util.Optional;

/** The CSV files and options that a scenario's {@code data} names. */
public final class DataFiles {
    private final Position position;
    private final Map<String, CsvTable> tables;
    private final Map<String, Node> options;

    DataFiles(final Position position, final Map<String, CsvTable> tables, final Map<String, Node> options) {
        this.position = position;
        this.tables = tables;
        this.options = options;
    }

    /** Where {@code data} stands. */
    public Position position() {
        return position;
    }

    /** The table that a key of {@code data} names; empty when the scenario names none, or when it could not be read. */
    public Optional<CsvTable> table(final String key) {
        return Optional.ofNullable(tables.get(key));
    }

    /** An option's value as written; empty when there is none. */
    public Optional<Node> option(final String name) {
        return Optional.ofNullable(options.get(name));
    }
}
