/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.fabtwin.core.event.CommandKind;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.twin.Command;
import org.fabtwin.sim.scenario.Problem;
import org.fabtwin.sim.scenario.ScenarioException;
import org.junit.jupiter.api.Test;

class CommandObjectTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Line LINE = SmallLine.compiled();

    private static Command read(String json) throws Exception {
        return CommandObject.read(JSON.readTree(json), LINE);
    }

    @Test
    void shouldTakeEffectAsSoonAsPossibleWithoutATime() throws Exception {
        final Command command = read("{\"do\": \"toolDown\", \"target\": \"SAW-02\"}");

        assertThat(command.kind()).isEqualTo(CommandKind.TOOL_DOWN);
        assertThat(command.subject()).isEqualTo(1);
        assertThat(command.atUs()).isEqualTo(Command.NOW);
        assertThat(read("{\"do\": \"pause\", \"at\": null}").atUs()).isEqualTo(Command.NOW);
        assertThat(read("{\"do\": \"hold\", \"target\": 17, \"at\": \"2 h\"}").atUs())
                .isEqualTo(7_200_000_000L);
    }

    @Test
    void shouldNameTheFieldOfEachError() {
        assertThatThrownBy(() -> read("{\"do\": \"setParameter\", \"target\": \"tools.SAW.breakdown.mtbf\", "
                        + "\"value\": [1], \"at\": 3}"))
                .isInstanceOfSatisfying(ScenarioException.class, errors -> assertThat(errors.problems())
                        .extracting(Problem::path)
                        .containsExactlyInAnyOrderElementsOf(List.of("value", "at")));
        assertThatThrownBy(() -> read("[]")).hasMessageContaining("found no JSON object");
    }
}
