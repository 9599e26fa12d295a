/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What can be said about a line before any run: load, availability, bottleneck, port bound, raw process time. Everything here
 * is expected values from a {@code LineDefinition} alone; queueing is what the twin is for.
 */
package org.fabtwin.sim.capacity;
