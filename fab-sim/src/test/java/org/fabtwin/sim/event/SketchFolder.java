/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.event;

import java.io.IOException;
import java.nio.file.Path;
import org.fabtwin.core.event.EventDetail;
import org.fabtwin.core.event.LogHeaderDecoder;
import org.fabtwin.core.event.RunInfoDecoder;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.LogFormat;
import org.fabtwin.core.log.LogMetadata;

/** Writes a sketched log into a folder, as a run would. */
public final class SketchFolder {
    private SketchFolder() {}

    /** Header and RunInfo are made anew, with the tiny line; small segments, so that there is padding. */
    public static void write(final LogSketch sketch, final Path directory) throws IOException {
        final EventLogConfig config =
                EventLogConfig.keptIn(directory).withSegmentBytes(2 * LogFormat.MIN_SEGMENT_BYTES);
        try (EventLog log = EventLog.create(config)) {
            new LogMetadata(0, 0, 0, "run", "0.1.0", "", 42, 0, EventDetail.WAFER, "tiny", TinyLine.json("cluster"), "")
                    .writeTo(log);
            sketch.replay((buffer, offset, length, templateId, position) -> {
                if (templateId != RunInfoDecoder.TEMPLATE_ID && templateId != LogHeaderDecoder.TEMPLATE_ID) {
                    final int at = log.claim(length);
                    log.buffer().putBytes(at, buffer, offset, length);
                    log.commit(length);
                }
            });
            log.publish();
        }
    }
}
