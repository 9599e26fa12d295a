/* SPDX-License-Identifier: Apache-2.0 */
/** What is in a line at an instant, copied between two instants into records that nobody changes; names in place of ids. */
package org.fabtwin.sim.state;
