/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.line;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A {@link BareLine} as a benchmark's state of its own, so that what is measured beside it does not carry it. */
@State(Scope.Thread)
public abstract class BareLineControl {
    private final int pending;
    private BareLine bare;

    /** @param pending events that wait at any time. */
    protected BareLineControl(int pending) {
        this.pending = pending;
    }

    @Setup
    public void fill() {
        bare = new BareLine(pending);
    }

    @TearDown
    public void close() {
        bare.close();
    }

    /** As many events and records. */
    public long advance(int records) {
        return bare.advance(records);
    }
}
