/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What the figures were taken on, as far as the operating system tells.
 *
 * @param cpu model name, or the architecture where the system names no model.
 * @param cores processors that the JVM may use.
 * @param memoryBytes of the machine; 0 when unknown.
 * @param governor of the first core's frequency; {@code unknown} where there is none, as in most virtual machines.
 */
record Machine(String cpu, int cores, long memoryBytes, String os, String governor) {
    static Machine current() throws IOException {
        return new Machine(
                field(Path.of("/proc/cpuinfo"), "model name", System.getProperty("os.arch")),
                Runtime.getRuntime().availableProcessors(),
                kibibytes(field(Path.of("/proc/meminfo"), "MemTotal", "0 kB")),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                firstLine(Path.of("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")));
    }

    /** Short name for a folder: the CPU's name without decoration, and the number of cores. */
    String slug() {
        final String name = cpu.replaceAll("\\((R|TM)\\)|@.*|\\bCPU\\b|\\bProcessor\\b", " ");
        return BenchCommand.slug(List.of(name)) + String.format(Locale.ROOT, "-%dc", cores);
    }

    private static String field(final Path file, final String key, final String otherwise) throws IOException {
        if (!Files.isReadable(file)) {
            return otherwise;
        }
        for (final String line : Files.readAllLines(file)) {
            final int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).strip().equals(key)) {
                return line.substring(colon + 1).strip();
            }
        }
        return otherwise;
    }

    private static long kibibytes(final String text) {
        return 1024 * Long.parseLong(text.replaceAll("\\D", ""));
    }

    private static String firstLine(final Path file) throws IOException {
        return Files.isReadable(file) ? Files.readString(file).strip() : "unknown";
    }
}
