/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.util.ArrayList;
import java.util.List;
import org.fabtwin.sim.experiment.Precision;
import org.fabtwin.sim.experiment.StoppingRule;
import picocli.CommandLine.Option;

/** Options of all commands that run studies. */
public final class StudyOptions {
    private static final int DEFAULT_BUDGET = 1000;

    @Option(
            names = "--replications",
            paramLabel = "N",
            description = "Number of replications. Default: 20 (of sensitivity 2), or as many as --until needs.")
    private Integer replications;

    @Option(
            names = "--until",
            paramLabel = "PRECISION",
            description = "Go on until the interval of a figure is so narrow: 'classes.Pa.cycleTimeDays.mean +-1%%' or "
                    + "'... +-0.3 d'; 10 replications at the least. May be given several times.")
    private List<String> until = new ArrayList<>();

    @Option(
            names = "--budget",
            paramLabel = "BUDGET",
            converter = Budget.Converter.class,
            description = "End at the latest after so many replications or so much time: '500 runs', '10 min'. "
                    + "Default with --until: 1000 runs.")
    private List<Budget> budgets = new ArrayList<>();

    @Option(
            names = "--confidence",
            paramLabel = "PERCENT",
            defaultValue = "95",
            description = "Of all intervals. Default: ${DEFAULT-VALUE}.")
    private double confidencePercent;

    @Option(
            names = "--days",
            paramLabel = "TIME",
            converter = SimulatedTime.Converter.class,
            description = "Simulated time of a run: days, or with a unit (36h). Default: the scenario's.")
    private SimulatedTime days;

    @Option(
            names = "--warmup",
            paramLabel = "TIME|auto",
            converter = WarmupOption.Converter.class,
            description = "Part of it that the figures leave out; auto: found by MSER-5 in five pilot runs. "
                    + "Default: the scenario's.")
    private WarmupOption warmup;

    @Option(
            names = "--warm",
            description =
                    "Start all replications from the working line that 'fab run' starts from, made first where it is not"
                            + " there yet; without warm-up unless --warmup asks for one. They share its tools and chambers, so intervals"
                            + " are of this one line. Default: from an empty line.")
    private boolean warm;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of all chance. Default: the scenario's.")
    private Long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Runs at the same time; the result doesn't depend on it. Default: one a processor.")
    private Integer threads;

    SimulatedTime days() {
        return days;
    }

    WarmupOption warmup() {
        return warmup;
    }

    boolean warm() {
        return warm;
    }

    Long seed() {
        return seed;
    }

    int threads() {
        return threads(threads);
    }

    /** @param asked null: as many as there are processors. */
    static int threads(Integer asked) {
        if (asked != null && asked < 1) {
            throw new CommandFailure(ExitCode.USAGE, "--threads: found " + asked + ", expected 1 or more");
        }
        return asked == null ? Runtime.getRuntime().availableProcessors() : asked;
    }

    double confidence() {
        if (!(confidencePercent >= 50 && confidencePercent < 100)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--confidence: found " + confidencePercent + ", expected a percentage from 50 to below 100");
        }
        return confidencePercent / 100;
    }

    /** When to end. */
    StoppingRule rule(int defaultReplications) {
        final List<Precision> targets = new ArrayList<>();
        for (final String text : until) {
            try {
                targets.add(Precision.of(text));
            } catch (IllegalArgumentException e) {
                throw new CommandFailure(ExitCode.USAGE, "--until: " + e.getMessage(), e);
            }
        }
        int most = targets.isEmpty() ? defaultReplications : DEFAULT_BUDGET;
        if (replications != null) {
            if (!targets.isEmpty()) {
                throw new CommandFailure(
                        ExitCode.USAGE, "--replications and --until exclude each other; bound --until with --budget");
            }
            if (replications < 1) {
                throw new CommandFailure(
                        ExitCode.USAGE, "--replications: found " + replications + ", expected 1 or more");
            }
            most = replications;
        }
        boolean isBudget = !targets.isEmpty();
        long nanos = Long.MAX_VALUE;
        for (final Budget budget : budgets) {
            if (budget.runs() > 0) {
                isBudget |= budget.runs() < most;
                most = targets.isEmpty() ? Math.min(most, budget.runs()) : budget.runs();
            } else {
                nanos = budget.nanos();
            }
        }
        return new StoppingRule(targets, confidence(), most, isBudget, nanos);
    }
}
