/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import java.util.Locale;

/** What a caller may do. Each role includes those before it. */
public enum Role {
    /** Read: streams, state, metrics. */
    OBSERVE,
    /** Also act on the line: commands. */
    ENGINEER,
    /** Also act on the server: pace, pause. */
    ADMIN;

    /** Whether who has this role may do what {@code needed} may. */
    public boolean includes(Role needed) {
        return compareTo(needed) >= 0;
    }

    /** The role as tokens and messages write it: {@code observe}, {@code engineer}, {@code admin}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a role.
     *
     * @throws IllegalArgumentException if there is none of that name.
     */
    public static Role parse(String text) {
        for (final Role role : values()) {
            if (role.text().equals(text)) {
                return role;
            }
        }
        throw new IllegalArgumentException("expected observe, engineer or admin, found '" + text + "'");
    }
}
