/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.twin;

import org.fabtwin.core.event.CommandResult;

/**
 * What became of a command.
 *
 * @param sequence its number in the journal.
 * @param timeUs simulated time at which it took effect.
 * @param position of its CommandApplied record in the log.
 * @param result whether it changed anything, and why not.
 */
public record CommandReceipt(int sequence, long timeUs, long position, CommandResult result) {}
