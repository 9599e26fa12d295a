/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MutableCallSite;

/** Where an array is, for compiled code that has it as a constant. Single-threaded: the twin's thread only. */
final class ArrayPlace {
    private ArrayPlace() {}

    static MutableCallSite of(Object array) {
        return new MutableCallSite(MethodHandles.constant(array.getClass(), array));
    }

    /** @param place null where nobody has asked for it. */
    static void move(MutableCallSite place, Object array) {
        if (place != null) {
            place.setTarget(MethodHandles.constant(array.getClass(), array));
        }
    }
}
