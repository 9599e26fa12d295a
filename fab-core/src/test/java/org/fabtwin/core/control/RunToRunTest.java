/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.fabtwin.core.control.ControlFixture.number;

import org.fabtwin.core.line.ControlMethod;
import org.fabtwin.core.state.StateArena;
import org.junit.jupiter.api.Test;

class RunToRunTest {
    @Test
    void shouldMoveTheOffsetByItsWeightAgainstTheDeviation() {
        ControlFixture line = new ControlFixture(c -> {});

        assertThat(line.wafer(0, 0, 0, 1)).isTrue();

        assertThat(line.offset(0, 0, 0)).isEqualTo(-0.25);
        assertThat(line.wafer(0, 0, 0, 0.5)).isTrue();
        assertThat(line.offset(0, 0, 0)).isEqualTo(-0.375);
    }

    @Test
    void shouldKeepContextsApart() {
        ControlFixture line = new ControlFixture(c -> c.byProduct = true);

        line.wafer(0, 1, 1, 1);

        for (int chamber = 0; chamber < 4; chamber++) {
            for (int product = 0; product < 2; product++) {
                assertThat(line.offset(0, chamber, product)).isEqualTo(chamber == 1 && product == 1 ? -0.25 : 0);
            }
        }
    }

    @Test
    void shouldKeepOneLoopForAToolOrForTheGroup() {
        ControlFixture byTool = new ControlFixture(c -> {
            c.byChamber = false;
            c.byTool = true;
        });
        ControlFixture byStep = new ControlFixture(c -> c.byChamber = false);

        byTool.wafer(0, 0, 0, 1);
        byStep.wafer(0, 0, 0, 1);

        assertThat(byTool.offset(0, 1, 1)).isEqualTo(-0.25);
        assertThat(byTool.offset(0, 2, 0)).isZero();
        assertThat(byStep.offset(0, 3, 1)).isEqualTo(-0.25);
        assertThat(byStep.control.maintained(0, 0, 0, 0)).isFalse();
    }

    @Test
    void shouldNotExceedBoundsNorTheLargestStep() {
        ControlFixture line = new ControlFixture(c -> {
            c.lower = number(0, "lower", -1);
            c.upper = number(0, "upper", 0.2);
            c.maximumStep = number(0, "maximumStep", 0.4);
        });

        line.wafer(0, 0, 0, 100);
        assertThat(line.offset(0, 0, 0)).isEqualTo(-0.4);
        line.wafer(0, 0, 0, 100);
        assertThat(line.offset(0, 0, 0)).isEqualTo(-0.8);
        line.wafer(0, 0, 0, 100);
        assertThat(line.offset(0, 0, 0)).isEqualTo(-1);
        assertThat(line.wafer(0, 0, 0, 100)).isFalse();
        for (int i = 0; i < 20; i++) {
            line.wafer(0, 0, 0, -100);
        }
        assertThat(line.offset(0, 0, 0)).isEqualTo(0.2);
    }

    @Test
    void shouldLeaveTheOffsetWithinTheDeadband() {
        ControlFixture line = new ControlFixture(c -> c.deadband = number(0, "deadband", 0.6));

        assertThat(line.wafer(0, 0, 0, 1)).isFalse();
        assertThat(line.offset(0, 0, 0)).isZero();
        assertThat(line.wafer(0, 0, 0, 1)).isTrue();
        assertThat(line.offset(0, 0, 0)).isEqualTo(-0.375);
    }

    @Test
    void shouldFreezeTheOffsetWhileItIsDisabled() {
        ControlFixture line = new ControlFixture(c -> {});
        line.wafer(0, 0, 0, 1);

        line.set("control.c0.enabled", 0);
        assertThat(line.wafer(0, 0, 0, 5)).isFalse();
        assertThat(line.offset(0, 0, 0)).isEqualTo(-0.25);
        line.set("control.c0.enabled", 1);
        assertThat(line.wafer(0, 0, 0, 5)).isTrue();
    }

    @Test
    void shouldStartAnewAfterMaintenanceOfItsChamberAlone() {
        ControlFixture line = new ControlFixture(c -> {});
        line.wafer(0, 0, 0, 1);
        line.wafer(0, 1, 0, 1);

        assertThat(line.control.maintained(0, 0, 0, 0)).isTrue();

        assertThat(line.offset(0, 0, 0)).isZero();
        assertThat(line.offset(0, 1, 0)).isEqualTo(-0.25);
    }

    @Test
    void shouldKeepItsOffsetAfterMaintenanceWhereTheScenarioSaysSo() {
        ControlFixture line = new ControlFixture(c -> c.resetsAfterMaintenance = false);
        line.wafer(0, 0, 0, 1);

        assertThat(line.control.maintained(0, 0, 0, 0)).isTrue();
        assertThat(line.offset(0, 0, 0)).isEqualTo(-0.25);
    }

    @Test
    void shouldWeighAPredictionByItsUncertainty() {
        ControlFixture line = new ControlFixture(c -> c.resultSigma = number(0, "noise", 2));

        long run = line.control.begin(0, 0, 0, 0);
        // Weight 0.5 of a result with variance 4 is the gain of a filter with a prior of 4: 4 / (4 + 4 + 8).
        line.control.learn(0, 0, 0, 0, run, 1, 0, 8, 1);

        assertThat(line.offset(0, 0, 0)).isCloseTo(-0.125, within(1e-12));
    }

    private static void kalman(org.fabtwin.core.line.definition.ControllerDefinition c, int i) {
        c.method = ControlMethod.KALMAN;
        c.byTool = true;
        c.byProduct = true;
        c.gain = number(i, "gain", 1);
        c.resultSigma = number(i, "noise", 1);
        c.walkSigma = number(i, "walk", 0);
        c.chamberSigma = number(i, "chamber", 1);
        c.toolSigma = number(i, "tool", 1);
        c.stepSigma = number(i, "step", 1);
        c.productSigma = number(i, "product", 1);
    }

    @Test
    void shouldTellOtherContextsWhatTheyShare() {
        ControlFixture line = new ControlFixture(c -> kalman(c, 0));

        line.wafer(0, 0, 0, 5);

        // Prior 1 for each of four effects, result variance 1: each effect takes a fifth of the error.
        assertThat(line.offset(0, 0, 0)).isCloseTo(-4, within(1e-12));
        assertThat(line.offsetOfNext(0, 0, 1)).as("not the product").isCloseTo(-3, within(1e-12));
        assertThat(line.offsetOfNext(0, 1, 0)).as("not the chamber").isCloseTo(-3, within(1e-12));
        assertThat(line.offsetOfNext(0, 2, 0)).as("another tool").isCloseTo(-2, within(1e-12));
        assertThat(line.offsetOfNext(0, 3, 1)).as("the step alone").isCloseTo(-1, within(1e-12));
    }

    @Test
    void shouldShareChambersWithinAFamilyOfSteps() {
        ControlFixture line = new ControlFixture(
                c -> {
                    kalman(c, 0);
                    c.family = "etch";
                },
                c -> {
                    kalman(c, 1);
                    c.family = "etch";
                });

        line.wafer(0, 0, 0, 5);

        assertThat(line.offsetOfNext(1, 0, 0)).as("all but the step").isCloseTo(-3, within(1e-12));
        assertThat(line.offsetOfNext(1, 3, 1)).as("nothing in common").isCloseTo(0, within(1e-12));
    }

    @Test
    void shouldAgreeWithLeastSquaresOnceEnoughContextsHaveBeenSeen() {
        ControlFixture line = new ControlFixture(c -> kalman(c, 0));
        double[] chamber = {0.5, -1, 2, 0.25};
        double[] product = {-0.75, 1.5};

        for (int round = 0; round < 2_000; round++) {
            int place = round % 4;
            int which = round / 4 % 2;
            double offset = line.offsetOfNext(0, place, which);
            line.wafer(0, place, which, chamber[place] + product[which] + offset);
        }

        for (int place = 0; place < 4; place++) {
            for (int which = 0; which < 2; which++) {
                assertThat(line.offsetOfNext(0, place, which))
                        .isCloseTo(-(chamber[place] + product[which]), within(0.01));
            }
        }
    }

    @Test
    void shouldRefuseAFamilyOfDifferentContexts() {
        assertThatThrownBy(() -> new ControlFixture(
                        c -> {
                            kalman(c, 0);
                            c.family = "etch";
                        },
                        c -> {
                            kalman(c, 1);
                            c.family = "etch";
                            c.byProduct = false;
                        }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("controllers c1 and c0 are of family etch");
    }

    @Test
    void shouldTrustTheNextResultMoreAfterARedraw() {
        ControlFixture line = new ControlFixture(c -> {
            kalman(c, 0);
            c.redrawSigma = number(0, "redraw", 10);
        });
        for (int i = 0; i < 50; i++) {
            line.wafer(0, 0, 0, 0);
        }
        double before = line.offset(0, 0, 0);
        line.wafer(0, 0, 0, 1);
        double calm = Math.abs(line.offset(0, 0, 0) - before);

        assertThat(line.control.maintained(0, 0, 0, 0)).isTrue();
        before = line.offset(0, 0, 0);
        line.wafer(0, 0, 0, 1);

        assertThat(Math.abs(line.offset(0, 0, 0) - before)).isGreaterThan(20 * calm);
    }

    @Test
    void shouldNotFeedForwardWhatWasMeasuredBeforeRework() {
        ControlFixture fixture = new ControlFixture(controller -> {});
        WaferRuns runs = new WaferRuns(new StateArena(), fixture.line.controllers(), 4);
        runs.processed(2, 77, 0, 0, 0, 1, 0);
        runs.measured(2, 0, 0, 0.4);
        assertThat(runs.measured(2, 77, 0, 0)).isEqualTo(0.4);

        runs.processed(2, 77, 0, 0, 0, 2, 0);

        assertThat(runs.measured(2, 77, 0, 0)).isZero();
    }

    @Test
    void shouldTellEachProductWhatItHadExpectedOfAQualificationWafer() {
        ControlFixture line = new ControlFixture(c -> {
            c.method = ControlMethod.KALMAN;
            c.byProduct = true;
            c.resultSigma = number(0, "noise", 1);
            c.chamberSigma = number(0, "spread.chamber", 2);
            c.productSigma = number(0, "spread.product", 1);
        });
        line.wafer(0, 0, 1, 3);
        double[] expected = {
            line.control.level(line.control.loop(0, 0, 0, 0)), line.control.level(line.control.loop(0, 0, 1, 0))
        };
        line.control.begin(0, 0, 0, 0);
        expected[0] = line.control.level(line.control.loop(0, 0, 0, 0));
        line.control.maintained(0, 0, 0, 0);
        long run = line.control.beginQualification(0, 0);

        for (int product = 0; product < 2; product++) {
            line.control.qualified(0, 0, product, 0, run, 5, 0, 1);
        }

        for (int product = 0; product < 2; product++) {
            assertThat(line.control.lastError(line.control.loop(0, 0, product, 0)))
                    .isCloseTo(5 - expected[product], within(1e-12));
        }
    }

    @Test
    void shouldNotTakeAWaferOfBeforeTheMaintenanceForTheFirstAfterIt() {
        double[] offsets = new double[2];
        for (int late = 0; late < 2; late++) {
            ControlFixture line = new ControlFixture(c -> {
                c.resetsAfterMaintenance = false;
                c.weight = number(0, "weight", 0.3);
                c.resultSigma = number(0, "noise", 0.5);
                c.redrawSigma = number(0, "spread.afterMaintenance", 2);
                c.maximumStep = number(0, "maximumStep", 1);
            });
            long run = line.control.begin(0, 0, 0, 0);
            if (late == 0) {
                line.control.learn(0, 0, 0, 0, run, 1, 0, 0, 1);
            }
            line.control.maintained(0, 0, 0, 0);
            if (late == 1) {
                line.control.learn(0, 0, 0, 0, run, 1, 0, 0, 1);
            }
            line.control.qualified(0, 0, 0, 0, line.control.beginQualification(0, 0), 4, 0, 2);
            offsets[late] = line.offset(0, 0, 0);
        }

        assertThat(offsets[1]).isEqualTo(offsets[0]);
    }
}
