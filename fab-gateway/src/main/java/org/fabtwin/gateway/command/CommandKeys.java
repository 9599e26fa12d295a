/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.command;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keys under which commands were sent, so that one that is sent again is not done again. The newest {@code most} keys are
 * kept; one whose command still waits is never dropped, and those are bounded by who offers them. Any thread, lock-free.
 */
final class CommandKeys {
    /**
     * A command under its key.
     *
     * @param request what was asked for, in one way to write it.
     */
    record Entry(String request, CompletableFuture<CommandAnswer> answer) {}

    private final int most;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final Queue<String> oldestFirst = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();

    CommandKeys(int most) {
        this.most = most;
    }

    /** What is there under the key; null: this entry now is. */
    Entry putIfAbsent(String key, Entry entry) {
        final Entry before = entries.putIfAbsent(key, entry);
        if (before == null) {
            oldestFirst.add(key);
            size.incrementAndGet();
            dropOldest();
        }
        return before;
    }

    private void dropOldest() {
        for (int looks = most; size.get() > most && looks > 0; looks--) {
            final String oldest = oldestFirst.poll();
            if (oldest == null) {
                return;
            }
            final Entry entry = entries.get(oldest);
            if (entry != null && !entry.answer().isDone()) {
                oldestFirst.add(oldest);
            } else {
                entries.remove(oldest);
                size.decrementAndGet();
            }
        }
    }

    /** Null when the key is not known, or no longer. */
    Entry get(String key) {
        return entries.get(key);
    }

    /** Another answer than the one that was known of a key. */
    void replace(String key, Entry entry) {
        entries.replace(key, entry);
    }

    /** Forgets a command that never came to the line, so that it may be sent again. */
    void remove(String key, Entry entry) {
        if (entries.remove(key, entry)) {
            oldestFirst.remove(key);
            size.decrementAndGet();
        }
    }

    int size() {
        return size.get();
    }
}
