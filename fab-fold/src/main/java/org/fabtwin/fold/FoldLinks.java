/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.fold;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.fabtwin.core.state.GrowingDoubles;
import org.fabtwin.core.state.GrowingInts;
import org.fabtwin.core.state.GrowingLongs;

/** What folded code calls or reads in the core that is not public there: linked once at each place, then as direct as any call. */
public final class FoldLinks {
    private FoldLinks() {}

    /** A method: {@code type} is that of its call, with Object for what can't be named. */
    public static CallSite call(
            MethodHandles.Lookup caller, String name, MethodType type, String owner, String descriptor, int isStatic)
            throws ReflectiveOperationException {
        final ClassLoader loader = caller.lookupClass().getClassLoader();
        final Class<?> its = Class.forName(owner, true, loader);
        final MethodType declared = MethodType.fromMethodDescriptorString(descriptor, loader);
        final MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(its, MethodHandles.lookup());
        final MethodHandle target =
                isStatic != 0 ? lookup.findStatic(its, name, declared) : lookup.findVirtual(its, name, declared);
        return new ConstantCallSite(target.asType(type));
    }

    /** A field, to be read or, if the call returns nothing, set. */
    public static CallSite field(
            MethodHandles.Lookup caller, String name, MethodType type, String owner, String descriptor)
            throws ReflectiveOperationException {
        final ClassLoader loader = caller.lookupClass().getClassLoader();
        final Class<?> its = Class.forName(owner, true, loader);
        final Class<?> fieldType =
                MethodType.fromMethodDescriptorString("()" + descriptor, loader).returnType();
        final MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(its, MethodHandles.lookup());
        final MethodHandle target = type.returnType() == void.class
                ? lookup.findSetter(its, name, fieldType)
                : lookup.findGetter(its, name, fieldType);
        return new ConstantCallSite(target.asType(type));
    }

    /** The array of a column that grows. */
    public static CallSite array(MethodHandles.Lookup caller, String name, MethodType type, String column) {
        final Object its = ((FoldedTwin.Loader) caller.lookupClass().getClassLoader()).constant(column);
        if (its instanceof GrowingInts ints) {
            return ints.place();
        }
        return its instanceof GrowingLongs longs ? longs.place() : ((GrowingDoubles) its).place();
    }

    /** The constants of the twin whose code the class is, in the order in which the class takes them. */
    public static Object[] constants(Class<?> folded) {
        return ((FoldedTwin.Loader) folded.getClassLoader()).constants();
    }
}
