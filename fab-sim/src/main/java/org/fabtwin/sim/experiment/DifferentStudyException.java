/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

/** A result file holds another study than the one that was asked for. */
public final class DifferentStudyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DifferentStudyException(String message) {
        super(message);
    }
}
