/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * Reads a scenario: finds its files, merges what it extends, what its CSV files say, what it says itself and the overrides,
 * and compiles the result. Every error of every file is reported, with its place.
 */
public final class ScenarioReader {
    private static final String EXTENDS = "extends";
    private static final String DATA = "data";

    /** Never changes; making it takes longer than reading a small scenario. */
    private static final ScenarioSchema SCHEMA = new ScenarioSchema();

    private final Problems problems = new Problems();

    private ScenarioReader() {}

    /**
     * Reads what a command line names, with the values of its {@code --set} options.
     *
     * @throws ScenarioException with all errors.
     */
    public static Scenario read(final String scenario, final List<String> overrides) {
        return read(ScenarioSource.find(scenario), overrides);
    }

    /** As above, from a source that is already found. */
    public static Scenario read(final ScenarioSource source, final List<String> overrides) {
        return new ScenarioReader().compile(source, overrides);
    }

    private Scenario compile(final ScenarioSource source, final List<String> overrides) {
        Node tree = resolve(source, new ArrayList<>());
        problems.throwIfFatal();
        for (final String override : overrides) {
            final Node layer = ScenarioOverride.layer(override, SCHEMA, tree, problems);
            SCHEMA.check(layer, problems);
            tree = Layers.lay(tree, layer, problems);
        }
        final Scenario scenario = new ScenarioCompiler(tree, problems).compile(source.name());
        problems.throwIfAny();
        return scenario;
    }

    /** The tree of a file over all that it extends. */
    private Node resolve(final ScenarioSource source, final List<String> below) {
        final Node own = source.tree(problems);
        problems.throwIfFatal();
        Marks.spread(own, Marks.USER, problems);
        SCHEMA.check(own, problems);
        Node tree = Node.map(own.position()).mark(Marks.USER);
        final Node reference = own.get(EXTENDS);
        if (reference != null) {
            tree = extended(source, reference, below);
        }
        final Node data = own.get(DATA);
        if (data != null) {
            final Node rows = data(source, data);
            // What a table does not mark itself has the mark of the file that names it.
            Marks.spread(rows, data.mark(), problems);
            SCHEMA.check(rows, problems);
            tree = Layers.lay(tree, rows, problems);
        }
        own.remove(EXTENDS);
        own.remove(DATA);
        return Layers.lay(tree, own, problems);
    }

    private Node extended(final ScenarioSource source, final Node reference, final List<String> below) {
        final ScenarioSource base = source.base(reference, problems);
        final List<String> chain = new ArrayList<>(below);
        chain.add(source.name());
        if (base == null) {
            return Node.map(reference.position());
        }
        if (chain.contains(base.name())) {
            problems.addFatal(new Problem(
                    reference.position(), EXTENDS, reference.describe(), "a file that does not extend this one", ""));
            return Node.map(reference.position());
        }
        return resolve(base, chain);
    }

    private Node data(final ScenarioSource source, final Node data) {
        final DataReader reader = reader(data);
        final Map<String, CsvTable> tables = new TreeMap<>();
        final Map<String, Node> options = new TreeMap<>();
        if (reader == null) {
            return Node.map(data.position());
        }
        for (final Map.Entry<String, Node> entry : data.fields().entrySet()) {
            final String path = DATA + "." + entry.getKey();
            final Node value = entry.getValue();
            if (entry.getKey().equals("options")) {
                for (final Map.Entry<String, Node> option : value.fields().entrySet()) {
                    if (!reader.options().contains(option.getKey())) {
                        problems.unknown(
                                value.keyPosition(option.getKey()),
                                path + "." + option.getKey(),
                                option.getKey(),
                                "one of " + String.join(", ", reader.options()),
                                reader.options());
                    }
                    options.put(option.getKey(), option.getValue());
                }
            } else {
                final String text = source.data(value, path, problems);
                if (text != null) {
                    tables.put(entry.getKey(), CsvTable.read(source.dataName(value), text, problems));
                }
            }
        }
        return reader.read(new DataFiles(data.position(), tables, options), problems);
    }

    /** The reader that knows most of the keys; problems for the keys that it does not know. */
    private DataReader reader(final Node data) {
        DataReader best = null;
        int most = -1;
        for (final DataReader reader : ServiceLoader.load(DataReader.class)) {
            final int known =
                    (int) data.keys().stream().filter(reader.files()::contains).count();
            if (known > most) {
                most = known;
                best = reader;
            }
        }
        if (best == null) {
            problems.add(data, DATA, "no data: no reader of CSV files is on the class path");
            return null;
        }
        for (final String key : data.keys()) {
            if (!key.equals("options") && !best.files().contains(key)) {
                problems.addFatal(new Problem(
                        data.keyPosition(key),
                        DATA + "." + key,
                        "'" + key + "'",
                        "one of " + String.join(", ", best.files()),
                        NearestName.of(key, best.files())));
            }
        }
        return best;
    }
}
