/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

/** The log can take no more records: the disk is full or broken, and the policy is to stop. */
public final class LogStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message says what was full, with the figures.
     * @param cause what the file system said; null when a limit of our own was reached.
     */
    public LogStoppedException(String message, Throwable cause) {
        super(message, cause);
    }
}
