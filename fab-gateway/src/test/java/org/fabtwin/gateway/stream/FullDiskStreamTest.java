/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fabtwin.core.log.Durability;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.LogStoppedException;
import org.fabtwin.core.log.OnFull;
import org.fabtwin.gateway.server.Gateway;
import org.fabtwin.gateway.wire.StreamNotice;
import org.fabtwin.gateway.wire.frame.NoticeKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Subscribers of a line whose disk is full; skipped where no tmpfs can be mounted. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FullDiskStreamTest {
    private static final int SEGMENT_BYTES = 256 << 10;
    /** More than twice what the disk takes. */
    private static final int DAYS = 1000;

    private static final long WITHIN_MS = 60_000;
    /** A subscriber can follow it: some 2.6 MB of log a second. */
    private static final double SPEED = 17_280_000;

    @TempDir
    private Path mountPoint;

    private boolean isMounted;

    @BeforeEach
    void mount() {
        isMounted = ClientProcess.isThere("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", mountPoint.toString());
        assumeTrue(isMounted, "skipped: no tmpfs can be mounted here");
    }

    @AfterEach
    void unmount() {
        if (isMounted) {
            assertThat(ClientProcess.isThere("umount", "-l", mountPoint.toString()))
                    .isTrue();
        }
    }

    private LiveMinifab line(OnFull onFull) throws Exception {
        return new LiveMinifab(
                EventLogConfig.keptIn(mountPoint.resolve("log"))
                        .withSegmentBytes(SEGMENT_BYTES)
                        .withSegmentCount(3)
                        .withOnFull(onFull)
                        .withDurability(Durability.NONE),
                DAYS);
    }

    /** All that the log holds now. */
    private EventLedger log() throws Exception {
        final EventLedger events = new EventLedger();
        try (EventLogReader reader = EventLogReader.open(mountPoint.resolve("log"))) {
            while (reader.poll(
                            (buffer, offset, length, templateId, position) ->
                                    events.add(position, KeptEvents.crc(buffer, offset, length)),
                            10_000)
                    != 0) {
                // To the end.
            }
        }
        return events;
    }

    private static void checkHasAll(RawSubscriber subscriber, EventLedger events) throws InterruptedException {
        assertThat(subscriber.ledger().await(events.size(), WITHIN_MS)).isEqualTo(events.size());
        assertThat(subscriber.ledger().difference(events, events.size())).isNull();
        assertThat(subscriber.losses()).isEmpty();
        assertThat(subscriber.failure()).isNull();
    }

    @Test
    void shouldBringAllThatWasCommittedWhenTheLineStops() throws Exception {
        final LiveMinifab line = line(OnFull.STOP);
        try (Gateway gateway = line.start(SPEED);
                RawSubscriber subscriber = new RawSubscriber(line.tcpPort(), (int) WITHIN_MS)) {
            assertThat(gateway.twin().awaitEnd(WITHIN_MS, TimeUnit.MILLISECONDS))
                    .isTrue();
            assertThat(gateway.twin().failure()).isInstanceOf(LogStoppedException.class);

            final EventLedger events = log();

            assertThat(events.size()).isPositive();
            checkHasAll(subscriber, events);
        }
    }

    @Test
    void shouldGoOnWithoutGapWhenThereIsRoomAgain() throws Exception {
        final LiveMinifab line = line(OnFull.PAUSE);
        try (Gateway gateway = line.start(SPEED);
                RawSubscriber subscriber = new RawSubscriber(line.tcpPort(), (int) WITHIN_MS)) {
            while (!gateway.twin().ask(run -> run.isLogPaused()).get()) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            checkHasAll(subscriber, log());

            assertThat(ClientProcess.isThere("mount", "-o", "remount,size=64m", mountPoint.toString()))
                    .isTrue();
            LiveMinifab.awaitEnd(gateway);

            final EventLedger events = log();
            checkHasAll(subscriber, events);
        }
    }

    @Test
    void shouldLoseNothingToWhoeverIsFastEnoughWhileTheOldestGoes() throws Exception {
        final LiveMinifab line = line(OnFull.DROP_OLDEST);
        try (Gateway gateway = line.start(SPEED);
                RawSubscriber subscriber = new RawSubscriber(line.tcpPort(), (int) WITHIN_MS)) {
            LiveMinifab.awaitEnd(gateway);

            final EventLedger kept = log();
            assertThat(kept.firstPosition()).isPositive();
            assertThat(subscriber.ledger().awaitPosition(kept.lastPosition(), WITHIN_MS))
                    .isEqualTo(kept.lastPosition());
            assertThat(subscriber.losses()).isEmpty();
            assertThat(subscriber.ledger().tailDifference(kept)).isNull();

            final JdkWebSocket late = JdkWebSocket.open(line, "fab.sbe.v1", "from=0:0");
            late.awaitNotice("caughtUp");
            // The log may still be making room, also between two batches: what is not in a notice has come, and nothing
            // else.
            final List<StreamNotice> losses = late.binaryNotices().stream()
                    .filter(notice -> notice.kind() == NoticeKind.LOST)
                    .toList();
            assertThat(losses).isNotEmpty();
            assertThat(losses.get(0).from()).isZero();
            // It was read earlier, and the beginning of a log only moves on.
            assertThat(losses.get(0).to()).isGreaterThanOrEqualTo(kept.firstPosition());
            assertThat(late.notices()).hasSize(losses.size() + 1).endsWith("caughtUp");
            assertThat(late.events())
                    .isNotEmpty()
                    .isEqualTo(kept.placesAndContents(0).stream()
                            .filter(event -> losses.stream().noneMatch(lost -> isIn(lost, event)))
                            .toList());
            late.close();
        }
    }

    /** Whether a notice names an event, "epoch:position content". */
    private static boolean isIn(StreamNotice lost, String event) {
        final long position = Long.parseLong(event.substring(event.indexOf(':') + 1, event.indexOf(' ')));
        return lost.from() <= position && position < lost.to();
    }
}
