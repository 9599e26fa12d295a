/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.fold.build;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fabtwin.fold.FoldedTwin;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The class that holds a twin's code: a static method for each method of a single class that the loop may come to, and a static final
 * field for each field of theirs that these read. Single-threaded.
 */
final class FoldedCode {
    static final String NAME = "org/fabtwin/fold/code/TwinCode";
    static final String ROOT = "org/fabtwin/core/twin/InstantLoop";

    private static final String LOOP = "org/fabtwin/core/twin/TwinLoop";
    private static final String ENTRY = "advance";
    private static final String ENTRY_DESCRIPTOR = "(JI)Z";
    private static final String OBJECT = "Ljava/lang/Object;";

    private final CoreCode core;
    private final SingleClasses single;
    private final Foldable foldable;
    private final Writer writer;
    /** Line of the list of constants to the field's descriptor. */
    private final Map<String, String> constants = new LinkedHashMap<>();

    /** Name and descriptor of each method that is wanted, with its class. */
    private final Map<String, String> asked = new LinkedHashMap<>();

    private final Deque<Runnable> open = new ArrayDeque<>();

    FoldedCode(CoreCode core) {
        this.core = core;
        this.single = new SingleClasses(core, ROOT);
        this.foldable = new Foldable(core, single);
        this.writer = new Writer(core);
    }

    /** The class file. */
    byte[] write() {
        writer.visit(
                Opcodes.V17,
                Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER,
                NAME,
                null,
                "java/lang/Object",
                new String[] {LOOP});
        writer.visitSource("TwinCode", null);
        writeEntry();
        while (!open.isEmpty()) {
            open.remove().run();
        }
        writeInitializer();
        writer.visitEnd();
        return writer.toByteArray();
    }

    /** Names of the single classes, then of the constants, a line each; see {@code FoldedTwin}. After {@link #write}, which finds them. */
    List<String> constantLines() {
        final List<String> lines = new ArrayList<>();
        single.names().forEach(name -> lines.add(FoldedTwin.CLASS + name.replace('/', '.')));
        lines.addAll(constants.keySet());
        return lines;
    }

    private void writeEntry() {
        final MethodVisitor made = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
        made.visitCode();
        made.visitVarInsn(Opcodes.ALOAD, 0);
        made.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        made.visitInsn(Opcodes.RETURN);
        made.visitMaxs(0, 0);
        made.visitEnd();
        final MethodVisitor entry = writer.visitMethod(Opcodes.ACC_PUBLIC, ENTRY, ENTRY_DESCRIPTOR, null, null);
        entry.visitCode();
        entry.visitInsn(Opcodes.ACONST_NULL);
        entry.visitVarInsn(Opcodes.LLOAD, 1);
        entry.visitVarInsn(Opcodes.ILOAD, 3);
        final MethodNode root = core.method(ROOT, ENTRY, ENTRY_DESCRIPTOR);
        entry.visitMethodInsn(Opcodes.INVOKESTATIC, NAME, method(ROOT, root), descriptor(root), false);
        entry.visitInsn(Opcodes.IRETURN);
        entry.visitMaxs(0, 0);
        entry.visitEnd();
    }

    /** All constants at once, so that each is one for the compiler. */
    private void writeInitializer() {
        final MethodVisitor init = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        init.visitCode();
        init.visitLdcInsn(Type.getObjectType(NAME));
        init.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                "org/fabtwin/fold/FoldLinks",
                "constants",
                "(Ljava/lang/Class;)[Ljava/lang/Object;",
                false);
        init.visitVarInsn(Opcodes.ASTORE, 0);
        int place = 0;
        for (final Map.Entry<String, String> constant : constants.entrySet()) {
            final String descriptor = constant.getValue();
            init.visitVarInsn(Opcodes.ALOAD, 0);
            init.visitLdcInsn(place++);
            init.visitInsn(Opcodes.AALOAD);
            Unboxing.to(init, Type.getType(descriptor));
            init.visitFieldInsn(Opcodes.PUTSTATIC, NAME, fieldName(constant.getKey()), descriptor);
        }
        init.visitInsn(Opcodes.RETURN);
        init.visitMaxs(0, 0);
        init.visitEnd();
    }

    /** Name of the static method made of a method; it is written when its turn comes. */
    String method(String owner, MethodNode method) {
        final String name = simple(owner) + '_' + method.name.replace('$', '_');
        final String known = asked.putIfAbsent(name + method.desc, owner);
        if (known == null) {
            open.add(() -> copy(owner, method, name));
        } else if (!known.equals(owner)) {
            throw new IllegalStateException(
                    owner + " and " + known + " would both be " + name + " in folded code: one needs another name");
        }
        return name;
    }

    /** Of the static method made of a method: the object first, unless it is static itself. */
    String descriptor(MethodNode method) {
        final String plain = foldable.withoutNames(method.desc);
        return CoreCode.isStatic(method.access) ? plain : "(" + OBJECT + plain.substring(1);
    }

    private void copy(String owner, MethodNode method, String name) {
        final MethodVisitor to = writer.visitMethod(Opcodes.ACC_STATIC, name, descriptor(method), null, null);
        to.visitCode();
        method.accept(new MethodFolder(to, core, single, foldable, this, owner, method));
        to.visitEnd();
    }

    /** Reads the constant that a field is. */
    void readField(MethodVisitor to, String owner, FieldNode field) {
        read(to, line(owner, field), foldable.withoutName(field.desc));
    }

    /** Of the list of constants. */
    static String line(String owner, FieldNode field) {
        return owner.replace('/', '.') + ' ' + field.name;
    }

    /** Reads the constant that a single object is. */
    void readObject(MethodVisitor to, String owner) {
        read(to, owner.replace('/', '.'), OBJECT);
    }

    private void read(MethodVisitor to, String line, String descriptor) {
        if (constants.putIfAbsent(line, descriptor) == null) {
            writer.visitField(Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, fieldName(line), descriptor, null, null)
                    .visitEnd();
        }
        to.visitFieldInsn(Opcodes.GETSTATIC, NAME, fieldName(line), descriptor);
    }

    private static String fieldName(String line) {
        return line.substring(line.lastIndexOf('.') + 1).replace(' ', '_').replace('$', '_');
    }

    private static String simple(String owner) {
        return owner.substring(owner.lastIndexOf('/') + 1).replace('$', '_');
    }

    /** Finds what two types have in common without loading the core's. */
    private static final class Writer extends ClassWriter {
        private final CoreCode core;

        Writer(CoreCode core) {
            super(COMPUTE_FRAMES | COMPUTE_MAXS);
            this.core = core;
        }

        @Override
        protected String getCommonSuperClass(String one, String other) {
            if (!core.has(one) && !core.has(other)) {
                return super.getCommonSuperClass(one, other);
            }
            final Set<String> above = new LinkedHashSet<>();
            for (String name = one; core.has(name); name = core.find(name).superName) {
                above.add(name);
            }
            for (String name = other; core.has(name); name = core.find(name).superName) {
                if (above.contains(name)) {
                    return name;
                }
            }
            return "java/lang/Object";
        }
    }
}
