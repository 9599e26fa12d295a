/* SPDX-License-Identifier: Apache-2.0 */
/** Pictures of what a log holds. */
package org.fabtwin.sim.report;
