/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.fabtwin.sim.check.TinyRun;
import org.fabtwin.sim.event.LogSketch;
import org.fabtwin.sim.event.SketchFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void shouldEndWithZeroWhenEverythingHolds() throws IOException {
        SketchFolder.write(TinyRun.log(), directory);

        assertThat(check()).as(err.toString()).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains("ok    conservation: ")
                .doesNotContain("FAILS")
                .contains("log hash ");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldEndWithOneAndNameTheFinding() throws IOException {
        final LogSketch log = TinyRun.log();
        log.alter(log.find("LotCompleted", "lot", 0, 0), "wafers", 1);
        SketchFolder.write(log, directory);

        assertThat(check()).isEqualTo(ExitCode.REFUSED);
        assertThat(out.toString())
                .contains("FAILS conservation: ")
                .contains("0d 00:00:00.000100  at ")
                .contains("lot 0 was released with 2 wafers; completed with 1 good and 0 scrapped")
                .contains("ok    queueTime");
    }

    @Test
    void shouldPrintJsonAlone() throws IOException {
        SketchFolder.write(TinyRun.log(), directory);

        assertThat(check("--json")).isEqualTo(ExitCode.OK);
        final JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.get("passed").asBoolean()).isTrue();
        assertThat(json.get("hashChecked").asBoolean()).isTrue();
        assertThat(json.get("logHash").asText()).matches("[0-9a-f]{8}");
        assertThat(json.get("checks")).hasSize(13);
        assertThat(json.get("checks").get(1).get("name").asText()).isEqualTo("conservation");
        assertThat(json.get("checks").get(1).get("findings").asInt()).isZero();
    }

    @Test
    void shouldFailWhenBytesDifferFromThePublishedHash() throws IOException {
        SketchFolder.write(TinyRun.log(), directory);
        final Path segment;
        try (Stream<Path> files = Files.list(directory)) {
            segment = files.filter(file -> file.toString().endsWith(".seg"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
        final byte[] bytes = Files.readAllBytes(segment);
        final String text = new String(bytes, StandardCharsets.ISO_8859_1);
        bytes[text.indexOf("tiny line")]++;
        Files.write(segment, bytes);

        assertThat(check()).isEqualTo(ExitCode.REFUSED);
        assertThat(out.toString()).contains("FAILS records: ").contains("the log says ");
    }

    @Test
    void shouldEndWithFileErrorWhenThereIsNoLog() {
        assertThat(check()).isEqualTo(ExitCode.IO);
        directory = directory.resolve("missing");
        assertThat(check()).isEqualTo(ExitCode.IO);
        assertThat(err.toString()).contains("there is no such folder");
    }

    private int check(final String... options) {
        final String[] args = Stream.concat(Stream.of("check", directory.toString()), Stream.of(options))
                .toArray(String[]::new);
        return FabCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }
}
