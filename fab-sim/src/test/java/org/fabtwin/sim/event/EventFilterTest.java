/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventFilterTest {
    private final LogSketch log = new LogSketch()
            .add("LotReleased", 0, "lot", 1, "firstWafer", 10, "wafers", 3)
            .add("LotReleased", 0, "lot", 2, "firstWafer", -1, "wafers", 3)
            .add("TrackIn", 10, "lot", 1, "tool", 1)
            .add("WaferStarted", 11, "lot", 1, "wafer", 12, "chamber", 2)
            .add("WaferStarted", 12, "lot", 2, "wafer", 20, "chamber", 0)
            .add("ToolStateChanged", 13, "tool", 1)
            .add("ChamberStateChanged", 14, "chamber", 1)
            .add("TrackOut", 15, "lot", 1, "tool", 1);

    @Test
    void shouldPassEverythingWithoutConditions() {
        assertThat(passed(EventFilter.builder())).hasSize(8);
    }

    @Test
    void shouldSelectByType() {
        assertThat(passed(EventFilter.builder().type("trackIn").type("TrackOut")))
                .containsExactly(2, 7);
    }

    @Test
    void shouldSelectByLot() {
        assertThat(passed(EventFilter.builder().lot(1))).containsExactly(0, 2, 3, 7);
    }

    @Test
    void shouldSelectByWaferWithItsRelease() {
        assertThat(passed(EventFilter.builder().wafer(12))).containsExactly(0, 3);
        assertThat(passed(EventFilter.builder().wafer(13))).isEmpty();
        assertThat(passed(EventFilter.builder().wafer(1))).isEmpty();
    }

    @Test
    void shouldRefuseMoreValuesThanAConditionMayHave() {
        final EventFilter.Builder filter = EventFilter.builder();
        for (int serial = 0; serial < EventFilter.MOST_VALUES; serial++) {
            filter.lot(serial).wafer(serial).lot(0);
        }

        assertThatThrownBy(() -> filter.lot(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lot: expected at most 1000 values, found more");
        assertThatThrownBy(() -> filter.wafer(-1)).hasMessageContaining("wafer: expected at most 1000 values");
    }

    @Test
    void shouldSelectByToolGroupToolOrChamber() {
        assertThat(passed(EventFilter.builder().tool("CLU-01"))).containsExactly(2, 3, 5, 6, 7);
        assertThat(passed(EventFilter.builder().tool("CLU"))).containsExactly(2, 3, 5, 6, 7);
        assertThat(passed(EventFilter.builder().tool("CLU-01/B"))).containsExactly(3);
    }

    @Test
    void shouldSelectByTimeFromInclusiveToExclusive() {
        assertThat(passed(EventFilter.builder().fromUs(11).beforeUs(13))).containsExactly(3, 4);
    }

    @Test
    void shouldJoinKindsOfConditionsByAnd() {
        assertThat(passed(EventFilter.builder()
                        .type("WaferStarted")
                        .lot(1)
                        .tool("CLU")
                        .beforeUs(12)))
                .containsExactly(3);
    }

    @Test
    void shouldNameWhatThereIsWhenTypeOrToolIsUnknown() {
        assertThatThrownBy(() -> EventFilter.builder().type("TrackUp"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TrackUp")
                .hasMessageContaining("TrackOut");
        assertThatThrownBy(() -> EventFilter.builder().tool("XYZ").build(TinyLine.line()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the line tiny line has no tool, tool group or chamber XYZ");
    }

    private List<Integer> passed(final EventFilter.Builder builder) {
        final EventFilter filter = builder.build(TinyLine.line());
        final List<Integer> passed = new ArrayList<>();
        final int[] index = new int[1];
        log.replay((buffer, offset, length, templateId, position) -> {
            if (filter.isWanted(buffer, offset, templateId)) {
                passed.add(index[0]);
            }
            index[0]++;
        });
        return passed;
    }
}
