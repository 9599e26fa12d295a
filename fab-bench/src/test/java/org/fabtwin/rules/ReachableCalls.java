/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.rules;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameter;
import com.tngtech.archunit.core.domain.properties.HasName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Follows calls from the model's classes into the libraries' and reports each forbidden call on the way, with the chain
 * that leads to it.
 *
 * <p>A call reaches the method that it names, or the one that the named class inherits; each method that overrides it in
 * a class of which an object is made on the way (rapid type analysis, Bacon and Sweeney, OOPSLA 1996); and the static
 * initialisers of the classes it touches. Of a class that is made and has a supertype in the JDK all methods count as
 * called, because the JDK may call them. Not seen: reflection, and what the JDK does inside.
 */
final class ReachableCalls {
    private final JavaClasses classes;
    private final Predicate<JavaClass> followed;
    private final ForbiddenCalls forbidden;

    /** Each reached method with the one that it was first reached from; roots with themselves. */
    private final Map<JavaCodeUnit, JavaCodeUnit> reachedFrom = new LinkedHashMap<>();

    private final ArrayDeque<JavaCodeUnit> pending = new ArrayDeque<>();
    private final Set<JavaClass> made = new LinkedHashSet<>();
    private final Map<String, List<JavaCodeUnit>> calledBySignature = new LinkedHashMap<>();
    private final List<String> violations = new ArrayList<>();

    /** {@code followed} says into which classes calls are followed. */
    ReachableCalls(final JavaClasses classes, final Predicate<JavaClass> followed, final ForbiddenCalls forbidden) {
        this.classes = classes;
        this.followed = followed;
        this.forbidden = forbidden;
    }

    /** Every method of these classes is a root. */
    ReachableCalls from(final Predicate<JavaClass> roots) {
        for (final JavaClass javaClass : classes) {
            if (roots.test(javaClass)) {
                make(javaClass, null);
                javaClass.getCodeUnits().forEach(unit -> reach(unit, unit));
                javaClass.getStaticInitializer().ifPresent(unit -> reach(unit, unit));
            }
        }
        while (!pending.isEmpty()) {
            follow(pending.remove());
        }
        return this;
    }

    List<String> violations() {
        return violations;
    }

    int reachedMethods() {
        return reachedFrom.size();
    }

    private void follow(final JavaCodeUnit unit) {
        for (final JavaAccess<?> access : unit.getAccessesFromSelf()) {
            final JavaClass owner = access.getTargetOwner();
            if (access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget target) {
                check(unit, access, target);
                final boolean makes = target.getName().equals("<init>");
                if (classes.contain(owner.getName())) {
                    initialise(owner, unit);
                    if (makes) {
                        make(owner, unit);
                    }
                    target.resolveMember().ifPresent(called -> call(called, owner, unit));
                }
            } else if (access instanceof JavaFieldAccess && classes.contain(owner.getName())) {
                initialise(owner, unit);
            }
        }
    }

    private void check(
            final JavaCodeUnit unit, final JavaAccess<?> access, final AccessTarget.CodeUnitAccessTarget target) {
        final String parameters = target.getRawParameterTypes().stream()
                .map(HasName::getName)
                .map(ReachableCalls::readable)
                .collect(Collectors.joining(","));
        forbidden
                .reasonAgainst(access.getTargetOwner().getName(), target.getName(), parameters)
                .ifPresent(reason -> violations.add(access.getTargetOwner().getSimpleName() + "." + target.getName()
                        + " in " + access.getSourceCodeLocation() + ": " + reason + "; reached by " + chainTo(unit)));
    }

    private void call(final JavaCodeUnit called, final JavaClass owner, final JavaCodeUnit caller) {
        reach(called, caller);
        if (called.isConstructor()
                || called.getModifiers().contains(JavaModifier.STATIC)
                || called.getModifiers().contains(JavaModifier.PRIVATE)) {
            return;
        }
        calledBySignature
                .computeIfAbsent(signature(called), key -> new ArrayList<>())
                .add(called);
        for (final JavaClass candidate : made) {
            if (candidate.isAssignableTo(owner.getName())) {
                overriderIn(candidate, called, caller);
            }
        }
    }

    /** An object of this class exists from here on: calls made before may land in it. */
    private void make(final JavaClass javaClass, final JavaCodeUnit maker) {
        if (!made.add(javaClass)) {
            return;
        }
        final boolean knownToJdk = javaClass.getAllRawSuperclasses().stream()
                        .anyMatch(parent -> !parent.isEquivalentTo(Object.class) && !classes.contain(parent.getName()))
                || javaClass.getAllRawInterfaces().stream().anyMatch(parent -> !classes.contain(parent.getName()));
        for (final JavaClass type : withSuperclasses(javaClass)) {
            for (final JavaCodeUnit method : type.getMethods()) {
                final List<JavaCodeUnit> earlier = calledBySignature.getOrDefault(signature(method), List.of());
                for (final JavaCodeUnit called : List.copyOf(earlier)) {
                    if (javaClass.isAssignableTo(called.getOwner().getName())) {
                        reach(method, reachedFrom.getOrDefault(called, called));
                    }
                }
                if (knownToJdk && maker != null && !method.getModifiers().contains(JavaModifier.STATIC)) {
                    reach(method, maker);
                }
            }
        }
    }

    private void overriderIn(final JavaClass javaClass, final JavaCodeUnit called, final JavaCodeUnit caller) {
        final String signature = signature(called);
        for (final JavaClass type : withSuperclasses(javaClass)) {
            for (final JavaCodeUnit method : type.getMethods()) {
                if (signature(method).equals(signature)) {
                    reach(method, caller);
                    return;
                }
            }
        }
    }

    private void initialise(final JavaClass javaClass, final JavaCodeUnit by) {
        javaClass.getStaticInitializer().ifPresent(unit -> reach(unit, by));
    }

    private void reach(final JavaCodeUnit unit, final JavaCodeUnit from) {
        if (followed.test(unit.getOwner()) && reachedFrom.putIfAbsent(unit, from) == null) {
            pending.add(unit);
        }
    }

    private String chainTo(final JavaCodeUnit unit) {
        final ArrayDeque<String> chain = new ArrayDeque<>();
        JavaCodeUnit at = unit;
        while (true) {
            chain.addFirst(at.getOwner().getSimpleName() + "." + at.getName());
            final JavaCodeUnit before = reachedFrom.get(at);
            if (before == null || before.equals(at)) {
                return String.join(" -> ", chain);
            }
            at = before;
        }
    }

    private List<JavaClass> withSuperclasses(final JavaClass javaClass) {
        final List<JavaClass> types = new ArrayList<>(List.of(javaClass));
        javaClass.getAllRawSuperclasses().stream()
                .filter(type -> classes.contain(type.getName()))
                .forEach(types::add);
        return types;
    }

    private static String signature(final JavaCodeUnit unit) {
        return unit.getName()
                + unit.getParameters().stream()
                        .map(JavaParameter::getRawType)
                        .map(HasName::getName)
                        .collect(Collectors.joining(",", "(", ")"));
    }

    // [Ljava.lang.Object; -> java.lang.Object[]
    private static String readable(final String typeName) {
        return typeName.startsWith("[L") ? typeName.substring(2, typeName.length() - 1) + "[]" : typeName;
    }
}
