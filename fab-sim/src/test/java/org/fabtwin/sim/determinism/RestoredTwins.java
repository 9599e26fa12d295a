/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.determinism;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.twin.SnapshotHeader;
import org.fabtwin.sim.scenario.Scenario;

/** Restores twins from snapshots and lets them go on: in a JVM that knows nothing but the files. */
final class RestoredTwins {
    private RestoredTwins() {}

    /** Arguments: scenario, seed, hour at which to end, files. Prints a digest of the records after each snapshot. */
    public static void main(String[] args) throws IOException {
        final Scenario scenario = ScenarioTwin.read(args[0]);
        final Line line = LineCompiler.compile(scenario.definition());
        for (int i = 3; i < args.length; i++) {
            try (ScenarioTwin restored = ScenarioTwin.of(scenario, line, Long.parseLong(args[1]));
                    EventLogReader reader = restored.log().inlineReader()) {
                restore(restored, Path.of(args[i]));
                final RecordsDigest digest = new RecordsDigest();
                restored.runTo(Long.parseLong(args[2]) * ScenarioTwin.HOUR_US, reader, digest);
                System.out.println(digest.text());
            }
        }
    }

    static void restore(ScenarioTwin twin, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            twin.twin().restore(SnapshotHeader.readFrom(channel), channel);
        }
    }
}
