/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.fabtwin.core.control.ControlFixture.number;

import org.fabtwin.core.random.Draws;
import org.fabtwin.core.random.Samplers;
import org.fabtwin.core.state.GrowingDoubles;
import org.junit.jupiter.api.Test;

class VirtualMetrologyTest {
    private static final int WAFERS = 4_000;
    private static final double NOISE = 0.3;

    private final ControlFixture line = new ControlFixture(c -> {
        c.sensors = 3;
        c.measurementSigma = number(0, "measurementNoise", NOISE);
    });
    private final VirtualMetrology model = new VirtualMetrology(line.arena, line.line.controllers(), line.parameters);
    private final GrowingDoubles traces = line.arena.growingDoubles("test.traces", 3, 0);
    private final Draws draws = new Draws(1, 0);

    private double normal(int cause, long subject) {
        return Samplers.normal(draws, cause, subject, 0);
    }

    /** Three traces of which the first two tell of x, with the share 0.8 of its variance explained by both together. */
    private double sampleWithTraces(int t) {
        double x = normal(64, t);
        traces.set(0, x + Math.sqrt(0.5) * normal(65, t));
        traces.set(1, -x + Math.sqrt(0.5) * normal(66, t));
        traces.set(2, normal(67, t));
        return x;
    }

    @Test
    void shouldAttainTheShareThatTheTracesHold() {
        double errors = 0;
        double believed = 0;
        for (int t = 0; t < 2 * WAFERS; t++) {
            double x = sampleWithTraces(t);
            if (t >= WAFERS) {
                double error = x - model.predict(0, 0, traces, 0);
                errors += error * error;
                believed += model.variance(0, 0, traces, 0);
            } else {
                model.train(0, 0, traces, 0, x + NOISE * normal(68, t));
            }
        }

        assertThat(errors / WAFERS).as("1 - R2").isCloseTo(0.2, within(0.015));
        assertThat(believed / WAFERS).as("what it believes").isCloseTo(0.2, within(0.02));
    }

    @Test
    void shouldSayThatItIsNotTrainedBeforeItHasSeenEnough() {
        for (int t = 0; t < VirtualMetrology.LEAST_TRAINING; t++) {
            assertThat(model.isTrained(0, 0)).isFalse();
            double x = sampleWithTraces(t);
            model.train(0, 0, traces, 0, x);
        }
        assertThat(model.isTrained(0, 0)).isTrue();
    }

    @Test
    void shouldFindNothingInTracesThatTellNothing() {
        for (int t = 0; t < WAFERS; t++) {
            for (int sensor = 0; sensor < 3; sensor++) {
                traces.set(sensor, normal(70 + sensor, t));
            }
            model.train(0, 0, traces, 0, normal(64, t));
        }

        assertThat(model.variance(0, 0, traces, 0)).isCloseTo(1 - NOISE * NOISE, within(0.08));
    }
}
