/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.subscription;

import org.fabtwin.gateway.wire.StreamFormat;
import org.fabtwin.sim.event.EventFilter;

/**
 * What a subscriber wants: which events, in which format. Subscribers of equal feeds share their batches.
 *
 * @param text the filter in one way to write it: feeds are equal when text and format are.
 * @param filter null: everything.
 */
public record Feed(String text, EventFilter filter, StreamFormat format) {
    /** Whether its filter looks at the product of lots and wafers. */
    boolean needsProducts() {
        return filter != null && filter.needsProducts();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Feed feed && feed.format == format && feed.text.equals(text);
    }

    @Override
    public int hashCode() {
        return 31 * text.hashCode() + format.hashCode();
    }
}
