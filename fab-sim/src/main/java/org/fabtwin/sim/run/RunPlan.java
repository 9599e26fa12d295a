/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.run;

import java.util.List;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.log.EventLogConfig;

/**
 * All that a run depends on, and where its log goes.
 *
 * @param scenario name of the scenario.
 * @param scenarioText the scenario as the log's header holds it: reading it gives the same line.
 * @param warmStart snapshot that the run starts from; null: from an empty line.
 * @param warmupUs simulated time that the figures cut off, from the start on.
 * @param endUs simulated time at which the run ends; what happens at that time belongs to it.
 * @param commands by time.
 * @param wallTimeMs when it was started, milliseconds since 1970-01-01 UTC; for the log's RunInfo alone.
 * @param codeVersion version of the program; for the log's RunInfo alone.
 */
public record RunPlan(
        String scenario,
        String scenarioText,
        Line line,
        long seed,
        int replication,
        WarmStart warmStart,
        long warmupUs,
        long endUs,
        List<TimedCommand> commands,
        EventLogConfig log,
        long wallTimeMs,
        String codeVersion) {
    /** Simulated time at which the run starts. */
    public long startUs() {
        return warmStart == null ? 0 : warmStart.startUs();
    }

    /** The same run from the copy of its snapshot that lies beside its log. */
    RunPlan from(WarmStart other) {
        return new RunPlan(
                scenario,
                scenarioText,
                line,
                seed,
                replication,
                other,
                warmupUs,
                endUs,
                commands,
                log,
                wallTimeMs,
                codeVersion);
    }

    /** Checks the figures. */
    public RunPlan {
        if (endUs <= (warmStart == null ? 0 : warmStart.startUs()) || warmupUs < 0) {
            throw new IllegalArgumentException(
                    "a run needs some time and no negative warm-up, endUs=" + endUs + ", warmupUs=" + warmupUs);
        }
        commands = List.copyOf(commands);
    }

    /** The same run with another warm-up. */
    public RunPlan withWarmupUs(long us) {
        return new RunPlan(
                scenario,
                scenarioText,
                line,
                seed,
                replication,
                warmStart,
                us,
                endUs,
                commands,
                log,
                wallTimeMs,
                codeVersion);
    }

    /** The same run with its log elsewhere: the same bytes. */
    public RunPlan withLog(EventLogConfig config) {
        return new RunPlan(
                scenario,
                scenarioText,
                line,
                seed,
                replication,
                warmStart,
                warmupUs,
                endUs,
                commands,
                config,
                wallTimeMs,
                codeVersion);
    }
}
