/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.sim.event.EventFilter;
import org.fabtwin.sim.event.EventJson;
import org.fabtwin.sim.event.EventText;
import org.fabtwin.sim.event.HeaderLine;
import org.fabtwin.sim.event.SerialProducts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fab events}: prints the events of a log. */
@Command(
        name = "events",
        description = {
            "Print the events of a log, filtered. Conditions of one kind (two --lot) are joined by 'or', kinds by 'and'. "
                    + "NDJSON is one CloudEvents object a line; docs/EVENTS.md lists the types and their fields."
        },
        footer = {
            "%nExamples:",
            "  fab events runs/a --lot 17",
            "  fab events runs/a --tool CCP-01 --type ToolStateChanged --from 62 --to '1500 h'",
            "  fab events runs/a --format ndjson --type LotCompleted | jq .data.lot"
        })
public final class EventsCommand implements Subcommand {
    @Parameters(paramLabel = "LOG", description = "Folder of a run's log (--log of 'fab run').")
    private Path directory;

    @Mixin
    private EventOptions events;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = SimulatedTime.Converter.class,
            description = "From this simulated time on (days, or with a unit: 12h).")
    private SimulatedTime from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = SimulatedTime.Converter.class,
            description = "Before this simulated time.")
    private SimulatedTime to;

    @Spec
    private CommandSpec spec;

    private long printed;

    @Override
    public Integer call() throws IOException {
        final PrintWriter out = spec.commandLine().getOut();
        try (LogFolder log = LogFolder.open(directory, spec.commandLine().getErr())) {
            final HeaderLine line = HeaderLine.parse(log.metadata().line());
            final EventFilter filter = filter(line);
            final RecordHandler printer = printer(line, log.reader().epoch(), out);
            final SerialProducts serials = filter.needsProducts() ? new SerialProducts(line) : null;
            if (from != null && serials == null) {
                log.reader().seekToTime(from.us());
            }
            log.readAll(
                    (buffer, offset, length, templateId, position) -> {
                        if (serials != null) {
                            serials.onRecord(buffer, offset, length, templateId, position);
                        }
                        if (!isLimitReached() && filter.isWanted(buffer, offset, templateId, serials)) {
                            printer.onRecord(buffer, offset, length, templateId, position);
                            printed++;
                        }
                    },
                    // A reader that is gone ("| head") ends it too.
                    () -> isLimitReached() || out.checkError());
        }
        return ExitCode.OK;
    }

    private boolean isLimitReached() {
        return printed >= events.limit();
    }

    private EventFilter filter(HeaderLine line) {
        final EventFilter.Builder filter = EventFilter.builder();
        try {
            events.conditions().forEach((name, values) -> values.forEach(value -> filter.condition(name, value)));
            if (from != null) {
                filter.fromUs(from.us());
            }
            if (to != null) {
                filter.beforeUs(to.us());
            }
            return filter.build(line);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
        }
    }

    private RecordHandler printer(HeaderLine line, int epoch, PrintWriter out) {
        if (events.isNdjson()) {
            final EventJson json = new EventJson(line, epoch, null);
            return (buffer, offset, length, templateId, position) -> {
                if (json.encode(buffer, offset, length, templateId, position) > 0) {
                    write(out, json);
                }
            };
        }
        final EventText text = new EventText(line);
        return (buffer, offset, length, templateId, position) -> write(out, text, buffer, offset, length, templateId);
    }

    private static void write(PrintWriter out, EventJson json) {
        try {
            json.writeTo(out);
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(
            PrintWriter out, EventText text, DirectBuffer buffer, int offset, int length, int templateId) {
        try {
            text.write(out, buffer, offset, length, templateId);
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
