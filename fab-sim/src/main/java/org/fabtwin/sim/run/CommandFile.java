/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.run;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fabtwin.core.line.Line;
import org.fabtwin.sim.scenario.Node;
import org.fabtwin.sim.scenario.Position;
import org.fabtwin.sim.scenario.Problem;
import org.fabtwin.sim.scenario.Problems;
import org.fabtwin.sim.scenario.ScenarioException;

/**
 * Reads timed commands: a YAML list of maps, or one JSON object a line (NDJSON). Keys: {@code at} (simulated time), {@code do},
 * {@code target}, {@code value}; {@link CommandEntry} says which need what.
 *
 * <pre>
 * - {at: 2 d, do: toolDown, target: CCP-01}
 * - {at: 3 d, do: toolUp, target: CCP-01}
 * - {at: 4 d, do: setParameter, target: tools.CCP.breakdown.mtbf, value: 300 h}
 * - {at: 5 d, do: releaseLots, target: accel.hot, value: 2}
 * </pre>
 */
public final class CommandFile {
    private static final YAMLFactory YAML = new YAMLFactory();

    private final String file;
    private final Line line;
    private final Problems problems = new Problems();
    private final List<TimedCommand> commands = new ArrayList<>();

    private CommandFile(String file, Line line) {
        this.file = file;
        this.line = line;
    }

    /**
     * Reads the commands of a text, ordered by time; those of one time keep their order.
     *
     * @param file its name, for errors.
     * @throws ScenarioException with all errors at once.
     */
    public static List<TimedCommand> read(String file, String text, Line line) {
        final CommandFile reader = new CommandFile(file, line);
        if (text.stripLeading().startsWith("{")) {
            final String[] rows = text.split("\n", -1);
            for (int row = 0; row < rows.length; row++) {
                if (!rows[row].isBlank()) {
                    reader.readText(rows[row], row);
                }
            }
        } else {
            reader.readText(text, 0);
        }
        reader.problems.throwIfAny();
        // The sort is stable.
        reader.commands.sort(Comparator.comparingLong(TimedCommand::atUs));
        return List.copyOf(reader.commands);
    }

    private void readText(String text, int linesBefore) {
        try (JsonParser parser = YAML.createParser(text)) {
            final JsonToken first = parser.nextToken();
            if (first == JsonToken.START_OBJECT) {
                readEntry(parser, linesBefore);
            } else if (first == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    if (parser.currentToken() == JsonToken.START_OBJECT) {
                        readEntry(parser, linesBefore);
                    } else {
                        problems.add(new Problem(
                                place(parser.currentTokenLocation(), linesBefore),
                                "",
                                "'" + parser.getText() + "'",
                                "a command such as {at: 2 d, do: toolDown, target: CCP-01}",
                                ""));
                        parser.skipChildren();
                    }
                }
            } else if (first != null) {
                problems.add(new Problem(
                        place(parser.currentTokenLocation(), linesBefore), "", "no list", "a list of commands", ""));
            }
        } catch (JsonProcessingException e) {
            problems.add(new Problem(
                    place(e.getLocation(), linesBefore),
                    "",
                    "'" + e.getOriginalMessage().lines().findFirst().orElse("") + "'",
                    "YAML, or one JSON object a line",
                    ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readEntry(JsonParser parser, int linesBefore) throws IOException {
        final Position start = place(parser.currentTokenLocation(), linesBefore);
        final Map<String, Node> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            final String key = parser.currentName();
            final Position keyPosition = place(parser.currentTokenLocation(), linesBefore);
            parser.nextToken();
            final Position position = place(parser.currentTokenLocation(), linesBefore);
            if (!CommandEntry.KEYS.contains(key)) {
                problems.unknown(
                        keyPosition, "", key, "one of " + String.join(", ", CommandEntry.KEYS), CommandEntry.KEYS);
            } else if (parser.currentToken().isScalarValue()) {
                fields.put(key, Node.text(parser.getText(), position));
            } else {
                problems.add(new Problem(position, key, "a list or map", "one value", ""));
            }
            parser.skipChildren();
        }
        final TimedCommand command = new CommandEntry(line, start, fields, problems, false, Set.of()).command();
        if (command != null) {
            commands.add(command);
        }
    }

    private Position place(JsonLocation at, int linesBefore) {
        return at == null
                ? new Position(file, linesBefore + 1, 1)
                : new Position(file, linesBefore + at.getLineNr(), at.getColumnNr());
    }
}
