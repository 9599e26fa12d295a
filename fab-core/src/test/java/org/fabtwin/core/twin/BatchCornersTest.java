/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.fabtwin.core.event.TrackInDecoder;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.random.Distribution;
import org.junit.jupiter.api.Test;

/** Who may not join a batch of its own family. */
class BatchCornersTest {
    private final LineFixture fixture = LineFixture.ofLots();

    /** Two products whose lots come at the origin and may share a batch. */
    private StepDefinition[] family(int tools) {
        fixture.group("B", ToolKind.BATCH, tools);
        fixture.recipe("r", Distribution.CONSTANT, 10);
        StepDefinition[] steps = new StepDefinition[2];
        for (int i = 0; i < 2; i++) {
            String name = i == 0 ? "p" : "q";
            steps[i] = fixture.step(fixture.product(name), "s", "B", "r");
            steps[i].batchFamily = "f";
            steps[i].batchMinimum = 1;
            steps[i].batchMaximum = 2;
            fixture.order("o" + name, name, 1, Distribution.CONSTANT, 60).releases = 1;
        }
        return steps;
    }

    private List<String> starts() throws IOException {
        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0).runTo(100)) {
            List<String> starts = new ArrayList<>();
            TrackInDecoder in = new TrackInDecoder();
            for (RecordedRun.Event event : run.events(TrackInDecoder.TEMPLATE_ID)) {
                in.wrap(ReworkCornersTest.bytes(event), 0, TrackInDecoder.BLOCK_LENGTH, 1);
                starts.add("lot " + in.lot() + " tool " + in.tool() + " at " + (int) event.minutes());
            }
            return starts;
        }
    }

    @Test
    void shouldStartAFamilyTogether() throws IOException {
        family(2);

        assertThat(starts()).containsExactly("lot 0 tool 0 at 0", "lot 1 tool 0 at 0");
    }

    @Test
    void shouldNotTakeALotThatTheToolIsNotQualifiedFor() throws IOException {
        StepDefinition[] steps = family(2);
        steps[0].qualifiedTools.add(0);
        steps[1].qualifiedTools.add(1);

        assertThat(starts()).containsExactly("lot 0 tool 0 at 0", "lot 1 tool 1 at 0");
    }

    @Test
    void shouldNotTakeALotThatNeedsAnotherSetup() throws IOException {
        StepDefinition[] steps = family(1);
        steps[0].setup = "x";
        steps[1].setup = "y";

        assertThat(starts()).containsExactly("lot 0 tool 0 at 0", "lot 1 tool 0 at 10");
    }
}
