/* SPDX-License-Identifier: Apache-2.0 */
/** Benchmarks of the event log. */
package org.fabtwin.bench.log;
