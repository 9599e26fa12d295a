/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Wrong scenarios in the resource folder malformed/: comments at the end of each file say which {@code --set} options it is read
 * with and which errors must be reported: all of them, in this order, and no others.
 */
class MalformedScenarioTest {
    private static final String EXPECT = "# expect: ";
    private static final String SET = "# set: ";

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void shouldReportEveryErrorWithItsPlace(final String name) throws Exception {
        final Path file = folder().resolve(name);
        final List<String> lines = Files.readAllLines(file);
        final List<String> expected = values(lines, EXPECT);

        final ScenarioException failure = catchThrowableOfType(
                ScenarioException.class, () -> ScenarioReader.read(file.toString(), values(lines, SET)));

        assertThat(failure).as("errors of " + name).isNotNull();
        assertThat(failure.problems().stream().map(this::relative)).containsExactlyElementsOf(expected);
        assertThat(expected).isNotEmpty();
    }

    @Test
    void shouldCoverAtLeastFiftyFiles() throws Exception {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(50);
    }

    static Stream<String> cases() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(folder())) {
            return files
                    .map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static Path folder() throws URISyntaxException {
        return Path.of(MalformedScenarioTest.class.getResource("malformed").toURI());
    }

    private static List<String> values(final List<String> lines, final String prefix) {
        final List<String> values = new ArrayList<>();
        lines.stream()
                .filter(line -> line.startsWith(prefix))
                .forEach(line -> values.add(line.substring(prefix.length())));
        return values;
    }

    /** The error without the folder's path, which differs from machine to machine. */
    private String relative(final Problem problem) {
        try {
            return problem.toString().replace(folder() + "/", "");
        } catch (final URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
