/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.state;

/** What the arena asks of its columns; those of fixed length are records. */
sealed interface Column permits IntColumn, LongColumn, DoubleColumn, GrowingInts, GrowingLongs, GrowingDoubles {
    String name();

    /** The values: an array of a primitive type. */
    Object array();

    int capacity();
}
