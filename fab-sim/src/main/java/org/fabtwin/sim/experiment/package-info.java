/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Studies: many runs of one or more points (a scenario and its settings), their figures as responses in a result file, and what
 * follows from them with which confidence.
 */
package org.fabtwin.sim.experiment;
