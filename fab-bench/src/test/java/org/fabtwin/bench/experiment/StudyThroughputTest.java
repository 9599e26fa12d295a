/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class StudyThroughputTest {
    @Test
    void shouldStillRunAndGetTheSameResultWithOneThreadAndWithTwo() throws Exception {
        final ByteArrayOutputStream printed = new ByteArrayOutputStream();
        final PrintStream out = System.out;
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            StudyThroughput.main(new String[] {"minifab", "1", "3", "1"});
        } finally {
            System.setOut(out);
        }

        final String text = printed.toString(StandardCharsets.UTF_8);
        final List<String> digests = Pattern.compile("\"digest\": \"([0-9a-f]{16})\"")
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
        assertThat(digests).hasSize(4).containsOnly(digests.get(0));
        assertThat(text).contains("\"medianOfRatios\": ", "\"medianOfControls\": ");
    }
}
