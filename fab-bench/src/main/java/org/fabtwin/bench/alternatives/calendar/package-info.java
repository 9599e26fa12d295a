/* SPDX-License-Identifier: Apache-2.0 */
/** Structures for the future event list that were built, measured and not chosen; the chosen one beside them. */
package org.fabtwin.bench.alternatives.calendar;
