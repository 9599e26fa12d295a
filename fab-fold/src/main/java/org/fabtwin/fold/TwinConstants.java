/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.fold;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Values of the fields of a twin's objects. Each object is found by its class: a twin has one of each. Single-threaded. */
final class TwinConstants {
    private final Map<String, Object> objects = new HashMap<>();

    /**
     * @param root object that all others are reached from.
     * @param single names of the classes of which there is one object.
     * @throws IllegalStateException if there are two of one.
     */
    TwinConstants(Object root, Set<String> single) {
        final Deque<Object> open = new ArrayDeque<>();
        objects.put(root.getClass().getName(), root);
        open.add(root);
        while (!open.isEmpty()) {
            final Object holder = open.remove();
            for (final Field field : holder.getClass().getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())
                        && single.contains(field.getType().getName())) {
                    find(field, holder, open);
                }
            }
        }
    }

    private void find(Field field, Object holder, Deque<Object> open) {
        final Object found = value(field, holder);
        if (found == null) {
            return;
        }
        final Object known = objects.putIfAbsent(field.getType().getName(), found);
        if (known == null) {
            open.add(found);
        } else if (known != found) {
            throw new IllegalStateException("a twin has two objects of "
                    + field.getType().getName() + ", one of them in " + field + ": it can't be folded");
        }
    }

    /** @param names a line each: class and field, or class alone for the object itself; in the order of the answer. */
    Object[] values(List<String> names) {
        final Object[] values = new Object[names.size()];
        for (int n = 0; n < values.length; n++) {
            final String[] words = names.get(n).split(" ");
            values[n] = words.length == 1 ? objects.get(words[0]) : value(words[0], words[1]);
        }
        return values;
    }

    /** Of an object that this twin has not, what a field holds before it is set: nothing reads it. */
    private Object value(String owner, String name) {
        try {
            final Field field = Class.forName(owner).getDeclaredField(name);
            final Object holder = objects.get(owner);
            if (holder == null && !Modifier.isStatic(field.getModifiers())) {
                return Array.get(Array.newInstance(field.getType(), 1), 0);
            }
            return value(field, holder);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the folded code does not fit the core", e);
        }
    }

    private static Object value(Field field, Object holder) {
        try {
            field.setAccessible(true);
            return field.get(holder);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
