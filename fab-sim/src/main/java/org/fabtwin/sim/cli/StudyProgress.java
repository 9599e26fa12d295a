/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.fabtwin.sim.experiment.StudyRunner;

/** How far a study is, how long it will take, and how precise it is by now; on standard error when that is a terminal. */
final class StudyProgress implements StudyRunner.Progress, AutoCloseable {
    private static final int INTERVAL_MS = 250;
    private static final int WIDTH = 160;

    private final ProgressBar bar;
    private long toldNs = System.nanoTime() - INTERVAL_MS * 1_000_000L;

    private StudyProgress(ProgressBar bar) {
        this.bar = bar;
    }

    /**
     * @param done runs that the result file holds already; they took no time.
     * @param expected runs, those done included.
     */
    static StudyProgress start(String name, int done, int expected) {
        if (!RunProgress.isTerminal()) {
            return new StudyProgress(null);
        }
        return new StudyProgress(new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(expected)
                .startsFrom(done, Duration.ZERO)
                .setUnit(" runs", 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(INTERVAL_MS)
                .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
                .build());
    }

    @Override
    public void at(int runs, IntSupplier expected, Supplier<String> precision) {
        if (bar == null) {
            return;
        }
        bar.stepTo(runs);
        // As often as it is drawn: both take some computing.
        final long nowNs = System.nanoTime();
        if (nowNs - toldNs > INTERVAL_MS * 1_000_000L) {
            toldNs = nowNs;
            bar.maxHint(expected.getAsInt());
            bar.setExtraMessage(" " + precision.get());
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
