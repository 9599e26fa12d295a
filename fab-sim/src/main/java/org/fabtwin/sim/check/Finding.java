/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.check;

/**
 * One thing that does not hold together in a log.
 *
 * @param check name of the check that found it.
 * @param message what is wrong, with names and values.
 * @param position of the record that showed it.
 * @param timeUs its simulated time.
 */
public record Finding(String check, String message, long position, long timeUs) {}
