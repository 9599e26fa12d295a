/* SPDX-License-Identifier: Apache-2.0 */
/** Benchmarks of {@code core.control}. */
package org.fabtwin.bench.control;
