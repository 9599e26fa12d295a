/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.run;

/** A log does not belong to the run that should go on with it. */
public final class DifferentRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what differs, and what to do. */
    public DifferentRunException(String message) {
        super(message);
    }
}
