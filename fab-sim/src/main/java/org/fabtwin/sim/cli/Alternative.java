/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** One of the things that {@code fab compare} compares: a scenario and, in the same argument, its changes. */
final class Alternative {
    @Parameters(paramLabel = "SCENARIO")
    private String scenario;

    @Option(names = "--set")
    private List<String> changes = new ArrayList<>();

    @Option(names = "--seed")
    private Long seed;

    /** Reads {@code "SCENARIO --set path=value ..."}, words and quotes as in a shell. */
    static Alternative of(String text) {
        final Alternative alternative = new Alternative();
        try {
            new CommandLine(alternative).parseArgs(words(text).toArray(new String[0]));
        } catch (ParameterException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "'" + text + "': " + e.getMessage() + "; expected a scenario and its changes, such as "
                            + "\"minifab --set recipes.S1.time=200\"",
                    e);
        }
        return alternative;
    }

    private static List<String> words(String text) {
        final List<String> words = new ArrayList<>();
        StringBuilder word = null;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
                word = word == null ? new StringBuilder() : word;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (word != null) {
                    words.add(word.toString());
                    word = null;
                }
            } else {
                word = word == null ? new StringBuilder() : word;
                word.append(c);
            }
        }
        if (quote != 0) {
            throw new CommandFailure(ExitCode.USAGE, "'" + text + "': a quote is not closed");
        }
        if (word != null) {
            words.add(word.toString());
        }
        return words;
    }

    String scenario() {
        return scenario;
    }

    List<String> changes() {
        return changes;
    }

    /** Null: that of the command line, else the scenario's. */
    Long seed() {
        return seed;
    }
}
