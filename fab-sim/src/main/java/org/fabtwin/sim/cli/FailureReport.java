/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.fabtwin.core.line.LineDefinitionException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what a command threw into one line on standard error and an {@link ExitCode}. */
final class FailureReport {
    private FailureReport() {}

    static int onWrongUsage(final ParameterException exception, final String[] args) {
        final CommandLine command = exception.getCommandLine();
        final PrintWriter err = command.getErr();
        err.println("fab: " + exception.getMessage());
        UnmatchedArgumentException.printSuggestions(exception, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    static int onFailure(final Exception exception, final CommandLine command, final boolean stacktrace) {
        final int exitCode = exitCodeOf(exception);
        final PrintWriter err = command.getErr();
        // What the command printed before it failed comes first.
        command.getOut().flush();
        if (exitCode == ExitCode.INTERNAL) {
            err.println("fab: internal error, please report it: " + exception
                    + (stacktrace ? "" : " (--stacktrace shows where)"));
        } else {
            err.println("fab: " + messageOf(exception));
        }
        if (stacktrace) {
            exception.printStackTrace(err);
        }
        return exitCode;
    }

    private static int exitCodeOf(final Throwable exception) {
        if (exception instanceof CommandFailure failure) {
            return failure.exitCode();
        }
        if (exception instanceof LineDefinitionException) {
            return ExitCode.USAGE;
        }
        if (exception instanceof InterruptedException || exception instanceof ClosedByInterruptException) {
            return ExitCode.INTERRUPTED;
        }
        if (exception instanceof IOException) {
            return ExitCode.IO;
        }
        if (exception instanceof UncheckedIOException && exception.getCause() != null) {
            return exitCodeOf(exception.getCause());
        }
        return ExitCode.INTERNAL;
    }

    private static String messageOf(final Throwable exception) {
        if (exception instanceof UncheckedIOException && exception.getCause() != null) {
            return messageOf(exception.getCause());
        }
        // The messages of these three are bare file names.
        if (exception instanceof NoSuchFileException missing) {
            return missing.getFile() + ": no such file or directory";
        }
        if (exception instanceof FileAlreadyExistsException existing) {
            return existing.getFile() + ": exists already";
        }
        if (exception instanceof FileSystemException failed && failed.getReason() == null) {
            return failed.getFile() + ": " + failed.getClass().getSimpleName();
        }
        if (exception instanceof InterruptedException || exception instanceof ClosedByInterruptException) {
            return "interrupted";
        }
        return exception.getMessage() == null ? exception.toString() : exception.getMessage();
    }
}
