/* SPDX-License-Identifier: Apache-2.0 */
/** Benchmarks of the forms of events: SBE and JSON. */
package org.fabtwin.bench.event;
