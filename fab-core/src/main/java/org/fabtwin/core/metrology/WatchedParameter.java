/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.metrology;

import org.fabtwin.core.line.Controllers;
import org.fabtwin.core.line.CriticalParameters;
import org.fabtwin.core.line.Measurements;

/**
 * What a start at the step that sets a critical parameter, and a measurement of it, ask of the parameter, its controller and its
 * measurement: in one object, since it comes too rarely for many tables to stay in the first cache. Immutable.
 */
final class WatchedParameter {
    private static final WatchedParameter[] NONE = {};

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
        noise = measurements.noise(parameter);
        delay = measurements.delay(parameter);
        isPerCarrier = measurements.isPerCarrier(parameter);
    }

    /** By critical parameter. */
    static WatchedParameter[] all(CriticalParameters critical, Measurements measurements, Controllers controllers) {
        WatchedParameter[] all = new WatchedParameter[critical.size()];
        for (int parameter = 0; parameter < all.length; parameter++) {
            all[parameter] = new WatchedParameter(critical, measurements, controllers, parameter);
        }
        return all;
    }

    /** By step those that it sets. */
    static WatchedParameter[][] set(WatchedParameter[] all, CriticalParameters critical, int steps) {
        WatchedParameter[][] bySteps = new WatchedParameter[steps][];
        for (int step = 0; step < steps; step++) {
            int n = all.length == 0 ? 0 : critical.setBy(step);
            bySteps[step] = n == 0 ? NONE : new WatchedParameter[n];
            for (int i = 0; i < n; i++) {
                bySteps[step][i] = all[critical.setBy(step, i)];
            }
        }
        return bySteps;
    }

    /** By step those that it measures. */
    static WatchedParameter[][] measured(WatchedParameter[] all, CriticalParameters critical, int steps) {
        WatchedParameter[][] bySteps = new WatchedParameter[steps][];
        for (int step = 0; step < steps; step++) {
            int n = all.length == 0 ? 0 : critical.measuredAt(step);
            bySteps[step] = n == 0 ? NONE : new WatchedParameter[n];
            for (int i = 0; i < n; i++) {
                bySteps[step][i] = all[critical.measuredAt(step, i)];
            }
        }
        return bySteps;
    }
}
