/* SPDX-License-Identifier: Apache-2.0 */
/** What follows from observations, and how sure it is. Distributions and quantiles are those of Hipparchus. */
package org.fabtwin.sim.statistics;
