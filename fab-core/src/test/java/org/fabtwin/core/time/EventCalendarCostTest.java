/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.fabtwin.core.state.StateArena;
import org.junit.jupiter.api.Test;

/** Cost is counted in slots moved, not in time: the same on every machine. */
class EventCalendarCostTest {
    /** Appending is not counted; spreading twice, sorting and some shifting among few are. */
    private static final double MOVES_PER_EVENT = 12;

    private final long seed = Long.getLong("fab.seed", 5);
    private final SplittableRandom random = new SplittableRandom(seed);

    private static long hold(EventCalendar calendar, SplittableRandom random, int events, long meanUs) {
        long before = calendar.movedSlots();
        for (int i = 0; i < events; i++) {
            assertThat(calendar.poll()).isTrue();
            calendar.schedule(calendar.polledTimeUs() + random.nextLong(2 * meanUs), 0, i);
        }
        return calendar.movedSlots() - before;
    }

    /** The next time, looked for (and its bucket opened) even when it is the one scheduled last. */
    private static long lookFor(EventCalendar calendar) {
        calendar.cancel(calendar.schedule(EventCalendar.NONE - 1, 0, 0));
        return calendar.nextTimeUs();
    }

    @Test
    void shouldKeepItsCostWhenDensityChangesAMillionfold() {
        for (int pending : new int[] {100, 10_000}) {
            EventCalendar calendar = new EventCalendar(new StateArena(), pending);
            for (int i = 0; i < pending; i++) {
                calendar.schedule(random.nextLong(2_000_000_000L), 0, i);
            }
            for (long meanUs : new long[] {1_000_000_000_000L, 1_000_000L, 1_000_000_000_000L, 1_000L}) {
                int events = 20 * pending;

                assertThat(hold(calendar, random, events, meanUs))
                        .as("moves, seed %d, %d pending, mean %d us", seed, pending, meanUs)
                        .isLessThan((long) (MOVES_PER_EVENT * events));
            }
        }
    }

    @Test
    void shouldNotMoveAnEventWithThousandsOfTiesMoreThanAFewTimes() {
        int ties = 20_000;
        EventCalendar calendar = new EventCalendar(new StateArena(), ties);
        for (int i = 0; i < ties; i++) {
            calendar.schedule(43_200_000_000L, 0, i);
        }

        for (int i = 0; i < ties; i++) {
            assertThat(calendar.pollAt(43_200_000_000L)).isTrue();
            assertThat(calendar.polledSubject()).isEqualTo(i);
            calendar.schedule(86_400_000_000L + i % 2, 0, i);
        }

        assertThat(calendar.movedSlots()).isLessThan(3L * ties);
        assertThat(calendar.nextTimeUs()).isEqualTo(86_400_000_000L);
    }

    @Test
    void shouldNotShiftThousandsForEachEventScheduledAmongThem() {
        int events = 20_000;
        EventCalendar calendar = new EventCalendar(new StateArena(), 2 * events);
        // Ascending, so that they can stand sorted in one place, then each new one into the midst of them.
        for (int i = 0; i < events; i++) {
            calendar.schedule(1_000_000 + i, 0, i);
        }
        assertThat(lookFor(calendar)).isEqualTo(1_000_000);
        for (int i = 0; i < events; i++) {
            calendar.schedule(1_000_000 + random.nextInt(events), 0, i);
        }

        long lastUs = 0;
        while (calendar.poll()) {
            assertThat(calendar.polledTimeUs()).isGreaterThanOrEqualTo(lastUs);
            lastUs = calendar.polledTimeUs();
        }

        assertThat(calendar.movedSlots()).as("seed %d", seed).isLessThan((long) (MOVES_PER_EVENT * 2 * events));
    }

    @Test
    void shouldNotShiftManyWhenTimesInABucketAreClusteredAndDescend() {
        for (int clusters = 1; clusters <= 8; clusters++) {
            for (int slots = 31; slots <= 120; slots++) {
                for (int stepUs : new int[] {1, 37, (1 << 18) / 120}) {
                    shouldNotShiftManyInBucketsOf(slots, clusters, stepUs);
                }
            }
        }
    }

    /** Buckets are those of a new calendar's rung with 2^24 us each; a cluster is within 1/64 of its bucket. */
    private static void shouldNotShiftManyInBucketsOf(int slots, int clusters, int stepUs) {
        int buckets = 20;
        int events = buckets * slots;
        EventCalendar calendar = new EventCalendar(new StateArena(), events);
        for (int bucket = 1; bucket <= buckets; bucket++) {
            for (int i = 0; i < slots; i++) {
                int cluster = i % clusters * (64 / clusters);
                calendar.schedule((long) bucket << 24 | cluster << 18 | (slots - 1 - i) / clusters * stepUs, 0, i);
            }
        }

        long lastUs = 0;
        for (int i = 0; i < events; i++) {
            assertThat(calendar.poll()).isTrue();
            assertThat(calendar.polledTimeUs()).isGreaterThanOrEqualTo(lastUs);
            lastUs = calendar.polledTimeUs();
        }
        assertThat(calendar.movedSlots())
                .as("moves, %d slots a bucket in %d clusters, %d us apart", slots, clusters, stepUs)
                .isLessThan((long) (MOVES_PER_EVENT * events));
    }

    @Test
    void shouldNotShiftThousandsForTheFirstFewScheduledAmongThem() {
        int sorted = 120;
        int appended = 20_000;
        int inserted = sorted / 8;
        long baseUs = 1L << 24;
        EventCalendar calendar = new EventCalendar(new StateArena(), sorted + appended + inserted);
        for (int i = 0; i < sorted; i++) {
            calendar.schedule(baseUs + 100_000L * i, 0, i);
        }
        assertThat(lookFor(calendar)).isEqualTo(baseUs);
        for (int i = 0; i < appended; i++) {
            calendar.schedule(baseUs + 100_000L * sorted + i, 0, i);
        }
        for (int i = 0; i < inserted; i++) {
            calendar.schedule(baseUs + i, 0, i);
        }

        long lastUs = 0;
        while (calendar.poll()) {
            assertThat(calendar.polledTimeUs()).isGreaterThanOrEqualTo(lastUs);
            lastUs = calendar.polledTimeUs();
        }
        assertThat(calendar.size()).isZero();
        assertThat(calendar.movedSlots()).isLessThan((long) (MOVES_PER_EVENT * (sorted + appended + inserted)));
    }

    @Test
    void shouldNotShiftThousandsForEachEventScheduledBeforeThem() {
        int events = 20_000;
        EventCalendar calendar = new EventCalendar(new StateArena(), 2 * events);
        for (int i = 0; i < events; i++) {
            calendar.schedule(7_000_000, 0, events + i);
        }
        assertThat(lookFor(calendar)).isEqualTo(7_000_000);

        for (int i = 0; i < events; i++) {
            calendar.schedule(1_000 + i / 4, 0, i);
        }

        for (int i = 0; i < 2 * events; i++) {
            assertThat(calendar.poll()).isTrue();
            assertThat(calendar.polledSubject()).isEqualTo(i);
        }
        assertThat(calendar.movedSlots()).isLessThan(6L * events);
    }

    @Test
    void shouldDropStaleSlotsWhenTheyOutnumberEvents() {
        EventCalendar calendar = new EventCalendar(new StateArena(), 1_000);
        int[] handles = new int[1_000];
        for (int i = 0; i < handles.length; i++) {
            handles[i] = calendar.schedule(random.nextLong(1_000_000_000_000L), 0, i);
        }

        for (int i = 0; i < 100_000; i++) {
            calendar.reschedule(handles[random.nextInt(1_000)], random.nextLong(1_000_000_000_000L));
            assertThat(calendar.staleSlots()).isLessThanOrEqualTo(1_128);
        }

        assertThat(calendar.movedSlots()).isLessThan(300_000);
        assertThat(calendar.size()).isEqualTo(1_000);
    }

    @Test
    void shouldAllocateNothingUpToTheExpectedNumber() {
        StateArena arena = new StateArena();
        EventCalendar calendar = new EventCalendar(arena, 5_000);
        int[] handleOf = new int[5_000];
        for (int i = 0; i < handleOf.length; i++) {
            handleOf[i] = calendar.schedule(delayUs(0), i & 0xff, i);
        }
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long stateBytes = arena.stateBytes();
        // Once for what the first call allocates elsewhere.
        churn(calendar, handleOf, 50_000);
        threads.getCurrentThreadAllocatedBytes();

        long before = threads.getCurrentThreadAllocatedBytes();
        churn(calendar, handleOf, 500_000);
        long after = threads.getCurrentThreadAllocatedBytes();

        assertThat(after - before).isZero();
        assertThat(arena.stateBytes()).isEqualTo(stateBytes);
    }

    private long draws = 1;

    private long delayUs(long nowUs) {
        draws = draws * 6364136223846793005L + 1442695040888963407L;
        long bits = draws >>> 20;
        return switch ((int) bits & 7) {
            case 0 -> 43_200_000_000L - nowUs % 43_200_000_000L;
            case 1, 2 -> (bits >>> 3 & 63) * 1_000_000;
            case 3, 4, 5, 6 -> bits >>> 3 & 0x3ff_ffff;
            default -> bits >>> 3 & 0x3ff_ffff_ffffL;
        };
    }

    private void churn(EventCalendar calendar, int[] handleOf, int events) {
        for (int i = 0; i < events; i++) {
            long nowUs = calendar.nextTimeUs();
            calendar.pollAt(nowUs);
            int subject = calendar.polledSubject();
            handleOf[subject] = calendar.schedule(nowUs + delayUs(nowUs), calendar.polledKind(), subject);
            int other = (int) (draws >>> 33) % handleOf.length;
            if (i % 10 == 0) {
                calendar.reschedule(handleOf[other], nowUs + delayUs(nowUs));
            } else if (i % 10 == 1) {
                calendar.cancel(handleOf[other]);
                handleOf[other] = calendar.schedule(nowUs + delayUs(nowUs), 0, other);
            }
        }
    }

    @Test
    void shouldGrowFromNothing() {
        StateArena arena = new StateArena();
        EventCalendar calendar = new EventCalendar(arena, 0);
        long stateBytes = arena.stateBytes();
        for (int i = 0; i < 100_000; i++) {
            assertThat(calendar.schedule(random.nextLong(1_000_000), i & 0xff, i))
                    .isEqualTo(i);
        }

        assertThat(arena.stateBytes()).isGreaterThan(stateBytes);
        assertThat(calendar.size()).isEqualTo(100_000);
        long lastUs = 0;
        int polled = 0;
        for (; calendar.poll(); polled++) {
            assertThat(calendar.polledTimeUs()).isGreaterThanOrEqualTo(lastUs);
            assertThat(calendar.polledKind()).isEqualTo(calendar.polledSubject() & 0xff);
            lastUs = calendar.polledTimeUs();
        }
        assertThat(polled).isEqualTo(100_000);
    }

    @Test
    void shouldNotReviveAnOldSlotWhenGenerationsStartAgain() {
        EventCalendar calendar = new EventCalendar(new StateArena(), 10);
        int generations = 1 << 24;
        int handle = calendar.schedule(2L * generations, 0, 1);
        calendar.reschedule(handle, 0);
        calendar.poll();
        for (int i = 1; i < generations; i++) {
            assertThat(calendar.schedule(i, 0, 2)).isEqualTo(handle);
            calendar.reschedule(handle, i);
            calendar.poll();
        }

        assertThat(calendar.schedule(3L * generations, 0, 3)).isEqualTo(handle);

        assertThat(calendar.nextTimeUs()).isEqualTo(3L * generations);
        assertThat(calendar.poll()).isTrue();
        assertThat(calendar.polledTimeUs()).isEqualTo(3L * generations);
        assertThat(calendar.poll()).isFalse();
    }
}
