/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

/** What {@code fab} tells the shell; the one list of exit codes, printed under {@code fab --help}. */
public final class ExitCode {
    /** Done, and every check that was asked for holds. */
    public static final int OK = 0;
    /** Done, and the answer is no: a check, a gate or a comparison failed. */
    public static final int REFUSED = 1;
    /** Wrong usage, or a scenario, parameter or input file with errors. */
    public static final int USAGE = 2;
    /** Done, and there is no answer: the evidence does not suffice. With {@link #USAGE} the code of "no answer". */
    public static final int UNDECIDED = 2;
    /** A file, a log or a disk: missing, unreadable, damaged, full. */
    public static final int IO = 3;
    /** Stopped by the user before the end; what was written until then is valid. */
    public static final int INTERRUPTED = 4;
    /** A bug in fabtwin, or too little memory. */
    public static final int INTERNAL = 70;

    private ExitCode() {}

    static String[] descriptions() {
        return new String[] {
            OK + ":done",
            REFUSED + ":done, and the answer is no (a check or a gate failed)",
            USAGE + ":no answer: wrong usage, a scenario or parameter with errors, or evidence too weak for a gate",
            IO + ":a file, a log or a disk failed",
            INTERRUPTED + ":stopped before the end; what was written is valid",
            INTERNAL + ":a bug in fabtwin, or too little memory",
            "130, 143:ended by Ctrl-C or by a termination signal"
        };
    }
}
