/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import java.util.function.IntSupplier;

/**
 * Says whether one more subscriber is taken. Any thread.
 *
 * @param most subscriptions of all protocols.
 * @param there how many there are now.
 */
public record SubscriptionLimit(int most, IntSupplier there) {
    public boolean isReached() {
        return there.getAsInt() >= most;
    }

    /** What who comes then is told. */
    public String refusal() {
        return "all " + most + " subscriptions are taken; come back later";
    }
}
