/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import org.fabtwin.sim.scenario.Quantity;
import org.fabtwin.sim.scenario.Unit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A simulated time or duration as people write it: {@code 30} (days), {@code 12 h}, {@code 90min}. */
public record SimulatedTime(long us) {
    private static final double DAY_US = 86_400e6;
    private static final double MOST_US = 9e18;

    /** Reads the argument of an option. */
    public static final class Converter implements ITypeConverter<SimulatedTime> {
        @Override
        public SimulatedTime convert(String text) {
            return SimulatedTime.of(text);
        }
    }

    static SimulatedTime of(String text) {
        final Quantity quantity = Quantity.of(text);
        if (quantity != null) {
            final boolean isPlain = quantity.unit() == Unit.ONE;
            final double us = isPlain ? quantity.number() * DAY_US : quantity.value();
            if ((isPlain || quantity.unit().isSameDimension(Unit.of("us"))) && us >= 0 && us <= MOST_US) {
                return new SimulatedTime(Math.round(us));
            }
        }
        throw new TypeConversionException("'" + text
                + "' is no simulated time; expected days or a time with its unit, such as 30, 12h or '90 min'");
    }
}
