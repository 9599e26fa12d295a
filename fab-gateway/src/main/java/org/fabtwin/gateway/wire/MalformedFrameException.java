/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.wire;

/** Bytes of a stream that are no frames: of another protocol, or damaged on their way. */
public final class MalformedFrameException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public MalformedFrameException(String message) {
        super(message);
    }
}
