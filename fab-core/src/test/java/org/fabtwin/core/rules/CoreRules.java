/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.rules;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the classes under one base package must keep to; the base is fab-core's, or that of planted violations. */
final class CoreRules {
    /** The order of docs/ARCHITECTURE.md: a package sees those of its own line and of the lines above. */
    private static final List<Set<String>> ORDER = List.of(
            Set.of("state"),
            Set.of("time", "random", "line"),
            Set.of("event", "log"),
            Set.of("control"),
            Set.of("process"),
            Set.of("metrology", "yield"),
            Set.of("flow"),
            Set.of("equipment"),
            Set.of("dispatch"),
            Set.of("twin"));

    /** Columns, the log's I/O and its generated codecs: where things change. */
    private static final Set<String> MUTABLE = Set.of("state", "event", "log");

    /** Everything outside fabtwin that the core may use. */
    private static final List<String> ALLOWED =
            List.of("java.lang", "java.util", "java.io", "java.nio", "java.math", "org.agrona", "org.jctools");

    private static final List<String> REFUSED =
            List.of("java.util.logging", "java.lang.reflect", "java.lang.management");

    /** Files and channels, for the packages that read and write: log and journal, and snapshots of the arena. */
    private static final List<String> INPUT_OUTPUT = List.of("java.nio.file", "java.nio.channels", "java.io.File");

    private static final Set<String> READS_AND_WRITES = Set.of("state", "log", "twin");

    private final String base;

    CoreRules(final String base) {
        this.base = base;
    }

    ArchRule packageOrder() {
        return all("depend only on packages before its own", (javaClass, violations) -> {
            final int own = place(packageOf(javaClass));
            if (own < 0) {
                violations.add(javaClass.getName() + ": its package has no place in the order; give it one here and in"
                        + " docs/ARCHITECTURE.md");
                return;
            }
            for (final Dependency dependency : javaClass.getDirectDependenciesFromSelf()) {
                final JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (isOurs(target) && place(packageOf(target)) > own) {
                    violations.add(packageOf(javaClass) + " must not see " + packageOf(target) + ": "
                            + dependency.getDescription());
                }
            }
        });
    }

    ArchRule allowedLibraries() {
        return all("use only what the core may use", (javaClass, violations) -> {
            for (final Dependency dependency : javaClass.getDirectDependenciesFromSelf()) {
                final JavaClass target = dependency.getTargetClass().getBaseComponentType();
                final String name = target.getName();
                final boolean allowed = isOurs(target)
                        || target.isPrimitive()
                        || startsWithOneOf(name, ALLOWED)
                                && !startsWithOneOf(name, REFUSED)
                                && (READS_AND_WRITES.contains(packageOf(javaClass))
                                        || INPUT_OUTPUT.stream().noneMatch(name::startsWith));
                if (!allowed) {
                    violations.add(packageOf(javaClass) + " must not use " + name + ": " + dependency.getDescription());
                }
            }
        });
    }

    /** Snapshot and fork copy columns and nothing else, so whatever changes elsewhere would be lost. */
    ArchRule stateInColumns() {
        return all("keep what changes in columns of the StateArena", (javaClass, violations) -> {
            final String packageName = packageOf(javaClass);
            // A definition is what the compilers read, and is gone when the line runs.
            if (MUTABLE.contains(packageName) || javaClass.getPackageName().equals(base + ".line.definition")) {
                return;
            }
            // Commands on their way in: they are part of the state once the journal has them.
            if (javaClass.getName().startsWith(base + ".twin.CommandInbox")) {
                return;
            }
            for (final JavaField field : javaClass.getFields()) {
                // Which code a twin runs on: either does the same to the same state.
                if (field.getFullName().equals(base + ".twin.Twin.loop")) {
                    continue;
                }
                // What the compiler adds: switch tables, assertion flags.
                if (field.getModifiers().contains(JavaModifier.SYNTHETIC)
                        || field.getName().startsWith("$")) {
                    continue;
                }
                if (packageName.equals("line")) {
                    checkFieldOfLine(field, violations);
                } else {
                    checkFieldOfModel(field, violations);
                }
            }
        });
    }

    private static void checkFieldOfModel(final JavaField field, final Violations violations) {
        final JavaClass type = field.getRawType();
        if (!field.getModifiers().contains(JavaModifier.FINAL)) {
            violations.add(field.getFullName() + " is not final; make it a column of the StateArena");
        } else if (type.isArray() && !isPrivateConstant(field)) {
            violations.add(field.getFullName() + " is an array; make it a column of the StateArena");
        } else if (isContainerThatChanges(type)) {
            violations.add(field.getFullName() + " is a " + type.getSimpleName() + "; use columns of the StateArena");
        }
    }

    /** A compiled line is shared by all twins of a process: its compilers fill it, and then nobody writes to it. */
    private static void checkFieldOfLine(final JavaField field, final Violations violations) {
        final Set<JavaModifier> modifiers = field.getModifiers();
        final boolean open = modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
        if (open && (field.getRawType().isArray() || !modifiers.contains(JavaModifier.FINAL))) {
            violations.add(field.getFullName() + " can be changed from outside the line; make it package-private");
        }
        for (final JavaFieldAccess access : field.getAccessesToSelf()) {
            final JavaClass writer = access.getOriginOwner();
            final boolean allowed = writer.equals(field.getOwner())
                    ? access.getOrigin().isConstructor() || isCompiler(writer)
                    : isCompiler(writer);
            if (access.getAccessType() == JavaFieldAccess.AccessType.SET
                    && !access.getOrigin().getName().equals("<clinit>")
                    && !allowed) {
                violations.add(
                        field.getFullName() + " is set outside the line's compilers: " + access.getDescription());
            }
        }
    }

    private static boolean isCompiler(final JavaClass javaClass) {
        return javaClass.getName().matches(".*\\.(\\w*Compiler|\\w+\\$Collector|\\w+\\$Builder)");
    }

    private static boolean isPrivateConstant(final JavaField field) {
        return field.getModifiers().containsAll(Set.of(JavaModifier.STATIC, JavaModifier.PRIVATE));
    }

    // Interfaces such as List are fine: they hold the parts that a constructor put together.
    private static boolean isContainerThatChanges(final JavaClass type) {
        return !type.isInterface()
                        && (type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class))
                        && !type.getPackageName().startsWith("org.jctools")
                || type.getPackageName().equals("java.util.concurrent.atomic")
                || type.isAssignableTo(CharSequence.class) && !type.isEquivalentTo(String.class);
    }

    private ArchRule all(final String description, final Check check) {
        return ArchRuleDefinition.classes()
                .that()
                .resideInAPackage(base + "..")
                .should(new ArchCondition<JavaClass>(description) {
                    @Override
                    public void check(final JavaClass javaClass, final ConditionEvents events) {
                        check.collect(
                                javaClass, message -> events.add(SimpleConditionEvent.violated(javaClass, message)));
                    }
                });
    }

    private static int place(final String packageName) {
        for (int i = 0; i < ORDER.size(); i++) {
            if (ORDER.get(i).contains(packageName)) {
                return i;
            }
        }
        return -1;
    }

    private boolean isOurs(final JavaClass javaClass) {
        return javaClass.getPackageName().startsWith(base + ".");
    }

    /** First name after the base: {@code line} for {@code org.fabtwin.core.line.definition}. */
    private String packageOf(final JavaClass javaClass) {
        final String name = javaClass.getPackageName();
        return name.length() <= base.length()
                ? ""
                : name.substring(base.length() + 1).split("\\.")[0];
    }

    private static boolean startsWithOneOf(final String name, final List<String> packages) {
        return packages.stream().anyMatch(prefix -> name.startsWith(prefix + "."));
    }

    private interface Violations {
        void add(String message);
    }

    private interface Check {
        void collect(JavaClass javaClass, Violations violations);
    }
}
