/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.fabtwin.gateway.wire.StreamFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Live streams are served by their own loop; what is more than a little, or far behind, by others. */
@Timeout(60)
class LiveEndTest {
    private final List<Runnable> tasks = new ArrayList<>();
    private WrittenLog log;

    @BeforeEach
    void open() throws Exception {
        log = new WrittenLog();
    }

    @AfterEach
    void close() {
        log.close();
    }

    private BatchKey atTail(String type) {
        return BatchKey.next(log.feed(type), log.tailer().tail());
    }

    @Test
    void shouldPutOneTaskIntoTheLoopHoweverOftenItIsWoken() {
        final LiveEnd end = log.tailer().openEnd(tasks::add, () -> {});
        final BatchKey wanted = atTail("TrackIn");
        end.add(wanted);
        assertThat(end.arm()).isFalse();

        for (int i = 0; i < 3; i++) {
            log.write(1, 10);
            log.tailer().wake();
        }
        assertThat(tasks).hasSize(1);

        final long tail = log.tailer().tail();
        assertThat(end.look(0, tail)).containsExactly(wanted);
        final BatchResult.Events news = (BatchResult.Events) end.read(wanted, tail);
        assertThat(news.batch().events()).isEqualTo(3);
        assertThat(end.publishedNs()).isNotZero();
        news.batch().bytes().release();
    }

    @Test
    void shouldNotSleepOverNewsThatCameBeforeItWantedToBeWoken() {
        final LiveEnd end = log.tailer().openEnd(tasks::add, () -> {});
        end.add(atTail("TrackIn"));
        log.write(1, 10);
        log.tailer().wake();

        assertThat(tasks).isEmpty();
        assertThat(end.arm()).isTrue();
        // The look that follows is the only one.
        assertThat(end.arm()).isFalse();
        log.tailer().wake();
        assertThat(tasks).isEmpty();
    }

    @Test
    void shouldNotBeWokenWhenNobodyWaits() {
        final LiveEnd end = log.tailer().openEnd(tasks::add, () -> {});
        end.add(atTail("TrackIn"));
        end.arm();
        assertThat(end.remove(atTail("TrackIn"))).isTrue();
        log.write(1, 10);
        log.tailer().wake();
        end.look(0, log.tailer().tail());

        assertThat(end.arm()).isFalse();
        log.write(1, 10);
        log.tailer().wake();
        assertThat(tasks).hasSize(1);
    }

    /** Whoever asks for it twice, or asks while the writer has already woken the loop, gets one. */
    @Test
    void shouldWantOneLookForNewsThatCameWhileItWrote() {
        final LiveEnd end = log.tailer().openEnd(tasks::add, () -> {});
        final BatchKey wanted = atTail("TrackIn");
        log.write(1, 10);
        final long tail = log.tailer().tail();
        assertThat(end.isNear(wanted, tail)).isTrue();
        end.add(wanted);

        assertThat(end.wantLook()).isTrue();
        assertThat(end.wantLook()).isFalse();
        assertThat(end.arm()).isFalse();
        log.tailer().wake();
        assertThat(tasks).isEmpty();
        assertThat(end.look(0, tail)).containsExactly(wanted);

        end.add(atTail("TrackIn"));
        end.arm();
        log.write(1, 10);
        log.tailer().wake();
        assertThat(tasks).hasSize(1);
        assertThat(end.wantLook()).isFalse();
    }

    /** What is more than a little is no news. */
    @Test
    void shouldBeNearForALittleOnly() {
        final LiveEnd end = log.tailer().openEnd(tasks::add, () -> {});
        final BatchKey wanted = atTail("TrackIn");
        final BatchKey json = BatchKey.next(
                new Feed("", null, StreamFormat.JSON), log.tailer().tail());
        log.write(100, 10);
        assertThat(end.isNear(wanted, log.tailer().tail())).isTrue();
        assertThat(end.isNear(json, log.tailer().tail())).isFalse();

        log.write(400, 10);
        assertThat(end.isNear(wanted, log.tailer().tail())).isFalse();
    }

    /** What one look encodes has a limit for all feeds together, so that sockets need not wait. */
    @Test
    void shouldLeaveMuchToTheTailer() {
        final LiveEnd end = log.tailer().openEnd(tasks::add, () -> {});
        final BatchKey first = atTail("TrackIn");
        final BatchKey second = atTail("TransportStarted");
        end.add(first);
        end.add(second);
        log.write(300, 10);
        long tail = log.tailer().tail();

        assertThat(end.look(0, tail)).containsExactly(first, second);
        final BatchResult.Events news = (BatchResult.Events) end.read(first, tail);
        assertThat(news.batch().events()).isEqualTo(270);
        news.batch().bytes().release();
        assertThat(end.read(second, tail)).isNull();

        end.add(atTail("TrackIn"));
        log.write(1_000, 10);
        tail = log.tailer().tail();
        for (final BatchKey key : end.look(0, tail)) {
            assertThat(end.read(key, tail)).isNull();
        }
    }

    /** What a filter by product has to read first counts, too. */
    @Test
    void shouldLeaveProductsThatAreFarToTheTailer() {
        final LiveEnd end = log.tailer().openEnd(tasks::add, () -> {});
        log.write(1_000, 10);
        final BatchKey wanted = BatchKey.next(log.productFeed(), log.tailer().tail());
        end.add(wanted);
        log.write(1, 10);
        final long tail = log.tailer().tail();

        assertThat(end.look(0, tail)).containsExactly(wanted);
        assertThat(end.read(wanted, tail)).isNull();
    }

    /** The look's own time, also where the loop is woken again while it writes. */
    @Test
    void shouldKeepWhenTheNewsOfALookCame() {
        final LiveEnd end = log.tailer().openEnd(tasks::add, () -> {});
        end.add(atTail("TrackIn"));
        end.arm();
        log.write(1, 10);
        log.tailer().wake();
        end.look(0, log.tailer().tail());
        final long publishedNs = end.publishedNs();

        end.add(atTail("TrackIn"));
        end.arm();
        log.write(1, 10);
        log.tailer().wake();

        assertThat(tasks).hasSize(2);
        assertThat(end.publishedNs()).isEqualTo(publishedNs);
        end.look(0, log.tailer().tail());
        assertThat(end.publishedNs()).isGreaterThan(publishedNs);
    }

    /** Bursts are what is slow: their latency is measured, too. */
    @Test
    void shouldMeasureNewsThatTheTailerReads() {
        log.tailer().start();
        final WrittenLog.Listener listener = log.subscribe("latest", "TrackIn").run();
        log.write(2_000, 10);
        log.tailer().wake();
        while (listener.run().events() < 1_800) {
            Thread.onSpinWait();
        }

        assertThat(log.tailer().reads(LogTailer.Reader.LOOP)).isZero();
        assertThat(log.measured()).isEqualTo(1);
        listener.close();
    }

    /** One stream fails in a look: the others get theirs, and are woken again. */
    @Test
    void shouldGoOnWithTheOthersWhenOneFails() {
        final WrittenLog.Listener bad = new WrittenLog.Listener(true);
        final WrittenLog.Listener good = new WrittenLog.Listener(true);
        final LoopStreams loop = good.streams(log.tailer());
        final long tail = log.tailer().tail();
        log.subscription(bad, loop, BatchKey.next(log.feed("TrackIn"), tail), bytes -> {
                    if (log.tailer().tail() > tail) {
                        bytes.release();
                        throw new IllegalStateException("as the test wants it");
                    }
                    return bytes;
                })
                .start();
        log.subscription(good, loop, BatchKey.next(log.feed("TransportStarted"), tail), bytes -> bytes)
                .start();

        for (int i = 1; i <= 2; i++) {
            log.write(10, 10);
            log.tailer().wake();
            assertThat(good.run().events()).isEqualTo(i);
        }
        assertThat(bad.isOpen()).isFalse();
        assertThatThrownBy(bad::close).hasMessage("as the test wants it");
        good.close();
    }

    /** The tailer's thread does not run here at all. */
    @Test
    void shouldServeLiveStreamsWithoutTheTailersThread() {
        final WrittenLog.Listener first = log.subscribe("latest", "TrackIn").run();
        final WrittenLog.Listener second =
                log.subscribe("latest", "TransportStarted").run();
        assertThat(first.notices()).isEqualTo(1);

        for (int i = 0; i < 5; i++) {
            log.write(10, 10);
            log.tailer().wake();
            first.run();
            second.run();
        }

        assertThat(first.events()).isEqualTo(45);
        assertThat(second.events()).isEqualTo(5);
        assertThat(log.tailer().reads(LogTailer.Reader.LOOP)).isEqualTo(10);
        first.close();
        second.close();
    }

    /** Also what is published while the loop writes what came before: no way round by the tailer, whose thread does not run here. */
    @Test
    void shouldServeNewsThatComeWhileItWrites() {
        final WrittenLog.Listener listener = new WrittenLog.Listener(true);
        final LoopStreams loop = listener.streams(log.tailer());
        final long start = log.tailer().tail();
        final int[] more = {3};
        log.subscription(listener, loop, BatchKey.next(log.feed("TrackIn"), start), bytes -> {
                    if (log.tailer().tail() > start && more[0]-- > 0) {
                        log.write(10, 10);
                        log.tailer().wake();
                    }
                    return bytes;
                })
                .start();

        log.write(10, 10);
        log.tailer().wake();
        while (listener.run().events() < 36) {
            Thread.onSpinWait();
        }

        assertThat(log.tailer().reads(LogTailer.Reader.LOOP)).isEqualTo(4);
        listener.close();
    }

    /** Whatever is sent, others get their turn after so much. */
    @ParameterizedTest
    @EnumSource(StreamFormat.class)
    void shouldSendAtMost256KiBAtOnce(StreamFormat format) {
        log.write(30_000, 10);
        log.tailer().start();
        final WrittenLog.Listener all = log.subscribe(format, "earliest");
        while (!all.run().isCaughtUp()) {
            Thread.onSpinWait();
        }

        assertThat(all.largest()).isBetween(64 << 10, 256 << 10);
        all.close();
    }

    @Test
    void shouldReadForWhoIsBehindAndWantsLittleBesideTheTailer() {
        log.write(200_000, 10_000);
        log.tailer().start();
        final WrittenLog.Listener much = log.subscribe("earliest", "TrackIn");
        while (much.run().notices() == 0) {
            Thread.onSpinWait();
        }
        final long byTailer = log.tailer().reads(LogTailer.Reader.TAILER);
        assertThat(log.tailer().reads(LogTailer.Reader.COLD)).isZero();

        final WrittenLog.Listener little = log.subscribe("earliest", "TransportStarted");
        while (little.run().notices() == 0) {
            Thread.onSpinWait();
        }

        assertThat(much.events()).isEqualTo(199_980);
        assertThat(little.events()).isEqualTo(20);
        // The first batch shows how little it is; what is near the end costs nothing.
        assertThat(log.tailer().reads(LogTailer.Reader.TAILER) - byTailer).isLessThanOrEqualTo(3);
        assertThat(log.tailer().reads(LogTailer.Reader.COLD)).isGreaterThanOrEqualTo(15);
        much.close();
        little.close();
    }
}
