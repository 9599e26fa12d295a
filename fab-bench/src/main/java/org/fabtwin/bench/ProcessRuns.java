/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.fabtwin.bench.latency.LatencyRun;
import org.fabtwin.bench.peers.PeerCommand;
import org.fabtwin.sim.cli.ExitCode;
import org.fabtwin.sim.cli.OutputOptions;

/** Measurements of {@code fab bench} that are no JMH benchmarks, because they take several processes. */
final class ProcessRuns {
    private static final int[] EVENTS_PER_SECOND = {1_000, 10_000, 100_000};
    private static final int WARM_UP_EVENTS = 200_000;

    private final String command;
    private final Path results;
    private final boolean quick;
    private final OutputOptions output;
    private final PrintWriter remarks;

    ProcessRuns(String command, Path results, boolean quick, OutputOptions output, PrintWriter remarks) {
        this.command = command;
        this.results = results;
        this.quick = quick;
        this.output = output;
        this.remarks = remarks;
    }

    int run(boolean latency, String peerCommand, PeerCommand.Model model, int rounds) throws IOException {
        final LocalDateTime started = LocalDateTime.now(ZoneOffset.UTC);
        final Machine machine = Machine.current();
        final Path folder = Files.createDirectories(results.resolve(started.toLocalDate() + "-" + machine.slug()));
        final String name = DateTimeFormatter.ofPattern("HHmmss", Locale.ROOT).format(started)
                + (latency ? "-latency" : "-peer-command");
        final BenchRecord record = new BenchRecord(command, started, machine);
        int exitCode = ExitCode.OK;
        if (latency) {
            final LatencyRun run = new LatencyRun(
                    EVENTS_PER_SECOND, quick ? 0.2 : 5, quick ? 20_000 : WARM_UP_EVENTS, BenchJvm.command());
            run.run(this::remark);
            run.write(folder.resolve(name));
        } else {
            final ObjectNode result = new PeerCommand(model, peerCommand, BenchJvm.command()).run(rounds, this::remark);
            new ObjectMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValue(folder.resolve(name + ".json").toFile(), result);
            remarks.printf(
                    Locale.ROOT,
                    "%.2f times the event calendar's time, %.2f times the twin's; answer %s, expected %s%n",
                    result.get("peerOverEventCalendar").asDouble(),
                    result.get("peerOverTwin").asDouble(),
                    result.get("peerAnswer"),
                    result.get("expectedAnswer"));
            exitCode = result.get("answersAgree").asBoolean() ? ExitCode.OK : ExitCode.REFUSED;
        }
        record.write(folder.resolve(name + ".machine.json"));
        final Path raw = folder.resolve(name + ".json");
        remark("Results: " + raw);
        if (output.json()) {
            output.result().println(Files.readString(raw));
            output.result().flush();
        }
        return exitCode;
    }

    private void remark(String line) {
        remarks.println(line);
        remarks.flush();
    }
}
