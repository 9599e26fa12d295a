/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.fabtwin.bench.BenchJvm;
import org.junit.jupiter.api.Test;

class PeerCommandTest {
    @Test
    void shouldTimeACommandBesideOursAndCompareAnswers() throws IOException {
        JsonNode right = run("echo 300000 lots, mean cycle time 24.2");

        assertThat(right.get("answersAgree").asBoolean()).isTrue();
        assertThat(right.get("peerAnswer").asDouble()).isEqualTo(24.2);
        assertThat(right.get("runs")).hasSize(1);
        assertThat(right.get("eventCalendarMedianSeconds").asDouble()).isPositive();
        assertThat(right.get("peerOverEventCalendar").asDouble()).isLessThan(1);
    }

    @Test
    void shouldTellAWrongAnswerAndRefuseNone() throws IOException {
        assertThat(run("echo 31").get("answersAgree").asBoolean()).isFalse();
        assertThatThrownBy(() -> run("echo nothing")).hasMessageContaining("no number");
        assertThatThrownBy(() -> run("exit 3")).hasMessageContaining("exit code 3 of exit 3");
    }

    private static JsonNode run(String command) throws IOException {
        return new PeerCommand(PeerCommand.Model.FAB, command, BenchJvm.command()).run(1, remark -> {});
    }
}
