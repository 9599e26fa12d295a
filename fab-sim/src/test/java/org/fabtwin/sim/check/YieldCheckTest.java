/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.fabtwin.core.event.DiesLostDecoder;
import org.fabtwin.core.event.LogHeaderDecoder;
import org.fabtwin.core.event.LotCompletedDecoder;
import org.fabtwin.core.event.LotReleasedDecoder;
import org.fabtwin.core.event.WaferTestedDecoder;
import org.fabtwin.sim.event.LogSketch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of wafers in the log of a real run, whole and with planted faults. */
class YieldCheckTest {
    /** The records that the check looks at. */
    private static final Set<Integer> CODES = Set.of(
            LogHeaderDecoder.TEMPLATE_ID,
            LotReleasedDecoder.TEMPLATE_ID,
            LotCompletedDecoder.TEMPLATE_ID,
            WaferTestedDecoder.TEMPLATE_ID,
            DiesLostDecoder.TEMPLATE_ID);

    private static LogSketch pilot;

    record Fault(String name, String finding, Consumer<LogSketch> plant) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void run() throws IOException {
        pilot = new LogSketch();
        RunLog.run("line2nm-pilot", List.of("line.eventDetail=lot"), 14, 1, (buffer, offset, length, code, at) -> {
            if (CODES.contains(code)) {
                pilot.addFrame(buffer, offset, length);
            }
        });
    }

    private static YieldCheck check(final LogSketch log) {
        final YieldCheck check = new YieldCheck(log.line());
        log.replay(check);
        check.end();
        return check;
    }

    @Test
    void shouldPassARealRun() {
        assertThat(pilot.all("WaferTested")).hasSizeGreaterThan(20);
        assertThat(pilot.all("DiesLost")).hasSizeGreaterThan(100);
        assertThat(check(pilot).findings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldFindAPlantedFault(final Fault fault) {
        final LogSketch log = pilot.copy();
        fault.plant.accept(log);

        assertThat(check(log).findings()).isNotEmpty().anyMatch(finding -> finding.message()
                .contains(fault.finding));
    }

    private static int test(final LogSketch log) {
        return log.all("WaferTested").get(3);
    }

    private static int loss(final LogSketch log) {
        return log.all("DiesLost").get(5);
    }

    static Stream<Fault> faults() {
        return Stream.of(
                new Fault(
                        "a good die more",
                        " good and ",
                        log -> log.alter(test(log), "good", log.value(test(log), "good") + 1)),
                new Fault(
                        "a die less",
                        "its product has",
                        log -> log.alter(test(log), "dies", log.value(test(log), "dies") - 1)),
                new Fault("harvested without letters", "does not agree", log -> log.alter(test(log), "harvested", 7)),
                new Fault(
                        "another product",
                        "another product than its lot",
                        log -> log.alter(test(log), "product", (log.value(test(log), "product") + 1) % 3)),
                new Fault("tested twice", "was tested twice", log -> log.twice(test(log))),
                new Fault("never tested", "were tested", log -> log.drop(test(log))),
                new Fault("a wafer of another lot", "is of no lot", log -> log.alter(test(log), "wafer", 1_000_000)),
                new Fault("a loss unbooked", "lost dies too few", log -> log.drop(loss(log))),
                new Fault("a loss booked twice", "lost dies too many", log -> log.twice(loss(log))),
                new Fault(
                        "a loss of another wafer",
                        "not tested just before",
                        log -> log.alter(loss(log), "wafer", 1_000_000)),
                new Fault("a loss of no die", "booked under a step", log -> log.alter(loss(log), "dies", 0)));
    }
}
