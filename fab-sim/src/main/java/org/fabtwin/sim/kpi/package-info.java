/* SPDX-License-Identifier: Apache-2.0 */
/** Figures of a run, read from its event log alone; docs/FIGURES.md defines each. */
package org.fabtwin.sim.kpi;
