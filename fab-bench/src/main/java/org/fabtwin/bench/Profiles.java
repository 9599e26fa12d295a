/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.ParseException;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jfr.Configuration;
import org.agrona.IoUtil;

/** Takes the recordings that JMH's profiler left, and draws their flame graphs. */
final class Profiles {
    /** Environment, class path, other processes: a recording is meant to be shown to others. */
    static final List<String> LEFT_OUT = List.of(
            "jdk.InitialEnvironmentVariable",
            "jdk.InitialSystemProperty",
            "jdk.SystemProcess",
            "jdk.JVMInformation",
            "jdk.ActiveRecording");

    private Profiles() {}

    /** Writes the flight recorder's default settings without the events that tell of the machine, into the folder of the recordings. */
    static Path settings(Path recordings) throws IOException {
        String text;
        try {
            text = Configuration.getConfiguration("default").getContents();
        } catch (ParseException e) {
            throw new IOException("the JDK's settings of the flight recorder can't be read", e);
        }
        for (final String event : LEFT_OUT) {
            text = text.replaceFirst(
                    "(<event name=\"" + Pattern.quote(event) + "\">\\s*<setting name=\"enabled\"[^>]*>)true",
                    "$1false");
        }
        return Files.writeString(recordings.resolve("profile.jfc"), text);
    }

    /**
     * Moves each recording to {@code prefix-N.jfr}, and writes its graph beside it ({@code .svg}).
     *
     * @param recordings folder that JMH wrote to; removed.
     */
    static void keep(Path recordings, Path prefix, Consumer<String> remarks) throws IOException {
        final List<Path> files;
        try (Stream<Path> tree = Files.walk(recordings)) {
            files = tree.filter(file -> file.toString().endsWith(".jfr"))
                    .sorted()
                    .toList();
        }
        int number = 0;
        for (final Path file : files) {
            final String name = prefix.getFileName() + (files.size() == 1 ? "" : "-" + ++number);
            final Path kept = prefix.resolveSibling(name + ".jfr");
            Files.move(file, kept, StandardCopyOption.REPLACE_EXISTING);
            final FlameGraph graph = FlameGraph.of(kept);
            final Path picture = prefix.resolveSibling(name + ".svg");
            graph.write(picture, recordings.relativize(file.getParent()).toString());
            remarks.accept("Profile: " + kept + ", " + picture + " (" + graph.samples() + " samples)");
        }
        IoUtil.delete(recordings.toFile(), false);
    }
}
