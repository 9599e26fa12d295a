/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.fold.build;

import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** Copies a method: its object and their fields become constants, calls of single objects calls of their static methods. */
final class MethodFolder extends MethodVisitor {
    private static final String LINKS = "org/fabtwin/fold/FoldLinks";
    private static final String LINK_ARGUMENTS =
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;Ljava/lang/String;Ljava/lang/String;";
    private static final String CALL_SITE = ")Ljava/lang/invoke/CallSite;";
    private static final Handle CALL =
            new Handle(Opcodes.H_INVOKESTATIC, LINKS, "call", LINK_ARGUMENTS + "I" + CALL_SITE, false);
    private static final Handle FIELD =
            new Handle(Opcodes.H_INVOKESTATIC, LINKS, "field", LINK_ARGUMENTS + CALL_SITE, false);

    private final CoreCode core;
    private final SingleClasses single;
    private final Foldable foldable;
    private final FoldedCode code;
    private final String owner;
    private final boolean isStatic;
    private final GrowingColumns growing;

    MethodFolder(
            MethodVisitor to,
            CoreCode core,
            SingleClasses single,
            Foldable foldable,
            FoldedCode code,
            String owner,
            MethodNode method) {
        super(Opcodes.ASM9, to);
        this.core = core;
        this.single = single;
        this.foldable = foldable;
        this.code = code;
        this.owner = owner;
        this.isStatic = CoreCode.isStatic(method.access);
        this.growing = new GrowingColumns(core, single, owner, method);
    }

    @Override
    public void visitCode() {
        // Begun already.
    }

    @Override
    public void visitEnd() {
        // Ended by who began it.
    }

    @Override
    public void visitParameter(String name, int access) {
        // Names are not kept.
    }

    @Override
    public void visitLocalVariable(
            String name, String descriptor, String signature, Label start, Label end, int index) {
        // Nor are those of variables, whose types may have no name here.
    }

    @Override
    public void visitVarInsn(int opcode, int variable) {
        if (opcode == Opcodes.ALOAD && variable == 0 && !isStatic) {
            code.readObject(mv, owner);
        } else {
            super.visitVarInsn(opcode, variable);
        }
    }

    @Override
    public void visitFieldInsn(int opcode, String holder, String name, String descriptor) {
        final FieldNode field = core.field(holder, name);
        if (field == null) {
            super.visitFieldInsn(opcode, holder, name, descriptor);
        } else if (opcode == Opcodes.GETSTATIC) {
            if (CoreCode.isPublic(field.access) && core.isNameable(holder)) {
                super.visitFieldInsn(opcode, holder, name, descriptor);
            } else {
                code.readField(mv, holder, field);
            }
        } else if (opcode == Opcodes.GETFIELD && single.contains(holder) && SingleClasses.isConstant(holder, field)) {
            super.visitInsn(Opcodes.POP);
            code.readField(mv, holder, field);
        } else if (CoreCode.isPublic(field.access) && core.isNameable(holder) && !single.contains(holder)) {
            super.visitFieldInsn(opcode, holder, name, descriptor);
        } else {
            final Type itself = Type.getObjectType(foldable.isNameless(holder) ? "java/lang/Object" : holder);
            final Type value = Type.getType(foldable.withoutName(descriptor));
            super.visitInvokeDynamicInsn(
                    name,
                    opcode == Opcodes.GETFIELD
                            ? Type.getMethodDescriptor(value, itself)
                            : Type.getMethodDescriptor(Type.VOID_TYPE, itself, value),
                    FIELD,
                    holder.replace('/', '.'),
                    descriptor);
        }
    }

    @Override
    public void visitMethodInsn(int opcode, String holder, String name, String descriptor, boolean isInterface) {
        if (growing.write(mv, holder, name)) {
            return;
        }
        final MethodNode method = core.method(holder, name, descriptor);
        final boolean calledStatic = opcode == Opcodes.INVOKESTATIC;
        if (method != null
                && !"<init>".equals(name)
                && (single.contains(holder) || calledStatic && !isInterface)
                && foldable.canCopy(method)) {
            super.visitMethodInsn(
                    Opcodes.INVOKESTATIC, FoldedCode.NAME, code.method(holder, method), code.descriptor(method), false);
        } else if (foldable.canCall(holder, name, descriptor)) {
            super.visitMethodInsn(opcode, holder, name, descriptor, isInterface);
        } else {
            final String plain = foldable.withoutNames(descriptor);
            final String itself = foldable.isNameless(holder) ? "Ljava/lang/Object;" : "L" + holder + ";";
            super.visitInvokeDynamicInsn(
                    name,
                    calledStatic ? plain : "(" + itself + plain.substring(1),
                    CALL,
                    holder.replace('/', '.'),
                    descriptor,
                    calledStatic ? 1 : 0);
        }
    }
}
