/* SPDX-License-Identifier: Apache-2.0 */

/** Benchmarks of {@code core.process} and {@code core.yield}. */
package org.fabtwin.bench.yield;
