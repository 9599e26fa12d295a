/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.metrology;

import java.util.List;
import java.util.stream.IntStream;
import org.fabtwin.core.line.Controllers;
import org.fabtwin.core.line.CriticalParameters;
import org.fabtwin.core.line.Measurements;

/**
 * What a start at the step that sets a critical parameter, and a measurement of it, ask of the parameter, its controller and its
 * measurement: in one object, since it comes too rarely for many tables to stay in the first cache. Immutable.
 */
public final class WatchedParameter {
    /** The critical parameter. */
    final int parameter;
    /** Its identity in draws. */
    final long key;

    final boolean isOverlay;
    /** Its controller, {@link Controllers#NONE} without; the next five are 0 then. */
    final int controller;

    final int components;
    final int sensors;

    // Parameter ids.
    final int enabled;
    final int gain;
    final int processGain;

    final boolean isFedForward;
    /** Whether a controller looks at what was measured of it. */
    final boolean feedsForward;
    /** Parameter ids of the measurement's noise and delay. */
    final int noise;

    final int delay;
    final boolean isPerCarrier;

    private WatchedParameter(
            CriticalParameters critical, Measurements measurements, Controllers controllers, int parameter) {
        this.parameter = parameter;
        key = critical.key(parameter);
        isOverlay = critical.isOverlay(parameter);
        controller = measurements.controller(parameter);
        boolean isControlled = controller != Controllers.NONE;
        components = isControlled ? controllers.components(controller) : 0;
        sensors = isControlled ? controllers.sensors(controller) : 0;
        enabled = isControlled ? controllers.enabled(controller) : 0;
        gain = isControlled ? controllers.gain(controller) : 0;
        processGain = isControlled ? controllers.processGain(controller) : 0;
        isFedForward = isControlled && controllers.feedForwardFrom(controller) != Controllers.NONE;
        feedsForward = isControlled
                && IntStream.range(0, controllers.size())
                        .anyMatch(other -> controllers.feedForwardFrom(other) == controller);
        noise = measurements.noise(parameter);
        delay = measurements.delay(parameter);
        isPerCarrier = measurements.isPerCarrier(parameter);
    }

    /** By critical parameter. */
    static List<WatchedParameter> all(CriticalParameters critical, Measurements measurements, Controllers controllers) {
        return IntStream.range(0, critical.size())
                .mapToObj(parameter -> new WatchedParameter(critical, measurements, controllers, parameter))
                .toList();
    }
}
