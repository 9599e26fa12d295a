/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

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

    private StudyProgress(ProgressBar bar) {
        this.bar = bar;
    }

    static StudyProgress start(String name, int expected) {
        if (!RunProgress.isTerminal()) {
            return new StudyProgress(null);
        }
        return new StudyProgress(new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(expected)
                .setUnit(" runs", 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(INTERVAL_MS)
                .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
                .build());
    }

    @Override
    public void at(int replications, int expected, String precision) {
        if (bar != null) {
            bar.maxHint(expected);
            bar.stepTo(replications);
            bar.setExtraMessage(precision);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
