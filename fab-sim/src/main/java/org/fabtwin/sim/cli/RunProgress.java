/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * How far a run is and how long it will take, on standard error when that is a terminal, else nowhere. The bar draws itself
 * four times a second on a thread of its own; telling it where the run is costs the run next to nothing.
 */
final class RunProgress implements AutoCloseable {
    private static final long DAY_US = 86_400_000_000L;
    private static final int INTERVAL_MS = 250;
    private static final int WIDTH = 100;

    private final ProgressBar bar;

    private RunProgress(ProgressBar bar) {
        this.bar = bar;
    }

    /** For a run to {@code endUs}. */
    static RunProgress start(String scenario, long endUs) {
        if (!isTerminal()) {
            return new RunProgress(null);
        }
        return new RunProgress(new ProgressBarBuilder()
                .setTaskName(scenario)
                .setInitialMax(endUs)
                .setUnit(" d", DAY_US)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(INTERVAL_MS)
                .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
                .build());
    }

    void at(long nowUs) {
        if (bar != null) {
            bar.stepTo(nowUs);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }

    // Java can't tell for standard error alone; where /proc is missing, a console on both other streams has to do.
    static boolean isTerminal() {
        try {
            final String device =
                    Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return System.console() != null && !System.getProperty("os.name").startsWith("Windows");
        }
    }
}
