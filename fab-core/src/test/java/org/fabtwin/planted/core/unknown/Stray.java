/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.planted.core.unknown;

/** Breaks a rule: its package is not in the order. */
public record Stray(int id) {}
