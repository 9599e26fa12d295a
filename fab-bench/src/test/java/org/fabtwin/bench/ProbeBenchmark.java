/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Measured by {@link BenchCommandTest}. */
@State(Scope.Benchmark)
public class ProbeBenchmark {
    @Param({"2", "3"})
    public double argument;

    @Benchmark
    public double logarithm() {
        return StrictMath.log(argument);
    }
}
