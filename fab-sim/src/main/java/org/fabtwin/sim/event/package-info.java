/* SPDX-License-Identifier: Apache-2.0 */
/** What the records of an event log say, in words: the table of event types, JSON, text, filters. Reads logs only. */
package org.fabtwin.sim.event;
