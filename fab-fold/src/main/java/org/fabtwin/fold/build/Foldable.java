/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.fold.build;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** What of the core's code can stand in a class outside its package. Immutable. */
final class Foldable {
    private static final Type OBJECT = Type.getObjectType("java/lang/Object");
    private static final String STRINGS = "java/lang/invoke/StringConcatFactory";

    private final CoreCode core;
    private final SingleClasses single;

    Foldable(CoreCode core, SingleClasses single) {
        this.core = core;
        this.single = single;
    }

    /** Whether a method can be copied: it makes, casts to and tests for nothing that can't be named elsewhere, sets nothing static, and has no code of its own inside. */
    boolean canCopy(MethodNode method) {
        if ((method.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE | Opcodes.ACC_SYNCHRONIZED)) != 0) {
            return false;
        }
        for (final Type type : Type.getArgumentTypes(method.desc)) {
            if (type.getSort() == Type.ARRAY && !core.isNameable(type.getInternalName())) {
                return false;
            }
        }
        for (final TryCatchBlockNode block : method.tryCatchBlocks) {
            if (block.type != null && !core.isNameable(block.type)) {
                return false;
            }
        }
        for (final AbstractInsnNode instruction : method.instructions) {
            if (!canCopy(instruction)) {
                return false;
            }
        }
        return true;
    }

    private boolean canCopy(AbstractInsnNode instruction) {
        if (instruction instanceof TypeInsnNode type) {
            return core.isNameable(type.desc) && !single.contains(type.desc);
        }
        if (instruction instanceof LdcInsnNode constant) {
            return !(constant.cst instanceof Type type)
                    || type.getSort() != Type.OBJECT
                    || core.isNameable(type.getInternalName());
        }
        if (instruction instanceof InvokeDynamicInsnNode dynamic) {
            return dynamic.bsm.getOwner().equals(STRINGS)
                    && withoutNames(dynamic.desc).equals(dynamic.desc);
        }
        if (instruction instanceof FieldInsnNode field) {
            return instruction.getOpcode() != Opcodes.PUTSTATIC && isUsable(Type.getType(field.desc));
        }
        if (instruction instanceof MethodInsnNode call) {
            return isUsable(Type.getReturnType(call.desc)) && (!"<init>".equals(call.name) || isOpen(call));
        }
        return true;
    }

    /** Arrays of what can't be named can't be used either. */
    private boolean isUsable(Type type) {
        return type.getSort() != Type.ARRAY || core.isNameable(type.getInternalName());
    }

    private boolean isOpen(MethodInsnNode call) {
        final MethodNode method = core.method(call.owner, call.name, call.desc);
        return method == null
                || CoreCode.isPublic(method.access) && withoutNames(call.desc).equals(call.desc);
    }

    /** Whether the code of another package may call it as it stands. */
    boolean canCall(String owner, String name, String descriptor) {
        if (!core.has(owner)) {
            return true;
        }
        final MethodNode method = core.method(owner, name, descriptor);
        return method != null
                && core.isNameable(owner)
                && CoreCode.isPublic(method.access)
                && !single.contains(owner)
                && arguments(withoutNames(descriptor)).equals(arguments(descriptor));
    }

    private static String arguments(String descriptor) {
        return descriptor.substring(0, descriptor.indexOf(')'));
    }

    /** The descriptor of a method with Object for single classes, which are never asked as objects, and for those without a name. */
    String withoutNames(String descriptor) {
        final Type[] arguments = Type.getArgumentTypes(descriptor);
        for (int n = 0; n < arguments.length; n++) {
            arguments[n] = withoutName(arguments[n]);
        }
        return Type.getMethodDescriptor(withoutName(Type.getReturnType(descriptor)), arguments);
    }

    /** The same of a field. */
    String withoutName(String descriptor) {
        return withoutName(Type.getType(descriptor)).getDescriptor();
    }

    private Type withoutName(Type type) {
        return type.getSort() == Type.OBJECT && isNameless(type.getInternalName()) ? OBJECT : type;
    }

    boolean isNameless(String name) {
        return single.contains(name) || !core.isNameable(name);
    }
}
