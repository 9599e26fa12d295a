/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.load;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.util.ListStatistics;

/**
 * One measurement.
 *
 * @param subscribers all of them.
 * @param stuck that never read.
 * @param deliveredPerSecond events of all subscribers together.
 * @param cpuNsPerEvent CPU time of the server's process for each delivered event.
 * @param p50Us latency from the due time, microseconds; 0 where none was measured.
 */
record LoadFigures(
        String target,
        int subscribers,
        int stuck,
        long delivered,
        double deliveredPerSecond,
        double cpuNsPerEvent,
        double p50Us,
        double p99Us,
        double p999Us) {
    String text() {
        final String load = String.format(
                Locale.ROOT,
                "%-18s %5d subscribers%s  %8.3f M events/s  %7.1f ns CPU/event",
                target,
                subscribers,
                stuck == 0 ? "" : " (" + stuck + " stuck)",
                deliveredPerSecond / 1e6,
                cpuNsPerEvent);
        return p50Us == 0
                ? load
                : load + String.format(Locale.ROOT, "  p50 %.0f p99 %.0f p99.9 %.0f us", p50Us, p99Us, p999Us);
    }

    /** The medians of several. */
    static LoadFigures median(List<LoadFigures> figures) {
        final LoadFigures first = figures.get(0);
        return new LoadFigures(
                first.target,
                first.subscribers,
                first.stuck,
                first.delivered,
                median(figures, LoadFigures::deliveredPerSecond),
                median(figures, LoadFigures::cpuNsPerEvent),
                median(figures, LoadFigures::p50Us),
                median(figures, LoadFigures::p99Us),
                median(figures, LoadFigures::p999Us));
    }

    private static double median(List<LoadFigures> figures, ToDoubleFunction<LoadFigures> figure) {
        return new ListStatistics(figures.stream().mapToDouble(figure).toArray()).getPercentile(50);
    }
}
