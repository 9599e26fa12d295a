/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;

/** Decides who a request comes from and whether it may ask. Immutable; any event loop. */
public final class AccessControl {
    private AccessControl() {}

    /** Everybody may do everything: for addresses that only this machine reaches. */
    public static AccessControl open() {
        return new AccessControl();
    }

    /**
     * Finds the caller of a request and binds it to the channel.
     *
     * @param needed role that what is asked for needs; null: none, not even a token.
     * @throws AccessDenied if it may not.
     */
    public void admit(Channel channel, HttpRequest request, QueryStringDecoder target, Role needed)
            throws AccessDenied {
        Caller.LOCAL.bind(channel);
    }
}
