/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;

/** Whether {@link AllocationFree} benchmarks kept their promise, by the bytes an operation that JMH's gc profiler reads. */
final class Allocation {
    /** What JMH's own loop allocates, spread over the operations of a short run; an object of ours has 16 or more. */
    static final double NOISE_BYTES = 1;

    private Allocation() {}

    /** What allocates although it must not; empty when all is well, and for results without the gc profiler. */
    static List<String> violations(Collection<RunResult> results) {
        final List<String> violations = new ArrayList<>();
        for (final RunResult result : results) {
            final String benchmark = result.getParams().getBenchmark();
            if (!isMarked(benchmark)) {
                continue;
            }
            result.getSecondaryResults().forEach((name, value) -> {
                if (name.endsWith("gc.alloc.rate.norm") && value.getScore() > NOISE_BYTES) {
                    violations.add(String.format(Locale.ROOT, "%s allocates %.1f B/op", benchmark, value.getScore()));
                }
            });
        }
        return violations;
    }

    /** By the full name of a benchmark's method. */
    static boolean isMarked(String benchmark) {
        final int dot = benchmark.lastIndexOf('.');
        try {
            final Class<?> type = Class.forName(benchmark.substring(0, dot));
            return type.isAnnotationPresent(AllocationFree.class)
                    || Stream.of(type.getMethods())
                            .filter((Method method) -> method.getName().equals(benchmark.substring(dot + 1)))
                            .anyMatch(method -> method.isAnnotationPresent(AllocationFree.class));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
