/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.fabtwin.sim.kpi.WaferList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fab wafers}: what became of each wafer. */
@Command(
        name = "wafers",
        description = {
            "List the wafers of a log: lot, product, state, cycle time, yield and the dies lost by cause. "
                    + "With --json, one object a line."
        },
        footer = {
            "%nExamples:",
            "  fab run --days 30 --log runs/a",
            "  fab wafers runs/a --product mobile --state finished",
            "  fab wafers runs/a --json | head -3"
        })
public final class WafersCommand implements Subcommand {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> STATES =
            List.of(WaferList.IN_LINE, WaferList.FINISHED, WaferList.SCRAPPED, WaferList.LOT_GONE);

    @Parameters(paramLabel = "LOG", description = "Folder of a run's log (--log of 'fab run').")
    private Path directory;

    @Option(names = "--product", paramLabel = "P", description = "Only wafers of this product.")
    private String product;

    @Option(names = "--lot", paramLabel = "L", description = "Only wafers of the lot of this serial.")
    private Integer lot;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description =
                    "Only wafers in this state: inLine, finished, scrapped, lotGone (some of its lot were scrapped, "
                            + "and nothing tells which).")
    private String state;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException {
        if (state != null && !STATES.contains(state)) {
            throw new CommandFailure(ExitCode.USAGE, "--state: one of " + String.join(", ", STATES) + ", not " + state);
        }
        final WaferList list = new WaferList();
        try (LogFolder log = LogFolder.open(directory, output.remarks())) {
            log.readFromHeader(list, LogFolder.Stop.NEVER, "wafers of lots released in them are left out");
        }
        if (product != null && !list.products().contains(product)) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--product: one of " + String.join(", ", list.products()) + ", not " + product);
        }
        final List<WaferList.Wafer> wafers =
                list.wafers().stream().filter(this::isWanted).toList();
        if (output.json()) {
            wafers.forEach(wafer -> output.result().println(json(wafer)));
        } else {
            print(wafers);
        }
        return ExitCode.OK;
    }

    private boolean isWanted(WaferList.Wafer wafer) {
        return (product == null || wafer.product().equals(product))
                && (lot == null || wafer.lot() == lot)
                && (state == null || wafer.state().equals(state));
    }

    private static String json(WaferList.Wafer wafer) {
        try {
            return JSON.writeValueAsString(wafer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void print(List<WaferList.Wafer> wafers) {
        final TextTable table = new TextTable(
                "wafer", "lot", "product", "state", "cycle time d", "yield %", "systematic", "parametric", "random");
        for (final WaferList.Wafer wafer : wafers) {
            table.row(
                    Integer.toString(wafer.wafer()),
                    Integer.toString(wafer.lot()),
                    wafer.product(),
                    wafer.state(),
                    number(wafer.cycleTimeDays(), 2),
                    number(wafer.yieldPercent(), 1),
                    number(wafer.loss().systematic(), 1),
                    number(wafer.loss().parametric(), 1),
                    number(wafer.loss().random(), 1));
        }
        table.print(output.result());
    }

    private static String number(Double value, int digits) {
        return value == null ? "-" : String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
