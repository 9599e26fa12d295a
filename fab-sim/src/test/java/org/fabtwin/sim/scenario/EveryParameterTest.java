/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.fabtwin.core.event.CommandResult;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.twin.Command;
import org.fabtwin.core.twin.Twin;
import org.junit.jupiter.api.Test;

/** All numbers of process, control and yield of the reference line, one after another: by {@code --set}, and by command. */
class EveryParameterTest {
    private static final Set<String> SECTIONS = Set.of(
            "parameters",
            "variation",
            "sensitivity",
            "queueEffects",
            "defects",
            "systematicLosses",
            "edgePlacement",
            "metrology",
            "control");

    private static boolean isConcerned(Tunable row) {
        return SECTIONS.contains(row.path().substring(0, row.path().indexOf('.')))
                || row.path().contains(".limits.")
                || row.path().contains(".bins.");
    }

    /** Another value within the bounds. */
    private static double changed(Tunable row) {
        if (row.path().endsWith(".enabled")) {
            return 1 - row.value();
        }
        final double value = row.value() == 0 ? 0.25 * row.factor() : 0.9 * row.value();
        return Math.max(row.minimum(), Math.min(row.maximum(), value));
    }

    @Test
    void shouldTakeEachBySet() {
        final Line line = LineCompiler.compile(
                ScenarioReader.read("line2nm-pilot", List.of()).definition());
        final List<Tunable> rows = new ArrayList<>();
        final List<String> changes = new ArrayList<>();
        for (int id = 0; id < line.parameters().size(); id++) {
            final Tunable row = line.parameters().row(id);
            if (isConcerned(row) && row.live()) {
                rows.add(row);
                changes.add(row.path() + "="
                        + new BigDecimal(changed(row) / row.factor()).toPlainString()
                        + (row.unit().isEmpty() ? "" : " " + row.unit()));
            }
        }

        final Line other = LineCompiler.compile(
                ScenarioReader.read("line2nm-pilot", changes).definition());

        assertThat(rows).hasSizeGreaterThan(1500);
        for (final Tunable row : rows) {
            final double expected = changed(row);
            final double found =
                    other.parameters().row(other.parameters().idOf(row.path())).value();
            assertThat(Math.abs(found - expected))
                    .as("%s", row.path())
                    .isLessThanOrEqualTo(1e-9 * Math.max(Math.abs(expected), row.factor()));
        }
    }

    @Test
    void shouldTakeEachByCommandWhileTheLineRuns() throws IOException {
        final Line line = LineCompiler.compile(
                ScenarioReader.read("line2nm-pilot", List.of()).definition());
        try (EventLog log = EventLog.create(
                EventLogConfig.ringOnly().withSegmentBytes(1 << 22).withSegmentCount(4))) {
            final Twin twin = new Twin(line, 1, 0, log, new EventWriter(log), null);
            twin.start();
            final List<Integer> set = new ArrayList<>();
            final List<Command> commands = new ArrayList<>();
            for (int id = 0; id < line.parameters().size(); id++) {
                final Tunable row = line.parameters().row(id);
                if (isConcerned(row) && row.live()) {
                    set.add(id);
                    final Command command =
                            Command.setParameter(id, changed(row)).at(3_600_000_000L);
                    commands.add(command);
                    twin.inbox().offer(command);
                }
            }
            while (!twin.advance(7_200_000_000L, 1 << 16)) {
                // Two hours.
            }

            for (int i = 0; i < set.size(); i++) {
                final Tunable row = line.parameters().row(set.get(i));
                assertThat(commands.get(i).receipt().join().result())
                        .as("%s", row.path())
                        .isEqualTo(CommandResult.APPLIED);
                assertThat(twin.parameter(set.get(i))).as("%s", row.path()).isEqualTo(changed(row));
            }
        }
    }
}
