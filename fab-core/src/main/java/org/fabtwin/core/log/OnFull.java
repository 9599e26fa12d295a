/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

/** What happens when the disk is full or the kept log has reached its limit ({@code --on-full}). */
public enum OnFull {
    /** The log stops: {@link EventLog#isStopped()}, and the next claim that needs room throws {@link LogStoppedException}. */
    STOP,
    /** The oldest kept files are deleted. Readers that still needed them are told which range is lost. */
    DROP_OLDEST,
    /**
     * {@link EventLog#isPaused()} asks the pacer to wait while the helper retries. A writer that goes on all the same
     * waits once the ring is full of bytes that are not kept yet.
     */
    PAUSE
}
