/* SPDX-License-Identifier: Apache-2.0 */
/** One run of a line: scenario, twin, event log and figures tied together. */
package org.fabtwin.sim.run;
