/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.fabtwin.core.event.CommandKind.HOLD_LOT;
import static org.fabtwin.core.event.CommandKind.PAUSE;
import static org.fabtwin.core.event.CommandKind.RELEASE_LOTS;
import static org.fabtwin.core.event.CommandKind.RELEASE_WAFER;
import static org.fabtwin.core.event.CommandKind.SET_PARAMETER;
import static org.fabtwin.core.event.CommandKind.START_EXCURSION;
import static org.fabtwin.core.event.CommandKind.TOOL_DOWN;
import static org.fabtwin.core.event.CommandKind.TOOL_UP;

import java.util.List;
import org.fabtwin.core.line.Line;
import org.fabtwin.sim.scenario.ScenarioException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandFileTest {
    private static final long HOUR_US = 3_600_000_000L;
    private static final Line LINE = SmallLine.compiled();

    private static List<TimedCommand> read(String text) {
        return CommandFile.read("commands.yaml", text, LINE);
    }

    @Test
    void shouldReadYamlListInOrderOfTime() {
        final List<TimedCommand> commands = read("""
                # a tool goes down for half a day
                - {at: 1.5 d, do: toolUp, target: SAW-02}
                - at: 1 d
                  do: toolDown
                  target: SAW-02
                - {at: 30 h, do: setParameter, target: tools.SAW.breakdown.mtbf, value: 2 d}
                - {at: 0, do: releaseLots, target: planks, value: 3}
                - {at: 31 h, do: hold, target: 17}
                - {at: 40 h, do: pause}
                - {at: 41 h, do: releaseWafer, target: 4, value: rejoin}
                - {at: 42 h, do: releaseWafer, target: 4}
                """);

        final int mtbf = LINE.parameters().idOf("tools.SAW.breakdown.mtbf");
        assertThat(commands)
                .containsExactly(
                        new TimedCommand(0, RELEASE_LOTS, 0, 3, 0),
                        new TimedCommand(24 * HOUR_US, TOOL_DOWN, 1, 0, 0),
                        new TimedCommand(30 * HOUR_US, SET_PARAMETER, mtbf, 0, 48.0 * HOUR_US),
                        new TimedCommand(31 * HOUR_US, HOLD_LOT, 17, 0, 0),
                        new TimedCommand(36 * HOUR_US, TOOL_UP, 1, 0, 0),
                        new TimedCommand(40 * HOUR_US, PAUSE, -1, 0, 0),
                        new TimedCommand(41 * HOUR_US, RELEASE_WAFER, 4, 1, 0),
                        new TimedCommand(42 * HOUR_US, RELEASE_WAFER, 4, 0, 0));
    }

    @Test
    void shouldStartAndEndExcursionsInAChamberThatTheyStrike() {
        final Line pilot = org.fabtwin.core.line.LineCompiler.compile(org.fabtwin.sim.scenario.ScenarioReader.read(
                        "line2nm-pilot",
                        List.of(
                                "excursions.dust.kind=particles",
                                "excursions.dust.chambers=[CCP-01/A]",
                                "excursions.dust.size=0.1 /cm2"))
                .definition());

        final List<TimedCommand> commands = CommandFile.read("commands.yaml", """
                - {at: 1 h, do: startExcursion, target: dust, value: CCP-01/A}
                - {at: 2 h, do: endExcursion, target: CCP-01/A}
                """, pilot);

        final int chamber = commands.get(1).subject();
        assertThat(pilot.toolGroups().chamberName(chamber)).isEqualTo("CCP-01/A");
        assertThat(commands.get(0)).isEqualTo(new TimedCommand(HOUR_US, START_EXCURSION, 0, chamber, 0));
        assertThatThrownBy(() -> CommandFile.read(
                        "commands.yaml", "- {at: 1 h, do: startExcursion, target: dust, value: CCP-01/B}", pilot))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("expected a chamber that the excursion can strike; did you mean CCP-01/A?");
    }

    @Test
    void shouldReadJsonLines() {
        final List<TimedCommand> commands = read("""
                {"at": "1 h", "do": "toolDown", "target": "SAW-01"}

                {"at": "2 h", "do": "setParameter", "target": "tools.SAW.breakdown.mtbf", "value": 100}
                """);

        assertThat(commands).hasSize(2);
        assertThat(commands.get(1).value())
                .as("a plain number is in the parameter's unit")
                .isEqualTo(100.0 * HOUR_US);
    }

    @Test
    void shouldTakeEmptyFileAsNoCommands() {
        assertThat(read("")).isEmpty();
        assertThat(read("# nothing\n")).isEmpty();
        assertThat(read("[]")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{do: toolDown, target: SAW-01}|at: found nothing",
                "{at: 5 nm, do: toolDown, target: SAW-01}|at: found '5 nm'",
                "{at: 5, do: toolDown, target: SAW-01}|at: found '5'",
                "{at: -5 h, do: toolDown, target: SAW-01}|at: found '-5 h'",
                "{at: 5 h, target: SAW-01}|do: found nothing",
                "{at: 5 h, do: tooldown, target: SAW-01}|did you mean toolDown?",
                "{at: 5 h, do: toolDown}|target: found nothing",
                "{at: 5 h, do: toolDown, target: SAW-03}|did you mean SAW-",
                "{at: 5 h, do: toolDown, tool: SAW-03}|found 'tool'",
                "{at: 5 h, do: releaseLots, target: plank}|did you mean planks?",
                "{at: 5 h, do: releaseLots, target: planks, value: 1.5}|value: found '1.5'",
                "{at: 5 h, do: releaseWafer, target: 4, value: join}|value: found 'join', expected 'rejoin'",
                "{at: 5 h, do: hold, target: SAW-01}|expected the serial of a lot",
                "{at: 5 h, do: setParameter, target: tools.SAW.breakdown.mtb, value: 1 h}|tools.SAW.breakdown.mtbf",
                "{at: 5 h, do: setParameter, target: tools.SAW.breakdown.mtbf, value: 1 mm}|expected a number in h",
                "{at: 5 h, do: setParameter, target: tools.SAW.breakdown.mtbf, value: -1 h}|expected a number in h from 2.7777",
                "{at: 5 h, do: setParameter, target: tools.SAW.breakdown.mtbf}|value: found nothing",
                "{at: 5 h, do: pause, target: [1]}|expected one value",
                "toolDown|expected a command such as",
                "{at: 5 h|expected YAML",
            })
    void shouldSayWhereAnEntryIsWrong(String entry, String message) {
        assertThatThrownBy(() -> read("- {at: 1 h, do: pause}\n- " + entry + "\n"))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("commands.yaml:");
    }

    @Test
    void shouldReportAllErrorsWithTheirLines() {
        assertThatThrownBy(() -> read("{\"at\": \"1 h\", \"do\": \"stop\"}\n\n{\"at\": \"soon\", \"do\": \"pause\"}\n"))
                .hasMessageContaining("commands.yaml:1:")
                .hasMessageContaining("commands.yaml:3:");
    }
}
