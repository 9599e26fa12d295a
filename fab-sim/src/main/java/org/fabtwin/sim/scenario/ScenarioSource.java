/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/**
 * A scenario's text and where it comes from: bundled ({@code minifab}, {@code builtin:minifab}), a file, or a
 * folder that an importer reads ({@code smt2020:DIR}). Files that a scenario names are found relative to it,
 * bundled ones by {@code builtin:}.
 *
 * @param name as errors name it.
 * @param text null where an importer reads the folder.
 * @param folder of the file, or to import; null for a bundled scenario.
 */
public record ScenarioSource(String name, String text, Path folder) {
    /** What names of bundled scenarios and files begin with inside a scenario. */
    public static final String BUILTIN = "builtin:";

    private static final String SCENARIOS = "/org/fabtwin/sim/scenario/builtin/";
    private static final String DATA = "/org/fabtwin/sim/reference/";

    /**
     * Finds what a command line names: a bundled scenario, a path (with {@code /} or ending in .yaml) or IMPORTER:DIR.
     *
     * @throws ScenarioException when there is none.
     */
    public static ScenarioSource find(final String scenario) {
        final Problems problems = new Problems();
        final boolean complete = isPath(scenario) || scenario.startsWith(BUILTIN) || importer(scenario) != null;
        final String reference = complete ? scenario : BUILTIN + scenario;
        final ScenarioSource found = find(reference, Path.of(""), Node.quoted(scenario, Position.NONE), "", problems);
        problems.throwIfAny();
        return found;
    }

    /** The importer that a reference names; null when it names none. */
    private static TreeImporter importer(final String reference) {
        final int colon = reference.indexOf(':');
        if (colon > 0) {
            for (final TreeImporter importer : ServiceLoader.load(TreeImporter.class)) {
                if (importer.name().equals(reference.substring(0, colon))) {
                    return importer;
                }
            }
        }
        return null;
    }

    /** Names of the importers: what may stand before the colon of IMPORTER:DIR. */
    public static List<String> importers() {
        final List<String> names = new ArrayList<>();
        ServiceLoader.load(TreeImporter.class).forEach(importer -> names.add(importer.name()));
        names.sort(null);
        return names;
    }

    /** The tree of this source alone. */
    Node tree(final Problems problems) {
        return text == null ? importer(name).read(folder, problems) : YamlTree.read(name, text, problems);
    }

    static String resourceOf(final String name) {
        return SCENARIOS + name + ".yaml";
    }

    private static boolean isPath(final String scenario) {
        return scenario.indexOf('/') >= 0 || scenario.endsWith(".yaml") || scenario.endsWith(".yml");
    }

    /** A scenario of a text that stands nowhere: for tests and for logs, whose header holds the text. */
    public static ScenarioSource of(final String name, final String text) {
        return new ScenarioSource(name, text, null);
    }

    /** The scenario that this one extends; null, with a problem, when there is none. */
    ScenarioSource base(final Node reference, final Problems problems) {
        return find(reference.text(), folder, reference, "extends", problems);
    }

    private static ScenarioSource find(
            final String reference, final Path folder, final Node place, final String path, final Problems problems) {
        if (reference.startsWith(BUILTIN)) {
            final String name = reference.substring(BUILTIN.length());
            final String text = BundledScenarios.names().contains(name) ? resource(resourceOf(name)) : null;
            if (text == null) {
                final List<String> known = BundledScenarios.names();
                final String expected = "a path or one of the bundled " + String.join(", ", known);
                final String nearest = NearestName.of(name, known);
                problems.addFatal(new Problem(place.position(), path, place.describe(), expected, nearest));
                return null;
            }
            return new ScenarioSource(BUILTIN + name, text, null);
        }
        final TreeImporter importer = importer(reference);
        final String within = importer == null
                ? reference
                : reference.substring(importer.name().length() + 1);
        final Path file = file(within, folder, place, path, problems);
        if (file == null) {
            return null;
        }
        if (importer != null) {
            return new ScenarioSource(importer.name() + ":" + file, null, file);
        }
        final String text = read(file, place, path, problems);
        return text == null ? null : new ScenarioSource(file.toString(), text, file.getParent());
    }

    /** The text of a file that this scenario's {@code data} names; null, with a problem, when there is none. */
    String data(final Node reference, final String path, final Problems problems) {
        if (reference.text().startsWith(BUILTIN)) {
            final String text = resource(DATA + reference.text().substring(BUILTIN.length()));
            if (text == null) {
                missing(reference, path, "a bundled file builtin:FOLDER/FILE", problems);
            }
            return text;
        }
        final Path file = file(reference.text(), folder, reference, path, problems);
        return file == null ? null : read(file, reference, path, problems);
    }

    /** How errors name a file of {@code data}. */
    String dataName(final Node reference) {
        return folder == null || reference.text().startsWith(BUILTIN)
                ? reference.text()
                : folder.resolve(reference.text()).toString();
    }

    private static Path file(
            final String reference, final Path folder, final Node place, final String path, final Problems problems) {
        try {
            return folder == null ? Path.of(reference) : folder.resolve(reference);
        } catch (final InvalidPathException e) {
            missing(place, path, "a path (" + e.getReason() + ")", problems);
            return null;
        }
    }

    private static String read(final Path file, final Node place, final String path, final Problems problems) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (final java.nio.charset.CharacterCodingException e) {
            missing(place, path, "a file in UTF-8", problems);
        } catch (final IOException e) {
            missing(place, path, "a file that can be read", problems);
        }
        return null;
    }

    private static void missing(final Node place, final String path, final String expected, final Problems problems) {
        problems.addFatal(new Problem(place.position(), path, place.describe(), expected, ""));
    }

    private static String resource(final String path) {
        try (InputStream in = ScenarioSource.class.getResourceAsStream(path)) {
            return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
