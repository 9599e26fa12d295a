/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

/** A definition of which no line can be built; the message says what is wrong with it. */
public final class LineDefinitionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    LineDefinitionException(IllegalArgumentException cause) {
        super(cause.getMessage(), cause);
    }
}
