/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** The JVM links a call when it comes to it: one on a path that is seldom taken would be missed only then. Here all are tried. */
class FoldedLinksTest {
    private static final ClassLoader LOADER = FoldedTwin.class.getClassLoader();
    private static final String LINKS = "org/fabtwin/fold/FoldLinks";

    @Test
    void shouldReachAllThatFoldedCodeNames() throws IOException {
        final ClassNode code = new ClassNode();
        try (InputStream in = FoldedTwin.class.getResourceAsStream(FoldedTwin.CODE)) {
            new ClassReader(in).accept(code, 0);
        }
        final List<String> failures = new ArrayList<>();
        int links = 0;
        for (final MethodNode method : code.methods) {
            for (final AbstractInsnNode instruction : method.instructions) {
                try {
                    links += link(code.name, instruction) ? 1 : 0;
                } catch (ReflectiveOperationException | RuntimeException e) {
                    failures.add(method.name + ": " + e);
                }
            }
        }

        assertThat(failures).isEmpty();
        assertThat(links).isGreaterThan(1_000);
    }

    private static boolean link(String own, AbstractInsnNode instruction) throws ReflectiveOperationException {
        if (instruction instanceof InvokeDynamicInsnNode dynamic
                && dynamic.bsm.getOwner().equals(LINKS)) {
            final Object[] arguments = dynamic.bsmArgs;
            final MethodType type = MethodType.fromMethodDescriptorString(dynamic.desc, LOADER);
            switch (dynamic.bsm.getName()) {
                case "call" ->
                    FoldLinks.call(
                            MethodHandles.lookup(),
                            dynamic.name,
                            type,
                            (String) arguments[0],
                            (String) arguments[1],
                            (int) arguments[2]);
                case "field" ->
                    FoldLinks.field(
                            MethodHandles.lookup(), dynamic.name, type, (String) arguments[0], (String) arguments[1]);
                default -> {
                    return false;
                }
            }
        } else if (instruction instanceof MethodInsnNode call
                && !call.owner.equals(own)
                && !call.owner.startsWith("[")) {
            final MethodType type = MethodType.fromMethodDescriptorString(call.desc, LOADER);
            if (call.name.equals("<init>")) {
                MethodHandles.publicLookup().findConstructor(named(call.owner), type);
            } else if (call.getOpcode() == Opcodes.INVOKESTATIC) {
                MethodHandles.publicLookup().findStatic(named(call.owner), call.name, type);
            } else {
                MethodHandles.publicLookup().findVirtual(named(call.owner), call.name, type);
            }
        } else if (instruction instanceof FieldInsnNode field && !field.owner.equals(own)) {
            MethodHandles.publicLookup().unreflectGetter(named(field.owner).getField(field.name));
        } else if (instruction instanceof TypeInsnNode type && !type.desc.startsWith("[")) {
            MethodHandles.publicLookup().accessClass(named(type.desc));
        } else {
            return false;
        }
        return true;
    }

    private static Class<?> named(String internalName) throws ClassNotFoundException {
        return Class.forName(internalName.replace('/', '.'), false, LOADER);
    }
}
