/* SPDX-License-Identifier: Apache-2.0 */

/** Counter-based generators that were not taken for org.fabtwin.core.random, kept runnable beside it. */
package org.fabtwin.bench.alternatives.random;
