/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.fabtwin.sim.event.LogSketch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The check of reticles on a run of the pilot line in which scanners share them, and on what is planted into its log. */
class ReticleCheckTest {
    private static LogSketch clean;

    @BeforeAll
    static void run() throws IOException {
        clean = new LogSketch();
        RunLog.run(
                "line2nm-pilot",
                List.of(
                        "tools.KRF.count=3",
                        "tools.KRF.reticles.copies=1",
                        "tools.KRF.reticles.moveTime=5 min",
                        "dispatch.KRF=[fifo]"),
                10,
                1,
                (buffer, offset, length, code, at) -> clean.addFrame(buffer, offset, length));
    }

    private static Checks checked(final LogSketch log) {
        final Checks checks = new Checks();
        log.replay(checks);
        checks.end();
        return checks;
    }

    /** What the check of reticles says of a log. */
    private static List<String> findings(final LogSketch log) {
        return checked(log).checks().stream()
                .filter(check -> check.name().equals("reticle"))
                .flatMap(check -> check.findings().stream())
                .map(Finding::message)
                .toList();
    }

    /** One that comes from another tool, after a while. */
    private static int someMove() {
        return clean.all("ReticleMoved").stream()
                .filter(index -> clean.value(index, "fromTool") >= 0)
                .skip(3)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldFindNothingInTheRun() {
        assertThat(clean.all("ReticleMoved")).hasSizeGreaterThan(50);
        assertThat(checked(clean).checks()).anyMatch(check -> check.name().equals("reticle"));
        assertThat(checked(clean).checks()).allMatch(check -> check.findings().isEmpty());
    }

    @Test
    void shouldFindACarrierThatStartsWithoutItsReticle() {
        final LogSketch log = clean.copy();
        log.drop(someMove());
        assertThat(findings(log)).anyMatch(text -> text.contains("does not have reticle"));
    }

    @Test
    void shouldFindAReticleThatComesTwice() {
        final LogSketch log = clean.copy();
        log.twice(someMove());
        assertThat(findings(log)).anyMatch(text -> text.contains("which has that reticle"));
    }

    @Test
    void shouldFindAReticleThatComesFromWhereItWasNot() {
        final LogSketch log = clean.copy();
        log.alter(someMove(), "fromTool", -1);
        assertThat(findings(log)).anyMatch(text -> text.contains("came from"));
    }

    @Test
    void shouldFindACopyTooMany() {
        final LogSketch log = clean.copy();
        log.alter(someMove(), "copyNumber", 1);
        assertThat(findings(log)).anyMatch(text -> text.contains("moved, there are"));
    }

    /** The last start of a wafer before a reticle leaves is not told: a wafer in the tool still waits for it. */
    @Test
    void shouldFindAReticleThatLeavesWafersBehind() {
        final int move = someMove();
        final int tool = (int) clean.value(move, "fromTool");
        final int reticle = (int) clean.value(move, "reticle");
        final int start = clean.all("WaferStarted").stream()
                .filter(index -> index < move
                        && clean.line().toolOfChamber((int) clean.value(index, "chamber")) == tool
                        && clean.line().reticleOf((int) clean.value(index, "step")) == reticle)
                .reduce((earlier, later) -> later)
                .orElseThrow();
        final LogSketch log = clean.copy();
        log.drop(start);

        assertThat(findings(log)).anyMatch(text -> text.contains("where wafers waited for it"));
    }
}
