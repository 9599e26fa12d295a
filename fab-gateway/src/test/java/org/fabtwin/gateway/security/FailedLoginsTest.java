/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailedLoginsTest {
    private long nowMs = 1_000_000;
    private final FailedLogins failures = new FailedLogins(3, 1_000, () -> nowMs);

    @Test
    void shouldBlockAnAddressThatFailsTooOftenAndNoOther() {
        for (int i = 0; i < 3; i++) {
            assertThat(failures.isBlocked("a")).isFalse();
            failures.add("a");
        }

        assertThat(failures.isBlocked("a")).isTrue();
        assertThat(failures.isBlocked("b")).isFalse();
    }

    @Test
    void shouldAllowOneMoreAfterEachInterval() {
        for (int i = 0; i < 3; i++) {
            failures.add("a");
        }
        nowMs += 1_000;

        assertThat(failures.isBlocked("a")).isFalse();
        failures.add("a");
        assertThat(failures.isBlocked("a")).isTrue();
    }

    @Test
    void shouldForgetWhoHasBeenQuietLongest() {
        while (!failures.isBlocked("busy")) {
            failures.add("busy");
        }
        for (int i = 0; i < 10_000; i++) {
            failures.add("address " + i);
            failures.add("busy");
            assertThat(failures.isBlocked("busy")).isTrue();
        }

        assertThat(failures.addresses()).isEqualTo(4096);
    }
}
