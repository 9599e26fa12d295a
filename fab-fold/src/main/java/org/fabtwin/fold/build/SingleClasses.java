/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.fold.build;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * The classes of which a twin has one object: final ones, made at one place in the code, that lead from the loop over fields which
 * never change. Columns, of which the arena makes many, are none of them. Whether it is really one is checked when a twin is folded.
 */
final class SingleClasses {
    private static final String COLUMN = "org/fabtwin/core/state/Column";
    private static final String LINE = "org/fabtwin/core/line/";

    private final CoreCode core;
    private final Map<String, Integer> places = new HashMap<>();
    private final Set<String> names = new TreeSet<>();

    SingleClasses(CoreCode core, String root) {
        this.core = core;
        for (final ClassNode node : core.all()) {
            for (final MethodNode method : node.methods) {
                countMade(method);
            }
        }
        final Deque<String> open = new ArrayDeque<>();
        open.add(root);
        names.add(root);
        while (!open.isEmpty()) {
            final ClassNode node = core.find(open.remove());
            for (final FieldNode field : node.fields) {
                final Type type = Type.getType(field.desc);
                if (type.getSort() == Type.OBJECT
                        && !CoreCode.isStatic(field.access)
                        && isConstant(node.name, field)
                        && isMadeOnce(type.getInternalName())
                        && names.add(type.getInternalName())) {
                    open.add(type.getInternalName());
                }
            }
        }
    }

    private void countMade(MethodNode method) {
        for (final AbstractInsnNode instruction : method.instructions) {
            if (instruction.getOpcode() == Opcodes.NEW) {
                places.merge(((TypeInsnNode) instruction).desc, 1, Integer::sum);
            }
        }
    }

    private boolean isMadeOnce(String name) {
        final ClassNode node = core.find(name);
        return node != null
                && (node.access & Opcodes.ACC_FINAL) != 0
                && (node.access & (Opcodes.ACC_ENUM | Opcodes.ACC_INTERFACE)) == 0
                && "java/lang/Object".equals(node.superName)
                && !node.interfaces.contains(COLUMN)
                && places.getOrDefault(name, 0) <= 1;
    }

    boolean contains(String name) {
        return names.contains(name);
    }

    Set<String> names() {
        return names;
    }

    /** Whether a field of a single object has one value for good: it is final, or one of a line, which does not change when it is compiled. */
    static boolean isConstant(String owner, FieldNode field) {
        return (field.access & Opcodes.ACC_FINAL) != 0 || owner.startsWith(LINE);
    }
}
