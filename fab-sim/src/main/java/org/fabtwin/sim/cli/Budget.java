/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import org.fabtwin.sim.scenario.Quantity;
import org.fabtwin.sim.scenario.Unit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code --budget}: a number of replications or a wall time.
 *
 * @param runs 0 where it is a time.
 * @param nanos 0 where it is a number.
 */
public record Budget(int runs, long nanos) {
    private static final double MOST_RUNS = 1e8;
    private static final double NANOS_PER_US = 1000;

    /** Reads the argument of the option. */
    public static final class Converter implements ITypeConverter<Budget> {
        @Override
        public Budget convert(String text) {
            final Quantity quantity = Quantity.of(text.replaceFirst("\\s*runs\\s*$", ""));
            if (quantity != null && quantity.number() > 0) {
                final boolean isRuns = quantity.unit() == Unit.ONE;
                if (isRuns && quantity.number() <= MOST_RUNS && quantity.number() == Math.rint(quantity.number())) {
                    return new Budget((int) quantity.number(), 0);
                }
                if (!isRuns
                        && quantity.unit().isSameDimension(Unit.of("us"))
                        && quantity.value() < Long.MAX_VALUE / 1e4) {
                    return new Budget(0, (long) (quantity.value() * NANOS_PER_US));
                }
            }
            throw new TypeConversionException("'" + text
                    + "' is no budget; expected a number of replications or a time, such as '500 runs' or '10 min'");
        }
    }
}
