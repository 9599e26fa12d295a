/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fabtwin.core.event.CommandKind;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ParameterTable;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.twin.Command;
import org.fabtwin.sim.scenario.Node;
import org.fabtwin.sim.scenario.Position;
import org.fabtwin.sim.scenario.Problems;
import org.fabtwin.sim.scenario.Quantity;
import org.fabtwin.sim.scenario.Unit;

/** One entry of a command file on its way from names to ids. */
final class CommandEntry {
    static final List<String> KEYS = List.of("at", "do", "target", "value");
    private static final Map<String, CommandKind> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("setParameter", CommandKind.SET_PARAMETER);
        KINDS.put("toolDown", CommandKind.TOOL_DOWN);
        KINDS.put("toolUp", CommandKind.TOOL_UP);
        KINDS.put("hold", CommandKind.HOLD_LOT);
        KINDS.put("release", CommandKind.RELEASE_HOLD);
        KINDS.put("holdWafer", CommandKind.HOLD_WAFER);
        KINDS.put("releaseWafer", CommandKind.RELEASE_WAFER);
        KINDS.put("releaseLots", CommandKind.RELEASE_LOTS);
        KINDS.put("startExcursion", CommandKind.START_EXCURSION);
        KINDS.put("endExcursion", CommandKind.END_EXCURSION);
        KINDS.put("pause", CommandKind.PAUSE);
        KINDS.put("resume", CommandKind.RESUME);
    }

    private static final long MOST_US = 9_000_000_000_000_000_000L;

    private final Line line;
    private final Position start;
    private final Map<String, Node> fields;
    private final Problems problems;
    private final boolean mayBeNow;
    private final Set<String> otherKinds;

    /**
     * @param mayBeNow whether a command without a time is one for as soon as possible.
     * @param otherKinds what {@code do} may say where the entry comes from and never comes here: named to whoever mistypes it.
     */
    CommandEntry(
            Line line,
            Position start,
            Map<String, Node> fields,
            Problems problems,
            boolean mayBeNow,
            Set<String> otherKinds) {
        this.line = line;
        this.start = start;
        this.fields = fields;
        this.problems = problems;
        this.mayBeNow = mayBeNow;
        this.otherKinds = otherKinds;
    }

    /** What {@code do} may say. */
    static Set<String> kinds() {
        return Collections.unmodifiableSet(KINDS.keySet());
    }

    /** The command, null when the entry has errors. */
    TimedCommand command() {
        final int before = problems.count();
        final long atUs = atUs();
        final CommandKind kind = kind();
        if (kind == null) {
            return null;
        }
        final int subject = subject(kind);
        int count = 0;
        double value = 0;
        if (kind == CommandKind.SET_PARAMETER && subject >= 0) {
            value = parameterValue(line.parameters().row(subject));
        } else if (kind == CommandKind.START_EXCURSION && subject >= 0) {
            count = struck(subject);
        } else if (kind == CommandKind.RELEASE_WAFER && fields.containsKey("value")) {
            count = rejoin(fields.get("value"));
        } else if (kind == CommandKind.RELEASE_LOTS) {
            count = fields.containsKey("value") ? wholeNumber("value", "a number of lots", 1) : 1;
        }
        return problems.count() == before ? new TimedCommand(atUs, kind, subject, count, value) : null;
    }

    private Node required(String key, String expected) {
        final Node node = fields.get(key);
        if (node == null) {
            problems.missing(start, key, expected);
        }
        return node;
    }

    private long atUs() {
        if (mayBeNow && !fields.containsKey("at")) {
            return Command.NOW;
        }
        final String expected = "a simulated time such as '2 d' or '36 h'";
        final Node node = required("at", expected);
        if (node == null) {
            return 0;
        }
        final Quantity time = Quantity.of(node.text());
        if (time == null
                || !(time.unit().isSameDimension(Unit.of("us")) || time.number() == 0)
                || !(time.value() >= 0 && time.value() < MOST_US)) {
            problems.add(node, "at", expected);
            return 0;
        }
        return Math.round(time.value());
    }

    private CommandKind kind() {
        final Set<String> known = new LinkedHashSet<>(KINDS.keySet());
        known.addAll(otherKinds);
        final String expected = "one of " + String.join(", ", known);
        final Node node = required("do", expected);
        if (node == null) {
            return null;
        }
        final CommandKind kind = KINDS.get(node.text());
        if (kind == null) {
            problems.unknown(node, "do", expected, known);
        }
        return kind;
    }

    private int subject(CommandKind kind) {
        switch (kind) {
            case SET_PARAMETER:
                return parameter();
            case TOOL_DOWN, TOOL_UP:
                return named("a tool", toolNames());
            case RELEASE_LOTS:
                return named("an order", orderNames());
            case HOLD_WAFER, RELEASE_WAFER:
                return wholeNumber("target", "the serial of a wafer", 0);
            case START_EXCURSION:
                return named("an excursion", excursionNames());
            case END_EXCURSION:
                return named("a chamber", chamberNames());
            case HOLD_LOT, RELEASE_HOLD:
                return wholeNumber("target", "the serial of a lot", 0);
            default:
                return -1;
        }
    }

    private int parameter() {
        final Node node = required("target", "the path of a parameter");
        if (node == null) {
            return -1;
        }
        final ParameterTable table = line.parameters();
        final int id = table.idOf(node.text());
        if (id < 0) {
            final List<String> paths = new ArrayList<>();
            for (int i = 0; i < table.size(); i++) {
                paths.add(table.row(i).path());
            }
            problems.unknown(node, "target", "the path of a parameter ('fab params' lists them)", paths);
        } else if (!table.row(id).live()) {
            problems.add(node, "target", "a parameter that a running line can change; this one sizes the line");
            return -1;
        }
        return id;
    }

    private List<String> excursionNames() {
        final List<String> names = new ArrayList<>();
        for (int excursion = 0; excursion < line.process().excursions(); excursion++) {
            names.add(line.process().excursionName(excursion));
        }
        return names;
    }

    private List<String> chamberNames() {
        final List<String> names = new ArrayList<>();
        for (int chamber = 0; chamber < line.toolGroups().chamberTotal(); chamber++) {
            names.add(line.toolGroups().chamberName(chamber));
        }
        return names;
    }

    /** The chamber that an excursion strikes. */
    private int struck(int excursion) {
        final List<String> names = new ArrayList<>();
        for (int i = 0; i < line.process().excursionChambers(excursion); i++) {
            names.add(line.toolGroups().chamberName(line.process().excursionChamber(excursion, i)));
        }
        final String expected = "a chamber that the excursion can strike";
        final Node node = required("value", expected);
        if (node == null) {
            return -1;
        }
        if (!names.contains(node.text())) {
            problems.unknown(node, "value", expected, names);
        }
        return chamberNames().indexOf(node.text());
    }

    private int rejoin(Node node) {
        if (!node.text().equals("rejoin")) {
            problems.add(node, "value", "'rejoin', or no value for a wafer that travels alone");
        }
        return Command.REJOIN;
    }

    private int named(String what, List<String> names) {
        final Node node = required("target", what);
        if (node == null) {
            return -1;
        }
        final int id = names.indexOf(node.text());
        if (id < 0) {
            problems.unknown(node, "target", what + " of the line", names);
        }
        return id;
    }

    private List<String> toolNames() {
        final List<String> names = new ArrayList<>();
        for (int tool = 0; tool < line.toolGroups().toolTotal(); tool++) {
            names.add(line.toolGroups().toolName(tool));
        }
        return names;
    }

    private List<String> orderNames() {
        final List<String> names = new ArrayList<>();
        for (int order = 0; order < line.orders().size(); order++) {
            names.add(line.orders().name(order));
        }
        return names;
    }

    private int wholeNumber(String key, String expected, int least) {
        final Node node = required(key, expected);
        if (node == null) {
            return -1;
        }
        try {
            final int number = Integer.parseInt(node.text().trim());
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below like a number that is too small.
        }
        problems.add(node, key, expected);
        return -1;
    }

    private double parameterValue(Tunable parameter) {
        final String inUnit = parameter.unit().isEmpty() ? "a number" : "a number in " + parameter.unit();
        final Node node = required("value", inUnit);
        if (node == null) {
            return 0;
        }
        final Quantity quantity = Quantity.of(node.text());
        final Unit own = Unit.of(parameter.unit());
        if (quantity == null || quantity.unit() != Unit.ONE && (own == null || !own.isSameDimension(quantity.unit()))) {
            problems.add(node, "value", inUnit);
            return 0;
        }
        final double value = quantity.unit() == Unit.ONE ? quantity.number() * parameter.factor() : quantity.value();
        if (value < parameter.minimum() || value > parameter.maximum()) {
            problems.add(
                    node,
                    "value",
                    inUnit + " from " + parameter.minimum() / parameter.factor() + " to "
                            + parameter.maximum() / parameter.factor());
        }
        return value;
    }
}
