/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fabtwin.core.line.ChartRule;
import org.fabtwin.core.line.ControlMethod;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.line.definition.ControllerDefinition;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.QualificationDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sections metrology, control and spc, over the reference line. */
class ControlScenarioTest {
    private static final double NM = 1e-6;
    private static final double S = 1e6;
    private static final double MINUTE_US = 60e6;

    @TempDir
    private Path folder;

    private LineDefinition read(final String diff, final String... sets) throws IOException {
        final Path file = folder.resolve("diff.yaml");
        Files.writeString(file, "extends: builtin:line2nm-pilot\n" + diff + "\n");
        return ScenarioReader.read(file.toString(), List.of(sets)).definition();
    }

    private static ControllerDefinition controller(final LineDefinition line, final String name) {
        return line.controllers.stream()
                .filter(row -> row.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldTakeLoopsAndNoiseFromTheTables() throws IOException {
        final LineDefinition line = read("line: {name: x}");

        assertThat(line.controllers).hasSize(39);
        assertThat(line.measurements).hasSize(39);
        final ControllerDefinition m2 = controller(line, "m2_cd");
        assertThat(m2.step).isEqualTo("18.m2.CCP-trench-etch");
        assertThat(m2.gain.value()).isCloseTo(0.08 * NM / S, within(1e-18));
        assertThat(m2.lower.value()).isEqualTo(-17 * S);
        assertThat(m2.maximumStep.value()).isEqualTo(6 * S);
        assertThat(m2.weight.value()).isEqualTo(0.3);
        assertThat(m2.measurementSigma.value()).isCloseTo(0.08 * NM, within(1e-15));
        assertThat(m2.resultSigma.value()).isCloseTo(Math.hypot(0.08, 0.072) * NM, within(1e-12));
        assertThat(m2.resetsAfterMaintenance).isTrue();
        assertThat(controller(line, "v1_ovl").components).isEqualTo(2);
        assertThat(controller(line, "spacer_t").gain.value()).isCloseTo(0.06 * NM, within(1e-15));
    }

    @Test
    void shouldMakeEachNumberAParameterOfTheLine() throws IOException {
        final Line line = LineCompiler.compile(
                read("control: {m2_cd: {virtual: {sensors: 4, attainable: 0.7}}}", "control.m2_cd.weight=0.5"));

        for (final String name : List.of(
                "control.m2_cd.weight",
                "control.m2_cd.enabled",
                "control.m2_cd.gain",
                "control.m2_cd.deadband",
                "control.m2_cd.virtual.attainable",
                "metrology.m2_cd.noise")) {
            assertThat(line.parameters().idOf(name)).as(name).isNotNegative();
        }
        assertThat(line.parameters()
                        .row(line.parameters().idOf("control.m2_cd.weight"))
                        .value())
                .isEqualTo(0.5);
    }

    @Test
    void shouldReachAllLoopsWithASelector() throws IOException {
        final LineDefinition line = read("""
                control:
                  'm*_cd': {method: kalman, context: [tool, chamber, product], spread: {product: 0.1 nm}}
                spc:
                  guard: {watches: 'm*_cd', rule: westernElectric, down: 2 h, hold: true}
                """, "control.*.enabled=0");

        assertThat(line.controllers).allMatch(row -> row.enabled.value() == 0);
        final ControllerDefinition m1 = controller(line, "m1_cd");
        assertThat(m1.method).isEqualTo(ControlMethod.KALMAN);
        assertThat(m1.byTool && m1.byChamber && m1.byProduct).isTrue();
        assertThat(m1.productSigma.value()).isCloseTo(0.1 * NM, within(1e-15));
        assertThat(m1.chamberSigma.value()).isCloseTo(0.181 * NM, within(1e-15));
        assertThat(line.charts).extracting(chart -> chart.controller).contains("m0_cd", "m1_cd", "m2_cd", "m5_cd");
        assertThat(line.charts)
                .allMatch(chart -> chart.rule == ChartRule.WESTERN_ELECTRIC
                        && chart.holds
                        && chart.downTime.value() == 2 * 3600 * S);
    }

    @Test
    void shouldFeedForwardAnEarlierParameter() throws IOException {
        final LineDefinition line =
                read("control: {sheet_loss: {feedForward: {from: sheet_t, coefficient: 0.5, sigma: 0.1 nm}}}");

        final ControllerDefinition loss = controller(line, "sheet_loss");
        assertThat(loss.feedForwardFrom).isEqualTo("sheet_t");
        assertThat(loss.feedForwardNoise.value()).isCloseTo(0.04 * NM, within(1e-15));
        LineCompiler.compile(line);
    }

    @Test
    void shouldNameWhatIsWrong() {
        assertThatThrownBy(() -> read("""
                        metrology: {m2_cx: {noise: 0.1 nm}}
                        control:
                          m2_cd: {gain: 0.08 nm, weight: 11, method: pid}
                          tin_b: {feedForward: {from: tin_x, coefficient: 1}}
                        spc: {k: {watches: m2_cx}}
                        """))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("metrology.m2_cx: found 'm2_cx'")
                .hasMessageContaining("a critical parameter (section parameters); did you mean m2_cd?")
                .hasMessageContaining("control.m2_cd.gain: found '0.08 nm'")
                .hasMessageContaining("control.m2_cd.method: found 'pid', expected one of ewma, integral")
                .hasMessageContaining("spc.k.watches: found 'm2_cx'");
    }

    private static QualificationDefinition qualification(
            final LineDefinition line, final String group, final String item) {
        return line.toolGroups.stream()
                .filter(row -> row.name.equals(group))
                .flatMap(row -> row.maintenance.stream())
                .filter(row -> row.name.equals(item))
                .findFirst()
                .orElseThrow()
                .qualification;
    }

    @Test
    void shouldQualifyChambersWhoseMaintenanceDrawsThemAnew() throws IOException {
        final LineDefinition line = read("line: {name: x}");

        final QualificationDefinition wafer = qualification(line, "ICP", "wet-clean");
        assertThat(wafer.time.value()).isEqualTo(10 * MINUTE_US);
        assertThat(wafer.delay.value()).isEqualTo(45 * MINUTE_US);
        assertThat(wafer.waits.value()).isEqualTo(1);
        assertThat(wafer.enabled.value()).isEqualTo(1);
        assertThat(wafer.delay.path()).isEqualTo("tools.ICP/*.maintenance.wet-clean.qualification.delay");
        assertThat(qualification(line, "DALD", "in-situ-clean")).isNull();
    }

    @Test
    void shouldChangeAllQualificationWafersBySelectorAndGiveNoOthers() throws IOException {
        final LineDefinition line = read(
                "line: {name: x}",
                "tools.*.maintenance.*.qualification.enabled=0",
                "tools.*/*.maintenance.*.qualification.enabled=0",
                "tools.IC*/*.maintenance.wet-*.qualification.wait=0",
                "metrology.gate_l.qualificationNoise=0.5 nm");

        assertThat(line.toolGroups.stream()
                        .flatMap(group -> group.maintenance.stream())
                        .filter(item -> item.qualification != null))
                .hasSize(16)
                .allMatch(item -> item.qualification.enabled.value() == 0);
        assertThat(qualification(line, "ICP", "wet-clean").waits.value()).isZero();
        assertThat(qualification(line, "CCP", "wet-clean").waits.value()).isEqualTo(1);
        assertThat(line.measurements.stream()
                        .filter(row -> row.parameter.equals("gate_l"))
                        .findFirst()
                        .orElseThrow()
                        .qualificationNoise
                        .value())
                .isCloseTo(0.5 * NM, within(1e-15));
    }

    @Test
    void shouldRefuseAQualificationWaferWithoutTime() {
        assertThatThrownBy(
                        () -> read(
                                "tools: {'ICP/*': {maintenance: {weekly: {every: 168 h, duration: 1 h, qualification: {delay: 1 h}}}}}"))
                .hasMessageContaining("qualification.time")
                .hasMessageContaining("the time that the wafer takes of its chamber");
    }
}
