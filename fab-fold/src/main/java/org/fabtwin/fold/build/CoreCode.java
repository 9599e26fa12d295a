/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.fold.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** The core's classes as they were compiled, by internal name. Immutable. */
final class CoreCode {
    private static final String PREFIX = "org/fabtwin/core/";

    private final Map<String, ClassNode> classes = new TreeMap<>();

    private CoreCode(Path root) throws IOException {
        final List<Path> files;
        try (Stream<Path> walk = Files.walk(root.resolve(PREFIX))) {
            files = walk.filter(file -> file.toString().endsWith(".class")).toList();
        }
        for (final Path file : files) {
            final ClassNode node = new ClassNode();
            new ClassReader(Files.readAllBytes(file)).accept(node, ClassReader.SKIP_FRAMES);
            classes.put(node.name, node);
        }
    }

    /** Of a folder of classes or a jar. */
    static CoreCode of(Path place) {
        try {
            if (Files.isDirectory(place)) {
                return new CoreCode(place);
            }
            try (FileSystem jar = FileSystems.newFileSystem(place)) {
                return new CoreCode(jar.getPath("/"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't read the core's classes in " + place, e);
        }
    }

    Iterable<ClassNode> all() {
        return classes.values();
    }

    /** Null for a class that is not the core's. */
    ClassNode find(String name) {
        return classes.get(name);
    }

    boolean has(String name) {
        return classes.containsKey(name);
    }

    /** Whether code elsewhere may name the class. */
    boolean isNameable(String name) {
        String element = name;
        if (name.startsWith("[")) {
            final Type type = Type.getType(name).getElementType();
            if (type.getSort() != Type.OBJECT) {
                return true;
            }
            element = type.getInternalName();
        }
        final ClassNode node = classes.get(element);
        return node == null || isPublic(node.access) && (node.outerClass == null || isPublic(innerAccess(node)));
    }

    private static int innerAccess(ClassNode node) {
        return node.innerClasses.stream()
                .filter(inner -> inner.name.equals(node.name))
                .mapToInt(inner -> inner.access)
                .findFirst()
                .orElse(Opcodes.ACC_PUBLIC);
    }

    /** Null where the class itself declares no such method. */
    MethodNode method(String owner, String name, String descriptor) {
        final ClassNode node = classes.get(owner);
        return node == null
                ? null
                : node.methods.stream()
                        .filter(method -> method.name.equals(name) && method.desc.equals(descriptor))
                        .findFirst()
                        .orElse(null);
    }

    /** Null where the class itself declares no such field. */
    FieldNode field(String owner, String name) {
        final ClassNode node = classes.get(owner);
        return node == null
                ? null
                : node.fields.stream()
                        .filter(field -> field.name.equals(name))
                        .findFirst()
                        .orElse(null);
    }

    static boolean isPublic(int access) {
        return (access & Opcodes.ACC_PUBLIC) != 0;
    }

    static boolean isStatic(int access) {
        return (access & Opcodes.ACC_STATIC) != 0;
    }
}
