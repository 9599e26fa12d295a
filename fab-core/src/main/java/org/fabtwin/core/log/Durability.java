/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

/**
 * What is synced to the disk ({@code --durability}). It matters for a loss of power or a crash of the operating system
 * alone: after the death of the process nothing committed is lost in any case.
 */
public enum Durability {
    /** Nothing is synced. */
    NONE,
    /** A command is acknowledged after its journal entry was synced. The default. */
    JOURNAL,
    /** As {@link #JOURNAL}, and kept files of the log are synced whenever the helper has written to them. */
    ALL
}
