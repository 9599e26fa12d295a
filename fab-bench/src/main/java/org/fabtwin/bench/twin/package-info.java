/* SPDX-License-Identifier: Apache-2.0 */
/** Benchmarks of {@code core.twin}: snapshots and commands. */
package org.fabtwin.bench.twin;
