/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.subscription;

import org.fabtwin.gateway.wire.EventBatch;

/** What became of a {@link BatchRequest}. */
sealed interface BatchResult {
    /** Encoded events; owns a reference to its bytes. */
    record Events(EventBatch batch) implements BatchResult {
        @Override
        public BatchKey after(BatchKey key) {
            return BatchKey.next(key.feed(), batch.to());
        }
    }

    /** There is nothing at or after the position yet; events follow when there are. */
    record AtTail() implements BatchResult {}

    /** What was there is gone; the stream goes on at {@code to}. */
    record Lost(long from, long to) implements BatchResult {
        @Override
        public BatchKey after(BatchKey key) {
            return BatchKey.next(key.feed(), to);
        }
    }

    /** No record begins there, or the log can't be read there. */
    record Refused(String reason) implements BatchResult {}

    /** What those who asked for {@code key} want after it: one key for all of them. */
    default BatchKey after(BatchKey key) {
        return key;
    }
}
