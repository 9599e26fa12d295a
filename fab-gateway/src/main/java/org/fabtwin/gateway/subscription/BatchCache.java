/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.subscription;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fabtwin.gateway.wire.EventBatch;

/** The last batches, for those who ask a little later. It owns a reference to each one's bytes. Single-threaded: the tailer's. */
final class BatchCache implements AutoCloseable {
    private final long mostBytes;
    private final Map<BatchKey, EventBatch> batches = new LinkedHashMap<>();
    private long bytes;

    BatchCache(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Null when it is not there; the caller retains what it keeps. */
    EventBatch get(BatchKey key) {
        return batches.get(key);
    }

    /** Takes over the caller's reference. */
    void put(BatchKey key, EventBatch batch) {
        // Removed first: a key that is put again keeps its old place, and the new batch could be dropped at once.
        final EventBatch before = batches.remove(key);
        if (before != null) {
            drop(before);
        }
        batches.put(key, batch);
        bytes += batch.bytes().capacity();
        final Iterator<EventBatch> oldest = batches.values().iterator();
        while (bytes > mostBytes && batches.size() > 1) {
            final EventBatch batchToDrop = oldest.next();
            oldest.remove();
            drop(batchToDrop);
        }
    }

    private void drop(EventBatch batch) {
        bytes -= batch.bytes().capacity();
        batch.bytes().release();
    }

    @Override
    public void close() {
        batches.values().forEach(batch -> batch.bytes().release());
        batches.clear();
        bytes = 0;
    }
}
