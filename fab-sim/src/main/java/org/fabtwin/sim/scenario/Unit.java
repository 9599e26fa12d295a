/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A unit of measurement: what dimension it has and how many of the twin's own units it is. Own units are the microsecond, the
 * millimetre, the millivolt, the radian and the plain number. Products of a unit's parts are not needed, quotients are:
 * {@code nm/s}, {@code /cm2}, {@code %/mV}, {@code nm/1000wafers}.
 */
public final class Unit {
    /** The unit of plain numbers. */
    public static final Unit ONE = new Unit("", 1, new int[Dimension.values().length]);

    private static final Pattern PART = Pattern.compile("([0-9]*)([A-Za-z%]+)([23]?)");

    private enum Dimension {
        TIME,
        LENGTH,
        VOLTAGE,
        ANGLE
    }

    private record Base(String name, Dimension dimension, double factor) {}

    private static final List<Base> BASES = List.of(
            new Base("us", Dimension.TIME, 1),
            new Base("ms", Dimension.TIME, 1e3),
            new Base("s", Dimension.TIME, 1e6),
            new Base("min", Dimension.TIME, 60e6),
            new Base("h", Dimension.TIME, 3600e6),
            new Base("d", Dimension.TIME, 86400e6),
            new Base("wk", Dimension.TIME, 604800e6),
            new Base("nm", Dimension.LENGTH, 1e-6),
            new Base("um", Dimension.LENGTH, 1e-3),
            new Base("mm", Dimension.LENGTH, 1),
            new Base("cm", Dimension.LENGTH, 10),
            new Base("m", Dimension.LENGTH, 1000),
            new Base("mV", Dimension.VOLTAGE, 1),
            new Base("V", Dimension.VOLTAGE, 1000),
            new Base("urad", Dimension.ANGLE, 1e-6),
            new Base("rad", Dimension.ANGLE, 1),
            new Base("%", null, 0.01),
            new Base("ppm", null, 1e-6),
            new Base("wafer", null, 1),
            new Base("wafers", null, 1),
            new Base("lots", null, 1),
            new Base("cycles", null, 1));

    private final String name;
    private final double factor;
    private final int[] powers;

    private Unit(final String name, final double factor, final int[] powers) {
        this.name = name;
        this.factor = factor;
        this.powers = powers;
    }

    /** The unit that a text names, null when there is none. */
    public static Unit of(final String text) {
        if (text.isEmpty()) {
            return ONE;
        }
        final String[] parts = text.split("/", -1);
        double factor = 1;
        final int[] powers = new int[Dimension.values().length];
        for (int i = 0; i < parts.length; i++) {
            if (i == 0 && parts[i].isEmpty() && parts.length > 1) {
                continue;
            }
            final Matcher part = PART.matcher(parts[i]);
            final Base base = part.matches() ? base(part.group(2)) : null;
            if (base == null || i == 0 && !part.group(1).isEmpty()) {
                return null;
            }
            final int power = part.group(3).isEmpty() ? 1 : part.group(3).charAt(0) - '0';
            double value = part.group(1).isEmpty() ? 1 : Double.parseDouble(part.group(1));
            for (int k = 0; k < power; k++) {
                value *= base.factor;
            }
            factor = i == 0 ? value : factor / value;
            if (base.dimension != null) {
                powers[base.dimension.ordinal()] += i == 0 ? power : -power;
            }
        }
        return new Unit(text, factor, powers);
    }

    /** The unit that is most likely meant by a word that is none; empty when there is no guess. */
    static String nearest(final String word) {
        final String guess =
                switch (word.toLowerCase(Locale.ROOT)) {
                    case "hour", "hours", "hr", "hrs" -> "h";
                    case "minute", "minutes", "mins" -> "min";
                    case "second", "seconds", "sec", "secs" -> "s";
                    case "day", "days" -> "d";
                    case "week", "weeks", "w" -> "wk";
                    case "percent", "pct" -> "%";
                    default -> "";
                };
        return guess.isEmpty() ? NearestName.of(word, names()) : guess;
    }

    private static Base base(final String name) {
        for (final Base base : BASES) {
            if (base.name.equals(name)) {
                return base;
            }
        }
        return null;
    }

    /** Names of all units that quotients and powers are made of. */
    public static List<String> names() {
        return BASES.stream().map(Base::name).toList();
    }

    /** The unit of a quantity's text when it is none that is known, else empty. */
    static String unknownIn(final String text) {
        final Matcher form =
                Pattern.compile("[-+0-9./eE ]*?[0-9.]\\s*([A-Za-z%]+)").matcher(text);
        return form.matches() && of(form.group(1)) == null ? form.group(1) : "";
    }

    public String name() {
        return name;
    }

    /** Own units in one of this unit. */
    public double factor() {
        return factor;
    }

    public boolean isSameDimension(final Unit other) {
        return Arrays.equals(powers, other.powers);
    }

    /** Whether numbers in it may stand without it. */
    public boolean isPlain() {
        return Arrays.stream(powers).allMatch(power -> power == 0);
    }

    /** The dimension in words, with an example, for errors. */
    String describe() {
        if (isPlain()) {
            return "a number (%, ppm or no unit)";
        }
        final int[] time = new int[powers.length];
        time[Dimension.TIME.ordinal()] = 1;
        if (Arrays.equals(powers, time)) {
            return "a time with its unit (us, ms, s, min, h, d, wk), for example '4 " + name + "'";
        }
        return String.format(Locale.ROOT, "a number with a unit like %s", name);
    }
}
