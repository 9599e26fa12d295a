/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import org.fabtwin.sim.cli.BuildInfo;

/** What must be known to run a benchmark again and to doubt its figures. */
final class BenchRecord {
    private final ObjectNode fields = new ObjectMapper().createObjectNode();

    /** Made before the run, so that the load is what the run found. */
    BenchRecord(final String command, final LocalDateTime startedUtc, final Machine machine) {
        final BuildInfo build = new BuildInfo();
        fields.put("command", command)
                .put("startedUtc", startedUtc.withNano(0).toString())
                .put("version", build.version())
                .put("commit", build.commit())
                .put("cpu", machine.cpu())
                .put("cores", machine.cores())
                .put("memoryBytes", machine.memoryBytes())
                .put("os", machine.os())
                .put("governor", machine.governor())
                .put("jdk", System.getProperty("java.vm.name") + " " + Runtime.version())
                .put("jdkVendor", System.getProperty("java.vendor"));
        jvmFlags().forEach(fields.putArray("jvmFlags")::add);
        fields.put("loadAverageBefore", loadAverage());
    }

    void write(final Path file) throws IOException {
        fields.put("loadAverageAfter", loadAverage());
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), fields);
    }

    /** Flags of this JVM that the measured ones get too: all but the launcher's for a fast start. */
    static List<String> jvmFlags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-Xlog")
                        && !flag.startsWith("-XX:SharedArchiveFile")
                        && !flag.startsWith("-XX:ArchiveClassesAtExit")
                        && !flag.startsWith("-Dfab."))
                .toList();
    }

    /** Of the last minute; -1 where the system does not tell. */
    private static double loadAverage() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
