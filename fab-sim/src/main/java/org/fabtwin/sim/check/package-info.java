/* SPDX-License-Identifier: Apache-2.0 */
/** Checks that read only a log: does what it tells hold together? Independent of the model's code. */
package org.fabtwin.sim.check;
