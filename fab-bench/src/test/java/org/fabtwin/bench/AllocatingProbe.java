/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Breaks its promise: the check of allocation must find it. */
@State(Scope.Thread)
@AllocationFree
public class AllocatingProbe {
    @Benchmark
    public int[] array() {
        return new int[10];
    }
}
