/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.fold;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.fabtwin.core.twin.Twin;
import org.fabtwin.core.twin.TwinLoop;

/**
 * Code for one twin: what moves it from instant to instant, with its objects, tables and sizes as constants, so that the compiler leaves out
 * what this line never does. The code was made from the core's own when this module was built; it works on the twin's state and does the same.
 */
public final class FoldedTwin {
    /** Its class file, not under the name of one: it is for {@link Loader} alone. */
    public static final String CODE = "twin.folded";
    /**
     * Names its constants, a line each: class of the object and field, or the class alone for the object itself; before them, behind
     * {@link #CLASS}, the classes of which a twin has one object.
     */
    public static final String CONSTANTS = "twin.constants";

    /** Begins a line of {@link #CONSTANTS} that names a class. */
    public static final String CLASS = "class ";

    private FoldedTwin() {}

    /**
     * Lets a twin run on code of its own from its next instant on.
     *
     * @throws IllegalStateException if it has two objects of a class of which a twin has one: a fault of the build.
     */
    public static void fold(Twin twin) {
        final Map<Boolean, List<String>> lines = new String(resource(CONSTANTS), StandardCharsets.UTF_8)
                .lines()
                .collect(Collectors.partitioningBy(line -> line.startsWith(CLASS)));
        final Set<String> single = lines.get(true).stream()
                .map(line -> line.substring(CLASS.length()))
                .collect(Collectors.toSet());
        final List<String> names = lines.get(false);
        final Object[] constants = new TwinConstants(twin.instants(), single).values(names);
        try {
            final Loader loader = new Loader(FoldedTwin.class.getClassLoader(), names, constants);
            twin.runOn((TwinLoop) loader.define(resource(CODE)).getConstructor().newInstance());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the folded code does not fit the core", e);
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = FoldedTwin.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the build has no " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Loader of one class, which goes with its twin. */
    static final class Loader extends ClassLoader {
        private final List<String> names;
        private final Object[] constants;

        Loader(ClassLoader parent, List<String> names, Object[] constants) {
            super(parent);
            this.names = names;
            this.constants = constants;
        }

        Class<?> define(byte[] code) {
            return defineClass(null, code, 0, code.length);
        }

        Object[] constants() {
            return constants;
        }

        Object constant(String name) {
            return constants[names.indexOf(name)];
        }
    }
}
