/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.subscription;

import java.util.LinkedHashSet;
import java.util.Set;
import org.fabtwin.gateway.wire.EventBatch;

/**
 * Feeds whose filter passes little of the log, as their last batches have shown. Whoever reads such a feed from far behind makes much
 * work for few events: it is not for the thread that all others wait for. Single-threaded: the tailer's.
 */
final class SparseFeeds {
    /** A filter that passes less than one record in so many passes little. */
    private static final long ONE_IN = 16;

    private static final int RECORD_BYTES = 48;
    /** Shorter batches tell nothing. */
    private static final long LEAST_STRETCH_BYTES = 16 << 10;
    /** So near to the log's end the work is small. */
    private static final long NEAR_BYTES = 64 << 10;

    private static final int MOST = 1024;

    private final Set<Feed> feeds = new LinkedHashSet<>();

    /** Learns from a batch. */
    void note(Feed feed, EventBatch batch) {
        final long bytes = batch.to() - batch.from();
        if (feed.filter() == null || bytes < LEAST_STRETCH_BYTES) {
            return;
        }
        if (batch.events() * RECORD_BYTES * ONE_IN >= bytes) {
            feeds.remove(feed);
        } else if (feeds.add(feed) && feeds.size() > MOST) {
            feeds.remove(feeds.iterator().next());
        }
    }

    /** Whether a batch is much work for few events. */
    boolean isLaborious(BatchKey key, long tail) {
        return tail - key.position() > NEAR_BYTES && feeds.contains(key.feed());
    }
}
