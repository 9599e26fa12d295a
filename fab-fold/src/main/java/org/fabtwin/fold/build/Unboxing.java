/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.fold.build;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** From an Object on the stack to a value of a type. */
final class Unboxing {
    private Unboxing() {}

    static void to(MethodVisitor code, Type type) {
        switch (type.getSort()) {
            case Type.BOOLEAN -> unbox(code, "java/lang/Boolean", "booleanValue", type);
            case Type.BYTE -> unbox(code, "java/lang/Byte", "byteValue", type);
            case Type.CHAR -> unbox(code, "java/lang/Character", "charValue", type);
            case Type.SHORT -> unbox(code, "java/lang/Short", "shortValue", type);
            case Type.INT -> unbox(code, "java/lang/Integer", "intValue", type);
            case Type.LONG -> unbox(code, "java/lang/Long", "longValue", type);
            case Type.FLOAT -> unbox(code, "java/lang/Float", "floatValue", type);
            case Type.DOUBLE -> unbox(code, "java/lang/Double", "doubleValue", type);
            default -> code.visitTypeInsn(Opcodes.CHECKCAST, type.getInternalName());
        }
    }

    private static void unbox(MethodVisitor code, String box, String method, Type type) {
        code.visitTypeInsn(Opcodes.CHECKCAST, box);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, box, method, "()" + type.getDescriptor(), false);
    }
}
