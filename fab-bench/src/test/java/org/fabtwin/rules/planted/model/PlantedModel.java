/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.rules.planted.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fabtwin.rules.planted.library.Sampler;

/** Breaks the rules for calls, by itself and through a library. */
public final class PlantedModel {
    private final Map<String, Double> waits = new HashMap<>();

    public double throughLibrary() {
        return Sampler.exponential(2).sample();
    }

    public String directly(final List<Double> times) throws InterruptedException {
        Thread.sleep(1);
        waits.put("lot", Math.pow(2, 3) + new java.util.Random().nextDouble() + System.nanoTime());
        waits.put("sum", times.parallelStream().mapToDouble(time -> time).sum());
        return Set.of("a", "b") + Double.toString(0.1) + System.identityHashCode(waits);
    }
}
