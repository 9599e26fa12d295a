/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A benchmark, or all of a class, of work that allocates nothing in steady state. {@code fab bench} fails, and so does the build, when
 * one does: {@link Allocation}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface AllocationFree {}
