/* SPDX-License-Identifier: Apache-2.0 */
/** How long after its time an event is in the log, and at its readers. */
package org.fabtwin.bench.latency;
