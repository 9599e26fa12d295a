/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

/**
 * Ends a command with one line for the user and an exit code. For failures that the user can do something about; anything
 * else that a command throws is reported as a bug.
 */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /**
     * @param exitCode one of {@link ExitCode}.
     * @param message what is wrong, with the values, and what to do.
     */
    public CommandFailure(final int exitCode, final String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** As above, with what caused it, for {@code --stacktrace}. */
    public CommandFailure(final int exitCode, final String message, final Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
