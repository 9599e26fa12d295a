/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.state;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Takes entries in the order of their numbers and keeps those of the page. Single-threaded. */
final class PageBuilder<T> {
    private final Page.Request request;
    private final List<T> items = new ArrayList<>();
    private int total;
    private int last;
    private boolean hasMore;

    PageBuilder(Page.Request request) {
        this.request = request;
    }

    /** @param entry made only when it is on the page. */
    void add(int number, Supplier<T> entry) {
        total++;
        if (number <= request.after()) {
            return;
        }
        if (items.size() == request.limit()) {
            hasMore = true;
            return;
        }
        items.add(entry.get());
        last = number;
    }

    Page<T> page() {
        return new Page<>(total, hasMore ? last : null, List.copyOf(items));
    }
}
