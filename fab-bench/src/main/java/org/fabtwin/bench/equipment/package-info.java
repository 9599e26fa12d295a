/* SPDX-License-Identifier: Apache-2.0 */
/** Benchmarks of {@code core.equipment}. */
package org.fabtwin.bench.equipment;
