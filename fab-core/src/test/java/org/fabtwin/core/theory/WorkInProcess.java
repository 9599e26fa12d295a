/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.theory;

import java.io.IOException;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.twin.Twin;

/** Lots in a line, seen by asking the twin each minute; nobody reads its log. */
final class WorkInProcess {
    private static final long US_PER_MINUTE = 60_000_000L;

    private WorkInProcess() {}

    static int at(Line line, int minutes) {
        return run(line, minutes, false);
    }

    /** The most at any whole minute. */
    static int most(Line line, int minutes) {
        return run(line, minutes, true);
    }

    private static int run(Line line, int minutes, boolean most) {
        EventLogConfig config = EventLogConfig.ringOnly()
                .withSegmentBytes(1 << 20)
                .withSegmentCount(2)
                .withHelperThread(false);
        try (EventLog log = EventLog.create(config)) {
            Twin twin = new Twin(line, 1, 0, log, new EventWriter(log), null);
            twin.start();
            int lots = 0;
            for (int minute = 0; minute <= minutes; minute++) {
                while (!twin.advance(minute * US_PER_MINUTE, 4096)) {
                    continue;
                }
                lots = most ? Math.max(lots, twin.lotsInLine()) : twin.lotsInLine();
            }
            return lots;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
