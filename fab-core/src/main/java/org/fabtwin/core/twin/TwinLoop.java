/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.twin;

/**
 * What moves a twin's state on: {@link InstantLoop}, or the same code made for one twin alone. Either may take over from the other
 * between two calls, for all state is in the twin's columns. Single-threaded: the twin's thread only.
 */
public interface TwinLoop {
    /** As {@link Twin#advance}. */
    boolean advance(long untilUs, int recordLimit);
}
