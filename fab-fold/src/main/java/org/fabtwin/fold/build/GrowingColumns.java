/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.fold.build;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SourceInterpreter;
import org.objectweb.asm.tree.analysis.SourceValue;

/**
 * What a method asks of columns that grow. Where it is known which column that is, its array is taken as a constant that may change, and
 * read or written at once. Single-threaded.
 */
final class GrowingColumns {
    private static final Map<String, Type> VALUES = Map.of(
            "org/fabtwin/core/state/GrowingInts", Type.INT_TYPE,
            "org/fabtwin/core/state/GrowingLongs", Type.LONG_TYPE,
            "org/fabtwin/core/state/GrowingDoubles", Type.DOUBLE_TYPE);
    private static final String UNKNOWN = "";
    private static final Handle ARRAY = new Handle(
            Opcodes.H_INVOKESTATIC,
            "org/fabtwin/fold/FoldLinks",
            "array",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;Ljava/lang/String;)"
                    + "Ljava/lang/invoke/CallSite;",
            false);

    /** Of each call of a column that grows, in the order of the code. */
    private final Deque<String> columns = new ArrayDeque<>();
    /** A variable that the method does not use. */
    private final int spare;

    GrowingColumns(CoreCode core, SingleClasses single, String owner, MethodNode method) {
        spare = method.maxLocals;
        final Iterator<Frame<SourceValue>> frames = frames(owner, method).iterator();
        for (final AbstractInsnNode instruction : method.instructions) {
            final Frame<SourceValue> frame = frames.next();
            if (instruction instanceof MethodInsnNode call && VALUES.containsKey(call.owner)) {
                columns.add(frame == null ? UNKNOWN : column(core, single, call, frame));
            }
        }
    }

    private static Iterable<Frame<SourceValue>> frames(String owner, MethodNode method) {
        try {
            return Arrays.asList(new Analyzer<>(new SourceInterpreter()).analyze(owner, method));
        } catch (AnalyzerException e) {
            throw new IllegalStateException(owner + '.' + method.name, e);
        }
    }

    private static String column(CoreCode core, SingleClasses single, MethodInsnNode call, Frame<SourceValue> frame) {
        final int arguments = Type.getArgumentTypes(call.desc).length;
        final Set<AbstractInsnNode> from = frame.getStack(frame.getStackSize() - 1 - arguments).insns;
        if (from.size() == 1
                && from.iterator().next() instanceof FieldInsnNode read
                && read.getOpcode() == Opcodes.GETFIELD) {
            final FieldNode field = core.field(read.owner, read.name);
            if (single.contains(read.owner) && SingleClasses.isConstant(read.owner, field)) {
                return FoldedCode.line(read.owner, field);
            }
        }
        return UNKNOWN;
    }

    /** Writes a call of such a column, the next one of the method; false where it is to be called as it stands. */
    boolean write(MethodVisitor to, String holder, String name) {
        final Type value = VALUES.get(holder);
        if (value == null) {
            return false;
        }
        final String column = columns.remove();
        if (column.equals(UNKNOWN)) {
            return false;
        }
        switch (name) {
            case "array" -> {
                to.visitInsn(Opcodes.POP);
                readArray(to, column, value);
            }
            case "get" -> {
                fromColumnToArray(to, column, value);
                to.visitInsn(value.getOpcode(Opcodes.IALOAD));
            }
            case "set" -> {
                to.visitVarInsn(value.getOpcode(Opcodes.ISTORE), spare);
                fromColumnToArray(to, column, value);
                to.visitVarInsn(value.getOpcode(Opcodes.ILOAD), spare);
                to.visitInsn(value.getOpcode(Opcodes.IASTORE));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Below the index on the stack. */
    private static void fromColumnToArray(MethodVisitor to, String column, Type value) {
        to.visitInsn(Opcodes.SWAP);
        to.visitInsn(Opcodes.POP);
        readArray(to, column, value);
        to.visitInsn(Opcodes.SWAP);
    }

    private static void readArray(MethodVisitor to, String column, Type value) {
        to.visitInvokeDynamicInsn("array", "()[" + value.getDescriptor(), ARRAY, column);
    }
}
