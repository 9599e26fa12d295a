/* SPDX-License-Identifier: Apache-2.0 */
/** Events to the bytes of streams. */
package org.fabtwin.gateway.wire;
