/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.determinism;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Command lines of JVMs that tests start: the test's own class path, and the flags that the JDK in question needs. */
public final class ChildJvm {
    private static final String FLAGS = "--add-opens java.base/jdk.internal.misc=ALL-UNNAMED";
    private static final String FLAGS_FROM_24 =
            FLAGS + " --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED";

    private final Path java;
    private final List<String> flags;

    private ChildJvm(Path home, String flags) {
        this.java = home.resolve("bin").resolve("java");
        this.flags = new ArrayList<>(List.of(flags.split(" ")));
    }

    /** A JVM like this one. */
    public static ChildJvm same() {
        return new ChildJvm(
                Path.of(System.getProperty("java.home")),
                System.getProperty("fab.test.flags", Runtime.version().feature() < 24 ? FLAGS : FLAGS_FROM_24));
    }

    /** Java 25 of {@code JAVA25_HOME} or {@code /usr/lib/jvm/*25*}, if it is installed. */
    public static Optional<ChildJvm> java25() throws IOException {
        final List<Path> homes = new ArrayList<>();
        final String named = System.getenv("JAVA25_HOME");
        if (named != null) {
            homes.add(Path.of(named));
        }
        final Path all = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(all)) {
            try (Stream<Path> found = Files.list(all)) {
                found.filter(home -> home.getFileName().toString().contains("25"))
                        .sorted()
                        .forEach(homes::add);
            }
        }
        return homes.stream()
                .filter(home -> Files.isExecutable(home.resolve("bin").resolve("java")))
                .findFirst()
                .map(home -> new ChildJvm(home, FLAGS_FROM_24));
    }

    /** More flags. */
    public ChildJvm with(String... more) {
        flags.addAll(List.of(more));
        return this;
    }

    /** The command that runs a main class of the test's class path. */
    public ProcessBuilder command(Class<?> main, List<String> args) {
        final List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(args);
        return new ProcessBuilder(command);
    }

    /**
     * Runs a main class to its end.
     *
     * @return what it printed.
     * @throws IllegalStateException if it did not end with exit code 0.
     */
    public List<String> run(Class<?> main, List<String> args) throws IOException {
        final Process process = command(main, args)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            process.getOutputStream().close();
            final List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            final int exitCode = process.waitFor();
            if (exitCode != 0) {
                throw new IllegalStateException(main.getName() + args + " ended with " + exitCode + ": " + lines);
            }
            return lines;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
    }
}
