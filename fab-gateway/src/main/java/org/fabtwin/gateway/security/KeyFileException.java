/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

/** A file of keys or certificates does not hold what it should. Names the file and what was expected, never its content. */
public final class KeyFileException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    KeyFileException(String message) {
        super(message);
    }
}
