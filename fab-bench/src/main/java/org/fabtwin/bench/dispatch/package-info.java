/* SPDX-License-Identifier: Apache-2.0 */
/** Benchmarks of {@code core.dispatch}. */
package org.fabtwin.bench.dispatch;
