/* SPDX-License-Identifier: Apache-2.0 */

/**
 * Chance as a function: counter-based draws, samplers on them, and the distributions that a compiled line names.
 *
 * <p>Nothing here has state, so nothing here is saved, restored or forked.
 */
package org.fabtwin.core.random;
