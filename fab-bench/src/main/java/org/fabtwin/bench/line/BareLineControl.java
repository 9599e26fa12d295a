/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.line;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/** A {@link BareLine} as a benchmark's state of its own, so that what is measured beside it does not carry it. */
@State(Scope.Thread)
public abstract class BareLineControl {
    private final int fixedPending;
    /** Null where the number is fixed. */
    private final String parameter;

    private final double share;
    private BareLine bare;

    /** @param pending events that wait at any time. */
    protected BareLineControl(int pending) {
        this.fixedPending = pending;
        this.parameter = null;
        this.share = 0;
    }

    /**
     * Pending events grow with the line.
     *
     * @param parameter of the benchmark that says how large the line is; {@code share}: events that wait at any time for each of these.
     */
    protected BareLineControl(String parameter, double share) {
        this.fixedPending = 0;
        this.parameter = parameter;
        this.share = share;
    }

    @Setup
    public void fill(BenchmarkParams params) {
        bare = new BareLine(
                parameter == null ? fixedPending : (int) (share * Integer.parseInt(params.getParam(parameter))));
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
