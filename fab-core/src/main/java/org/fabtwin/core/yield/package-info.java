/* SPDX-License-Identifier: Apache-2.0 */

/**
 * What becomes of the dies: test of finished wafers die by die, and the analytic yield models beside it. Wafers are known here by
 * their row and identity in draws only.
 */
package org.fabtwin.core.yield;
