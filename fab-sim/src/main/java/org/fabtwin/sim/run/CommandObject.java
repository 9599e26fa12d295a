/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.twin.Command;
import org.fabtwin.sim.scenario.Node;
import org.fabtwin.sim.scenario.Position;
import org.fabtwin.sim.scenario.Problem;
import org.fabtwin.sim.scenario.Problems;
import org.fabtwin.sim.scenario.ScenarioException;

/** Reads a command that somebody sends while the line runs: a JSON object as in a line of a {@link CommandFile}. Stateless. */
public final class CommandObject {
    private CommandObject() {}

    /** What {@code do} may say. */
    public static Set<String> kinds() {
        return CommandEntry.kinds();
    }

    /**
     * The command; without {@code at} it is for as soon as possible.
     *
     * @throws ScenarioException with all errors at once: field, value, what was expected.
     */
    public static Command read(JsonNode object, Line line) {
        return read(object, line, Set.of());
    }

    /**
     * As above.
     *
     * @param otherKinds what {@code do} may say beside {@link #kinds} where the command comes from: errors name them too.
     */
    public static Command read(JsonNode object, Line line, Set<String> otherKinds) {
        final Problems problems = new Problems();
        final Map<String, Node> fields = new LinkedHashMap<>();
        if (!object.isObject()) {
            problems.add(new Problem(
                    Position.NONE,
                    "",
                    "no JSON object",
                    "a command such as {\"do\": \"toolDown\", \"target\": \"CCP-01\"}",
                    ""));
        }
        object.properties().forEach(field -> {
            if (!CommandEntry.KEYS.contains(field.getKey())) {
                problems.unknown(
                        Position.NONE,
                        "",
                        field.getKey(),
                        "one of " + String.join(", ", CommandEntry.KEYS),
                        CommandEntry.KEYS);
            } else if (!field.getValue().isValueNode()) {
                problems.add(new Problem(Position.NONE, field.getKey(), "a list or map", "one value", ""));
            } else if (!field.getValue().isNull()) {
                fields.put(field.getKey(), Node.text(field.getValue().asText(), Position.NONE));
            }
        });
        final TimedCommand command = object.isObject()
                ? new CommandEntry(line, Position.NONE, fields, problems, true, otherKinds).command()
                : null;
        problems.throwIfAny();
        return Command.of(command.kind(), command.subject(), command.count(), command.value())
                .at(command.atUs());
    }
}
