/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import de.thetaphi.forbiddenapis.Checker;
import de.thetaphi.forbiddenapis.ForbiddenApiException;
import de.thetaphi.forbiddenapis.Logger;
import de.thetaphi.forbiddenapis.ParseException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.fabtwin.rules.planted.model.PlantedModel;
import org.junit.jupiter.api.Test;

/** The calls of {@code rules/}: refused in our classes (by the build itself) and in what the model reaches in libraries. */
class ForbiddenCallsTest {
    /** The model's path: the core, and what makes a line of a file. */
    private static final Predicate<JavaClass> MODEL = in("org.fabtwin.core")
            .or(in("org.fabtwin.sim.scenario"))
            .or(in("org.fabtwin.sim.smt2020"))
            .or(in("org.fabtwin.sim.reference"));

    /**
     * Libraries into which calls are not followed, and why that is safe: buffers, queues and collections of primitives
     * compute nothing (their hash tables hash numbers, with a fixed function); the readers of YAML, JSON and CSV turn text
     * into values in the order of the text, with strict arithmetic, and use clocks and hash tables for their own caches.
     * Every other library on the class path is followed.
     */
    private static final Pattern TRUSTED = Pattern.compile(
            "(agrona|jctools-core|jackson-|snakeyaml|json-schema-validator|itu|fastcsv|slf4j-).*\\.jar");

    /** What only tests and benchmarks have, and the command line and result files, which are no part of the model's path. */
    private static final Pattern NOT_OF_THE_MODEL = Pattern.compile(
            "(junit|jspecify|opentest4j|apiguardian|assertj|byte-buddy"
                    + "|archunit|forbiddenapis|surefire|jmh|jopt|commons-math3|commons-rng|picocli|progressbar|jline|duckdb).*\\.jar");

    /** Who may look at the clock: as the POMs of fab-core and fab-sim say. */
    private static final Predicate<JavaClass> CLOCKED = in("org.fabtwin.core.log");

    @Test
    void shouldReachNoForbiddenCallInLibraries() throws IOException {
        final JavaClasses classes = new ClassFileImporter().importLocations(modelClassPath());

        final ReachableCalls repeatable = new ReachableCalls(
                        classes, javaClass -> true, ForbiddenCalls.read(ForbiddenCalls.REPEATABLE))
                .from(MODEL);
        final ReachableCalls wallClock = new ReachableCalls(
                        classes, CLOCKED.negate(), ForbiddenCalls.read(ForbiddenCalls.WALL_CLOCK))
                .from(MODEL);

        assertThat(repeatable.violations()).isEmpty();
        assertThat(wallClock.violations()).isEmpty();
        assertThat(repeatable.reachedMethods()).isGreaterThan(100);
    }

    @Test
    void shouldFindForbiddenCallsBehindAnInterfaceAndAStaticInitialiser() throws IOException {
        final JavaClasses classes = new ClassFileImporter().importPackages("org.fabtwin.rules.planted");

        final List<String> found = new ReachableCalls(
                        classes,
                        javaClass -> true,
                        ForbiddenCalls.read(ForbiddenCalls.REPEATABLE, ForbiddenCalls.WALL_CLOCK))
                .from(in("org.fabtwin.rules.planted.model"))
                .violations();

        assertThat(found)
                .anyMatch(line -> line.matches("Math\\.log in \\(ExponentialSampler\\.java:\\d+\\): Use StrictMath.*"
                        + "reached by PlantedModel.throughLibrary -> ExponentialSampler.sample"))
                .anyMatch(line -> line.startsWith("System.currentTimeMillis in (Seeds.java:")
                        && line.contains("Use simulated time"))
                .noneMatch(line -> line.contains("Seeds.unused"))
                .noneMatch(line -> line.contains("ClockSampler"));
    }

    @Test
    void shouldRefuseForbiddenCallsInOurOwnClassesAndNameTheReplacement() throws IOException, ParseException {
        assertThat(String.join("\n", checkPlantedModel()))
                .contains("java.lang.Math#pow(double,double) [Use StrictMath")
                .contains("java.util.Random [Use org.fabtwin.core.random.Draws")
                .contains("java.util.HashMap#<init>(**) [Use LinkedHashMap")
                .contains("java.util.Set#of(java.lang.Object,java.lang.Object) [Use a List")
                .contains("java.util.Collection#parallelStream() [Use a loop")
                .contains("java.lang.Double#toString(double) [Use whole units")
                .contains("java.lang.System#identityHashCode(java.lang.Object) [Use a serial")
                .contains("java.lang.System#nanoTime() [Use simulated time")
                .contains("java.lang.Thread#sleep(long) [Simulated time waits for nobody");
    }

    /** Our main classes and the libraries that are followed. */
    private static List<Location> modelClassPath() throws IOException {
        final List<Location> locations = new ArrayList<>();
        for (final String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            final Path path = Path.of(entry);
            final String name = path.getFileName().toString();
            if (Files.isDirectory(path) && !name.equals("test-classes")) {
                locations.add(Location.of(path));
            } else if (name.endsWith(".jar")
                    && !TRUSTED.matcher(name).matches()
                    && !NOT_OF_THE_MODEL.matcher(name).matches()) {
                locations.add(Location.of(new JarFile(path.toFile())));
            }
        }
        return locations;
    }

    /** What the build's own checker says of the planted class. */
    private static List<String> checkPlantedModel() throws IOException, ParseException {
        final List<String> errors = new ArrayList<>();
        final Checker checker = new Checker(
                new Logger() {
                    @Override
                    public void error(final String message) {
                        errors.add(message);
                    }

                    @Override
                    public void warn(final String message) {}

                    @Override
                    public void info(final String message) {}

                    @Override
                    public void debug(final String message) {}
                },
                ForbiddenCallsTest.class.getClassLoader(),
                Checker.Option.FAIL_ON_VIOLATION);
        try {
            checker.parseSignaturesFile(ForbiddenCalls.REPEATABLE.toFile());
            checker.parseSignaturesFile(ForbiddenCalls.WALL_CLOCK.toFile());
            try (InputStream planted = PlantedModel.class.getResourceAsStream("PlantedModel.class")) {
                checker.streamReadClassToCheck(planted, "PlantedModel.class");
            }
            checker.run();
        } catch (final ForbiddenApiException e) {
            return errors;
        }
        throw new AssertionError("the checker found nothing");
    }

    private static Predicate<JavaClass> in(final String packageName) {
        return javaClass -> javaClass.getPackageName().equals(packageName)
                || javaClass.getPackageName().startsWith(packageName + ".");
    }
}
