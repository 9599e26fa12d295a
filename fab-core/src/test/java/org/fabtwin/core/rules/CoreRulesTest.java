/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoreRulesTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.fabtwin.core");
    private static final JavaClasses PLANTED = new ClassFileImporter().importPackages("org.fabtwin.planted.core");

    private final CoreRules rules = new CoreRules("org.fabtwin.core");
    private final CoreRules plantedRules = new CoreRules("org.fabtwin.planted.core");

    @Test
    void shouldKeepTheOrderOfPackages() {
        assertThat(violations(rules.packageOrder(), CORE)).isEmpty();
    }

    @Test
    void shouldRefuseAPackageThatSeesALaterOne() {
        assertThat(violations(plantedRules.packageOrder(), PLANTED))
                .anyMatch(line -> line.startsWith("flow must not see equipment: "))
                .anyMatch(line -> line.contains(".unknown.") && line.contains("no place in the order"))
                .noneMatch(line -> line.startsWith("equipment"));
    }

    /** Virtual metrology, controllers and charts know what was measured and what sensors saw, never the true state. */
    @Test
    void shouldKeepTheProcessOutOfSightOfItsControl() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideInAPackage("org.fabtwin.core.control..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.fabtwin.core.process..", "org.fabtwin.core.yield..", "org.fabtwin.core.metrology..")
                .check(CORE);
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        SlicesRuleDefinition.slices()
                .matching("org.fabtwin.core.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CORE);
    }

    @Test
    void shouldUseOnlyAgronaJctoolsAndTheJdkWithoutNetworkAndLogging() {
        assertThat(violations(rules.allowedLibraries(), CORE)).isEmpty();
    }

    @Test
    void shouldRefuseNetworkLoggingAndFiles() {
        assertThat(violations(plantedRules.allowedLibraries(), PLANTED))
                .anyMatch(line -> line.startsWith("flow must not use java.net.URI: "))
                .anyMatch(line -> line.startsWith("flow must not use java.util.logging.Logger: "))
                .anyMatch(line -> line.startsWith("flow must not use java.nio.file.Path: "))
                .noneMatch(line -> line.startsWith("state"));
    }

    @Test
    void shouldKeepWhatChangesInColumns() {
        assertThat(violations(rules.stateInColumns(), CORE)).isEmpty();
    }

    @Test
    void shouldRefuseStateOutsideColumns() {
        assertThat(violations(plantedRules.stateInColumns(), PLANTED))
                .anyMatch(line -> line.contains("LeakyLots.count is not final"))
                .anyMatch(line -> line.contains("LeakyLots.total is not final"))
                .anyMatch(line -> line.contains("LeakyLots.steps is an array;"))
                .anyMatch(line -> line.contains("LeakyLots.held is a ArrayList;"))
                .anyMatch(line -> line.contains("LeakyLots.serial is a AtomicLong;"))
                .anyMatch(line -> line.contains("LeakyLine.durations can be changed from outside"))
                .anyMatch(line -> line.contains("LeakyLine.length is set outside the line's compilers"))
                .noneMatch(line -> line.contains("TABLE"))
                .noneMatch(line -> line.contains("names"))
                .noneMatch(line -> line.contains(".state."))
                .hasSize(7);
    }

    private static List<String> violations(final ArchRule rule, final JavaClasses classes) {
        return rule.evaluate(classes).getFailureReport().getDetails();
    }
}
