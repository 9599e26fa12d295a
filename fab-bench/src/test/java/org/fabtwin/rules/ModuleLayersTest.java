/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.Architectures;
import java.util.List;
import org.junit.jupiter.api.Test;

/** core <- fold <- sim <- gateway; bench sees all and nothing sees bench. What the core may see: CoreRulesTest. */
class ModuleLayersTest {
    @Test
    void shouldDependOneWay() {
        final JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.fabtwin");

        assertThat(violations(layers("org.fabtwin"), classes)).isEmpty();
    }

    @Test
    void shouldRefuseAModuleThatSeesALaterOne() {
        final JavaClasses planted = new ClassFileImporter().importPackages("org.fabtwin.rules.planted");

        assertThat(violations(layers("org.fabtwin.rules.planted"), planted))
                .anyMatch(line -> line.contains("sim.PlantedReport") && line.contains("gateway.PlantedServer"));
    }

    @Test
    void shouldKeepTheNetworkInTheGateway() {
        final JavaClasses planted = new ClassFileImporter().importPackages("org.fabtwin.rules.planted");
        final JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.fabtwin.sim");

        assertThat(violations(noNetwork("org.fabtwin.sim"), classes)).isEmpty();
        assertThat(violations(noNetwork("org.fabtwin.rules.planted.sim"), planted))
                .anyMatch(line -> line.contains("PlantedReport") && line.contains("java.net.http.HttpClient"));
    }

    @Test
    void shouldKeepExperimentsAboveRunsAndBelowTheCommandLine() {
        final JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.fabtwin.sim");

        assertThat(violations(onlyAbove("experiment", "cli", "experiment"), classes))
                .isEmpty();
        assertThat(violations(onlyAbove("statistics", "cli", "experiment", "statistics"), classes))
                .isEmpty();
        // The rule can fail: runs are used by more than experiments.
        assertThat(violations(onlyAbove("run", "experiment", "run"), classes)).isNotEmpty();
    }

    /** A package of sim that only some others may see. */
    private static ArchRule onlyAbove(final String name, final String... above) {
        final String[] packages = new String[above.length];
        for (int i = 0; i < above.length; i++) {
            packages[i] = "org.fabtwin.sim." + above[i] + "..";
        }
        return ArchRuleDefinition.noClasses()
                .that()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.fabtwin.sim." + name + "..");
    }

    private static ArchRule layers(final String base) {
        return Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("core")
                .definedBy(base + ".core..")
                .layer("fold")
                .definedBy(base + ".fold..")
                .layer("sim")
                .definedBy(base + ".sim..")
                .layer("gateway")
                .definedBy(base + ".gateway..")
                .layer("bench")
                .definedBy(base + ".bench..")
                .whereLayer("bench")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("gateway")
                .mayOnlyBeAccessedByLayers("bench")
                .whereLayer("sim")
                .mayOnlyBeAccessedByLayers("gateway", "bench")
                .whereLayer("fold")
                .mayOnlyBeAccessedByLayers("sim", "bench")
                .whereLayer("core")
                .mayOnlyBeAccessedByLayers("fold", "sim", "gateway", "bench");
    }

    private static ArchRule noNetwork(final String packageName) {
        return ArchRuleDefinition.noClasses()
                .that()
                .resideInAPackage(packageName + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "java.nio.channels.spi..", "io.netty..", "javax.net..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.net\\.(Server|Datagram|Multicast)?Socket");
    }

    private static List<String> violations(final ArchRule rule, final JavaClasses classes) {
        return rule.evaluate(classes).getFailureReport().getDetails();
    }
}
