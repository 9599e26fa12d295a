/* SPDX-License-Identifier: Apache-2.0 */
/** Simulated time in microseconds, and the future event list. */
package org.fabtwin.core.time;
