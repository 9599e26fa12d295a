/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.subscription;

/** A stream on a channel, as its protocol sees it. On the channel's event loop. */
public interface ChannelStream {
    /** The channel takes more again. */
    void onWritable();

    /** The channel is gone, or the client wants no more. */
    void end();
}
