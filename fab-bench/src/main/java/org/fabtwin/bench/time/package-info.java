/* SPDX-License-Identifier: Apache-2.0 */
/** Benchmarks of the future event list. */
package org.fabtwin.bench.time;
