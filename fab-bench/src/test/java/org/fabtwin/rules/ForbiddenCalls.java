/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The lists in {@code rules/}, read as forbidden-apis reads them, as far as they use its syntax: classes, methods with
 * their parameters or {@code (**)}, {@code @defaultMessage}, and a message of one line after {@code  @ }.
 */
final class ForbiddenCalls {
    static final Path REPEATABLE = Path.of("..", "rules", "repeatable.txt");
    static final Path WALL_CLOCK = Path.of("..", "rules", "wall-clock.txt");

    private final List<Entry> entries = new ArrayList<>();

    static ForbiddenCalls read(final Path... files) throws IOException {
        final ForbiddenCalls calls = new ForbiddenCalls();
        for (final Path file : files) {
            String defaultMessage = "";
            for (final String line : Files.readAllLines(file)) {
                if (line.startsWith("@defaultMessage ")) {
                    defaultMessage = line.substring("@defaultMessage ".length());
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    calls.entries.add(Entry.parse(line, defaultMessage));
                }
            }
        }
        return calls;
    }

    /**
     * Why this call is refused and what to use instead; empty when it is not.
     *
     * @param parameters names of the parameters' types with commas between them, and no blanks.
     */
    Optional<String> reasonAgainst(final String owner, final String method, final String parameters) {
        return entries.stream()
                .filter(entry -> entry.matches(owner, method, parameters))
                .map(Entry::message)
                .findFirst();
    }

    /** {@code method} is empty for a whole class; {@code parameters} is {@code **} for any. */
    private record Entry(String owner, String method, String parameters, String message) {
        static Entry parse(final String line, final String defaultMessage) {
            final int at = line.indexOf(" @ ");
            final String signature = (at < 0 ? line : line.substring(0, at)).strip();
            final String message =
                    at < 0 ? defaultMessage : line.substring(at + 3).strip();
            final int hash = signature.indexOf('#');
            if (hash < 0) {
                return new Entry(signature, "", "", message);
            }
            final int bracket = signature.indexOf('(');
            return new Entry(
                    signature.substring(0, hash),
                    signature.substring(hash + 1, bracket),
                    signature.substring(bracket + 1, signature.length() - 1),
                    message);
        }

        boolean matches(final String calledOwner, final String calledMethod, final String calledParameters) {
            return owner.equals(calledOwner)
                    && (method.isEmpty()
                            || method.equals(calledMethod)
                                    && (parameters.equals("**") || parameters.equals(calledParameters)));
        }
    }
}
