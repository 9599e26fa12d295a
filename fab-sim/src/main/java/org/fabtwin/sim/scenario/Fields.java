/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.fabtwin.core.line.definition.DistributionDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;

/** Reads the fields of one map of the tree as what they mean, and reports each that means nothing. */
final class Fields {
    private static final String MEAN = "mean";

    private final Node node;
    private final String path;
    private final Problems problems;
    /** What a parameter is called that stands at a path: the path itself but where several entries make one. */
    private final UnaryOperator<String> naming;

    Fields(final Node node, final String path, final Problems problems) {
        this(node, path, problems, UnaryOperator.identity());
    }

    Fields(final Node node, final String path, final Problems problems, final UnaryOperator<String> naming) {
        this.node = node;
        this.path = path;
        this.problems = problems;
        this.naming = naming;
    }

    Problems problems() {
        return problems;
    }

    Node node() {
        return node;
    }

    String path() {
        return path;
    }

    String path(final String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    boolean has(final String key) {
        return node.has(key);
    }

    Node get(final String key) {
        return node.get(key);
    }

    /** The map under a key, empty where there is none. */
    Fields section(final String key) {
        final Node section = node.get(key);
        final Node map = section != null && section.isMap() ? section : Node.map(node.position());
        return new Fields(map, path(key), problems, naming);
    }

    String text(final String key, final String otherwise) {
        final Node value = node.get(key);
        return value != null && value.isText() ? value.text() : otherwise;
    }

    /** A text that must be there. */
    String required(final String key, final String expected) {
        if (!node.has(key)) {
            problems.missing(node.position(), path(key), expected);
            return null;
        }
        return text(key, null);
    }

    /** A name that must be one of the known ones; null when it is missing or is not. */
    String name(final String key, final String what, final Collection<String> known) {
        final Node value = node.get(key);
        if (value == null || !value.isText()) {
            return null;
        }
        if (!known.contains(value.text())) {
            problems.unknown(value, path(key), what, known);
            return null;
        }
        return value.text();
    }

    /** The texts of a list, empty where there is none. */
    List<Node> list(final String key) {
        final Node value = node.get(key);
        return value != null && value.isList() ? value.items() : List.of();
    }

    boolean flag(final String key) {
        return text(key, "false").equals("true");
    }

    int whole(final String key, final int otherwise) {
        final Node value = node.get(key);
        if (value == null || !value.isText()) {
            return otherwise;
        }
        try {
            return Integer.parseInt(value.text());
        } catch (final NumberFormatException e) {
            problems.add(value, path(key), "a whole number up to " + Integer.MAX_VALUE);
            return otherwise;
        }
    }

    /** A whole number that sizes the twin's arrays: it is listed, but a running twin can't change it. */
    Tunable fixed(final String key, final int value) {
        return fixed(key, value, node.get(key));
    }

    /** As above, where the number follows from another value; null = it is a default of the language. */
    Tunable fixed(final String key, final int value, final Node from) {
        final String mark = from == null || from.mark() == null ? "estimate" : from.mark();
        return new Tunable(path(key), "", 1, value, 1, Integer.MAX_VALUE, mark, false);
    }

    /** A number with bounds in {@code unit}; null where there is none or where it is wrong. */
    Tunable number(final String key, final String unit, final double minimum, final double maximum) {
        return number(key, unit, minimum, maximum, true);
    }

    /** As above; {@code live} says whether a running twin takes a change. */
    Tunable number(
            final String key, final String unit, final double minimum, final double maximum, final boolean live) {
        return node.has(key) ? number(node.get(key), path(key), unit, minimum, maximum, live) : null;
    }

    /** A live number without unit; where the file says nothing, this one, an estimate. */
    Tunable numberOr(final String key, final double minimum, final double maximum, final double otherwise) {
        return has(key)
                ? number(key, "", minimum, maximum)
                : new Tunable(naming.apply(path(key)), "", 1, otherwise, minimum, maximum, "estimate", true);
    }

    /** A live time from 0 up. */
    Tunable time(final String key) {
        return number(key, "h", 0, Double.POSITIVE_INFINITY);
    }

    /** A live share from 0 to 1. */
    Tunable share(final String key) {
        return number(key, "", 0, 1);
    }

    private Tunable number(
            final Node value,
            final String valuePath,
            final String unit,
            final double minimum,
            final double maximum,
            final boolean live) {
        if (!value.isText()) {
            return null;
        }
        final Unit own = Unit.of(unit);
        final Quantity quantity = quantity(value, valuePath, own);
        if (quantity == null) {
            return null;
        }
        final Unit written = quantity.unit() == Unit.ONE ? own : quantity.unit();
        final double factor = written.factor();
        final double least = minimum * own.factor();
        final double most = Math.min(maximum * own.factor(), 1e18);
        if (!(quantity.number() * factor >= least && quantity.number() * factor <= most)) {
            problems.add(value, valuePath, range(minimum, maximum, unit));
            return null;
        }
        final String mark = value.mark() == null ? Marks.USER : value.mark();
        return new Tunable(
                naming.apply(valuePath), written.name(), factor, quantity.number() * factor, least, most, mark, live);
    }

    private Quantity quantity(final Node value, final String valuePath, final Unit own) {
        final Quantity quantity = Quantity.of(value.text());
        // Nothing is nothing in every unit.
        final boolean bareZero = quantity != null && quantity.unit() == Unit.ONE && quantity.number() == 0;
        if (quantity != null && (bareZero || quantity.unit().isSameDimension(own))) {
            return quantity;
        }
        final String wrong = Unit.unknownIn(value.text());
        if (wrong.isEmpty()) {
            problems.add(value, valuePath, own.describe());
        } else {
            problems.add(
                    new Problem(value.position(), valuePath, value.describe(), own.describe(), Unit.nearest(wrong)));
        }
        return null;
    }

    private static String range(final double minimum, final double maximum, final String unit) {
        final String behind = unit.isEmpty() ? "" : " " + unit;
        return maximum == Double.POSITIVE_INFINITY
                ? String.format(Locale.ROOT, "%s%s or more", plain(minimum), behind)
                : String.format(Locale.ROOT, "a number from %s to %s%s", plain(minimum), plain(maximum), behind);
    }

    /** A number for people: six digits, the same on every JDK. */
    static String plain(final double number) {
        return new BigDecimal(number)
                .round(new MathContext(6))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** A distribution of times; a plain number is one of the kind {@code plainKind}. Null where there is none. */
    DistributionDefinition distribution(final String key, final int plainKind) {
        final Node value = node.get(key);
        if (value == null) {
            return null;
        }
        if (!value.isMap()) {
            final Tunable mean = time(key);
            return mean == null ? null : new DistributionDefinition(plainKind, mean, null, null);
        }
        return new Fields(value, path(key), problems, naming).asDistribution(plainKind, path(key));
    }

    /** This map as a distribution; {@code meanPath} is the path of its mean. */
    DistributionDefinition asDistribution(final int plainKind, final String meanPath) {
        final String name = text("distribution", Distribution.name(plainKind));
        final int kind = Distribution.kindOf(name);
        if (kind < 0 || problems.isKnownBad(path("distribution"))) {
            return null;
        }
        if (kind == Distribution.TRIANGULAR) {
            refuseOthers(name, List.of("low", "mode", "high"));
            return check(kind, needed("low"), needed("mode"), needed("high"), true);
        }
        final String shape = shapeOf(kind);
        final List<String> uses = new ArrayList<>(List.of(MEAN));
        if (shape != null) {
            uses.add(shape);
        }
        refuseOthers(name, uses);
        Tunable mean = null;
        if (node.has(MEAN)) {
            mean = number(node.get(MEAN), meanPath, "h", 0, Double.POSITIVE_INFINITY, true);
        } else {
            problems.missing(node.position(), path(MEAN), "a time with its unit, for example '4 h'");
        }
        if (shape == null) {
            return check(kind, mean, null, null, mean != null);
        }
        return check(kind, mean, needed(shape), null, mean != null);
    }

    private static String shapeOf(final int kind) {
        return switch (kind) {
            case Distribution.UNIFORM -> "halfWidth";
            case Distribution.NORMAL, Distribution.LOGNORMAL, Distribution.GAMMA -> "cv";
            case Distribution.WEIBULL -> "shape";
            default -> null;
        };
    }

    private Tunable needed(final String key) {
        if (!node.has(key)) {
            problems.missing(node.position(), path(key), "the distribution's " + key);
            return null;
        }
        final boolean plain = key.equals("cv") || key.equals("shape");
        return plain ? number(key, "", 0, Double.POSITIVE_INFINITY) : time(key);
    }

    private void refuseOthers(final String name, final List<String> uses) {
        for (final String key : node.keys()) {
            if (!uses.contains(key)
                    && !key.equals("distribution")
                    && List.of(MEAN, "cv", "halfWidth", "shape", "low", "mode", "high")
                            .contains(key)) {
                problems.add(new Problem(
                        node.keyPosition(key),
                        path(key),
                        "'" + key + "'",
                        "only " + String.join(", ", uses) + " for a distribution that is " + name,
                        ""));
            }
        }
    }

    private DistributionDefinition check(
            final int kind, final Tunable a, final Tunable b, final Tunable c, final boolean meant) {
        final boolean complete =
                a != null && (b != null || shapeOf(kind) == null && kind != Distribution.TRIANGULAR) && meant;
        if (!complete || kind == Distribution.TRIANGULAR && c == null) {
            return null;
        }
        final String wrong =
                Distribution.problem(kind, a.value(), b == null ? 0 : b.value(), c == null ? 0 : c.value());
        if (wrong != null) {
            problems.add(new Problem(
                    node.position(),
                    path,
                    node.toString(),
                    "other numbers: " + wrong.replaceFirst(", (is|are) .*", ""),
                    ""));
            return null;
        }
        return new DistributionDefinition(kind, a, b, c);
    }
}
