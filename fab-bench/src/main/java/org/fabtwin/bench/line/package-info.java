/* SPDX-License-Identifier: Apache-2.0 */
/** Benchmarks of lines while they run, of reading scenarios, and of start-up. */
package org.fabtwin.bench.line;
