/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.determinism;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.fabtwin.sim.scenario.BundledScenarios;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The logs of the bundled scenarios are the same bytes on every JDK and machine, compiled or interpreted, whatever the JVM's
 * intrinsics do. A hash that changed on purpose (a correction of the model, another scenario text) is written with
 * {@code mvn -pl fab-sim -am test -Dtest=GoldenLogTest -Dsurefire.failIfNoSpecifiedTests=false -Dfab.golden=write}.
 */
@Tag("golden")
class GoldenLogTest {
    private static final boolean IS_WRITING = "write".equals(System.getProperty("fab.golden"));

    @Test
    void shouldGiveTheGoldenLogsOnThisJdk() throws IOException {
        final List<GoldenLog> golden = GoldenLog.readAll();
        final List<GoldenLog> found = new ArrayList<>();
        for (final GoldenLog log : golden) {
            found.add(log.regenerated());
        }

        if (IS_WRITING) {
            GoldenLog.writeAll(found);
        } else {
            assertThat(found).isEqualTo(golden);
        }
    }

    @Test
    void shouldGiveTheGoldenLogsOnCodeOfTheirOwn() throws IOException {
        final List<GoldenLog> golden = GoldenLog.readAll();
        assumeFalse(IS_WRITING, "the golden hashes are being written");
        final List<GoldenLog> found = new ArrayList<>();
        for (final GoldenLog log : golden) {
            found.add(log.regeneratedFolded());
        }

        assertThat(found).isEqualTo(golden);
    }

    @Test
    void shouldHaveGoldenLogOfEveryBundledScenario() throws IOException {
        assertThat(GoldenLog.readAll().stream().map(GoldenLog::scenario).distinct())
                .containsAll(BundledScenarios.names());
    }

    @Test
    void shouldGiveTheGoldenLogsWithoutIntrinsicsOfTheMathLibrary() throws IOException {
        // The order of the flags matters.
        check(ChildJvm.same().with("-XX:+UnlockDiagnosticVMOptions", "-XX:-UseLibmIntrinsic"), log -> true);
    }

    @Test
    void shouldGiveTheGoldenLogsInterpreted() throws IOException {
        check(
                ChildJvm.same().with("-Xint"),
                log -> log.scenario().equals("minifab") || log.scenario().equals("line2nm-pilot") && log.hours() <= 2);
    }

    @Test
    void shouldGiveTheGoldenLogsOnJava25() throws IOException {
        assumeTrue(Runtime.version().feature() != 25, "this is Java 25");
        final Optional<ChildJvm> java25 = ChildJvm.java25();
        assumeTrue(java25.isPresent(), "no Java 25 in JAVA25_HOME or /usr/lib/jvm/*25*");

        check(java25.get(), log -> true);
    }

    private static void check(ChildJvm jvm, Predicate<GoldenLog> chosen) throws IOException {
        assumeFalse(IS_WRITING, "the golden hashes are being written");
        final List<String> rows = GoldenLog.readAll().stream()
                .filter(chosen)
                .map(GoldenLog::toRow)
                .toList();

        assertThat(rows).isNotEmpty();
        assertThat(jvm.run(GoldenLog.class, rows)).isEqualTo(rows);
    }
}
