/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import java.util.Locale;

/** A caller is not let in. The message goes to the caller: it says what is missing and never repeats a token. */
public final class AccessDenied extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why; a label of the metrics. */
    public enum Reason {
        /** No token where one is needed. */
        MISSING,
        /** Not a token, of an unknown key, or with a signature that does not match. */
        INVALID,
        /** Signed by an algorithm that is not allowed, {@code none} among them. */
        ALGORITHM,
        /** Not valid any more, or not yet. */
        EXPIRED,
        /** Made for somebody else. */
        AUDIENCE,
        /** The caller is known and may not do this. */
        ROLE,
        /** A browser's page of another origin asks. */
        ORIGIN,
        /** Too many failed attempts from this address. */
        RATE,
        /** A token in the URL. */
        IN_URL;

        /** The reason as metrics write it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public AccessDenied(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
