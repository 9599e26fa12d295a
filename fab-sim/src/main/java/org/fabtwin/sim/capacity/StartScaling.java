/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.capacity;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import org.fabtwin.core.line.definition.DistributionDefinition;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.OrderDefinition;
import org.fabtwin.core.line.definition.Tunable;

/**
 * How many times the present starts bring the busiest family of a line to a load, as far as ports allow, setups apart: how many of those
 * there are is a matter of dispatching.
 */
public final class StartScaling {
    private static final int BISECTIONS = 24;
    private static final double MOST = 64;

    private StartScaling() {}

    /**
     * The factor.
     *
     * @param line gives the line at a factor.
     * @param utilisation of available time that the busiest family shall have.
     * @throws IllegalArgumentException when no factor up to 64 does.
     */
    public static double factor(DoubleFunction<LineDefinition> line, double utilisation) {
        if (line.apply(1).orders.stream().noneMatch(order -> order.interval != null && order.releases != 0)) {
            throw new IllegalArgumentException("no release has an interval that could be scaled");
        }
        double high = 1;
        while (busiest(line.apply(high)) < utilisation) {
            high *= 2;
            if (high > MOST) {
                throw new IllegalArgumentException("even " + (int) MOST + " times the starts do not load a family to "
                        + Math.round(100 * utilisation) + " %");
            }
        }
        double low = 0;
        for (int i = 0; i < BISECTIONS; i++) {
            final double middle = (low + high) / 2;
            if (busiest(line.apply(middle)) < utilisation) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** Largest {@link GroupCapacity#utilisationThroughPorts} of any family. */
    public static double busiest(LineDefinition line) {
        double most = 0;
        for (final GroupCapacity group : LineCapacity.of(line).groups()) {
            if (group.wafersPerHour() > 0) {
                most = Math.max(most, group.utilisationThroughPorts(line.handOff, false));
            }
        }
        return most;
    }

    /** An interval at so many times the rate: each of its times is divided, its other numbers (a variation) stay. */
    public static DistributionDefinition faster(DistributionDefinition interval, double times) {
        return new DistributionDefinition(
                interval.kind(), faster(interval.a(), times), faster(interval.b(), times), faster(interval.c(), times));
    }

    private static Tunable faster(Tunable row, double times) {
        return !isTime(row)
                ? row
                : new Tunable(
                        row.path(),
                        row.unit(),
                        row.factor(),
                        row.value() / times,
                        row.minimum(),
                        row.maximum(),
                        row.source(),
                        row.live());
    }

    private static boolean isTime(Tunable row) {
        return row != null && !row.unit().isEmpty();
    }

    /** Releases at so many times the present rate, as changes of a scenario: each time of an interval by its path. */
    public static List<String> intervals(LineDefinition line, double factor) {
        final List<String> changes = new ArrayList<>();
        for (final OrderDefinition order : line.orders) {
            if (order.interval != null && order.releases != 0) {
                final DistributionDefinition interval = order.interval;
                for (final Tunable row : Arrays.asList(interval.a(), interval.b(), interval.c())) {
                    if (isTime(row)) {
                        changes.add(row.path() + "=" + plain(row.value() / row.factor() / factor) + " " + row.unit());
                    }
                }
            }
        }
        return changes;
    }

    /** A number as a scenario and a table take it: seven digits, the same on every JDK. */
    public static String plain(double value) {
        return new BigDecimal(value, MathContext.DECIMAL32).stripTrailingZeros().toPlainString();
    }
}
