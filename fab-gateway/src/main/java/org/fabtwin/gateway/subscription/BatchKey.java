/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.subscription;

/** Names a batch: the stretch of a feed that begins at a position. */
record BatchKey(Feed feed, long position, Mode mode) {
    /** How far the position can be trusted. */
    enum Mode {
        /** It came from an earlier batch, or from the log's reader. */
        NEXT,
        /** A client named it: whether a record begins there is checked. */
        UNVERIFIED,
        /** A client named the last record that it has. */
        AFTER
    }

    static BatchKey next(Feed feed, long position) {
        return new BatchKey(feed, position, Mode.NEXT);
    }
}
