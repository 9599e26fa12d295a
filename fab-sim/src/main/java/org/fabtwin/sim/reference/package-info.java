/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Lines that come as CSV files: the bundled 2 nm line ({@code line2nm/}, its README.md says what is what) and any user's line
 * with the same columns.
 */
package org.fabtwin.sim.reference;
