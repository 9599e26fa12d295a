/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code --json}, for commands that have it ({@code @Mixin OutputOptions output}). With it, standard output holds one JSON
 * text and nothing else; progress, warnings and remarks go to standard error in any case.
 */
public final class OutputOptions {
    @Option(names = "--json", description = "Print JSON, and nothing else, on standard output.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    public boolean json() {
        return json;
    }

    /** Standard output (UTF-8): the result, JSON or text. Flushed when the command ends. */
    public PrintWriter result() {
        return command.commandLine().getOut();
    }

    /** Standard error (UTF-8): everything that is not the result. */
    public PrintWriter remarks() {
        return command.commandLine().getErr();
    }
}
