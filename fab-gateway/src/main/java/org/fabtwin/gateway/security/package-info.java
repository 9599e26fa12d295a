/* SPDX-License-Identifier: Apache-2.0 */
/** Who may do what: callers, their roles and tokens, limits on connections. Knows Netty's channels and no protocol. */
package org.fabtwin.gateway.security;
