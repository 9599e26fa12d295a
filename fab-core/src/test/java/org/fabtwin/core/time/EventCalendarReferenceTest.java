/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.fabtwin.core.state.StateArena;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Long random sequences against a sorted map of (time, insertion): slow, and right at a glance. */
class EventCalendarReferenceTest {
    /** How far ahead events are scheduled. */
    private enum Distance {
        TIES {
            @Override
            long draw(SplittableRandom random, int operation) {
                return random.nextInt(4) * 60_000_000L;
            }
        },
        BURSTS {
            @Override
            long draw(SplittableRandom random, int operation) {
                return operation / 500 % 2 == 0 ? 1_000_003 : random.nextLong(1L << 22);
            }
        },
        SECONDS_TO_MONTHS {
            @Override
            long draw(SplittableRandom random, int operation) {
                return random.nextInt(5) == 0 ? random.nextLong(8_000_000_000_000L) : random.nextLong(90_000_000L);
            }
        },
        ANY_MAGNITUDE {
            @Override
            long draw(SplittableRandom random, int operation) {
                return random.nextLong() >>> 16 + random.nextInt(48);
            }
        },
        MONOTONE {
            @Override
            long draw(SplittableRandom random, int operation) {
                return 1_000_000_000L + operation;
            }
        },
        BACKWARDS {
            @Override
            long draw(SplittableRandom random, int operation) {
                return 1_000_000_000L - 1_000L * (operation % 1_000_000);
            }
        },
        DENSITY_JUMPS {
            @Override
            long draw(SplittableRandom random, int operation) {
                return random.nextLong(operation / 3_000 % 2 == 0 ? 100_000_000_000L : 100_000L);
            }
        },
        ONE_MICROSECOND {
            @Override
            long draw(SplittableRandom random, int operation) {
                return random.nextInt(2);
            }
        };

        abstract long draw(SplittableRandom random, int operation);
    }

    private record Order(long timeUs, long insertion) implements Comparable<Order> {
        @Override
        public int compareTo(Order other) {
            int byTime = Long.compare(timeUs, other.timeUs);
            return byTime != 0 ? byTime : Long.compare(insertion, other.insertion);
        }
    }

    private record Expected(int handle, int kind, int subject) {}

    private static final int OPERATIONS = 30_000;

    private final TreeMap<Order, Expected> reference = new TreeMap<>();
    private final List<Order> orderOfHandle = new ArrayList<>();
    private final List<Integer> pending = new ArrayList<>();
    private final List<Integer> placeInPending = new ArrayList<>();
    private EventCalendar calendar;
    private StateArena arena;
    private long insertions;
    private long nowUs;

    @ParameterizedTest
    @EnumSource
    void shouldAgreeWithASortedMap(Distance distance) throws IOException {
        long firstSeed = Long.getLong("fab.seed", System.nanoTime());
        int rounds = Long.getLong("fab.seed") == null ? 6 : 1;
        for (long seed = firstSeed; seed < firstSeed + rounds; seed++) {
            try {
                run(distance, seed);
            } catch (AssertionError | RuntimeException e) {
                fail(distance + ", replay with -Dfab.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private void run(Distance distance, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        reference.clear();
        orderOfHandle.clear();
        pending.clear();
        placeInPending.clear();
        insertions = 0;
        nowUs = 0;
        int expectedEvents = random.nextBoolean() ? 0 : 5_000;
        arena = new StateArena();
        calendar = new EventCalendar(arena, expectedEvents);
        int target = 1 + random.nextInt(1 << 1 + random.nextInt(13));
        int cancelPercent = random.nextInt(3) * 15;
        int peekPercent = random.nextInt(2) * 30;
        for (int i = 0; i < OPERATIONS; i++) {
            if (random.nextInt(100) < peekPercent) {
                assertThat(calendar.nextTimeUs())
                        .isEqualTo(reference.isEmpty() ? EventCalendar.NONE : reference.firstKey().timeUs);
            }
            if (random.nextInt(100) < cancelPercent && !pending.isEmpty()) {
                change(random, nowUs + distance.draw(random, i));
            } else if (random.nextInt(2 * target) >= reference.size()) {
                schedule(nowUs + distance.draw(random, i), random.nextInt(256), random.nextInt());
            } else {
                poll(random);
            }
            assertThat(calendar.size()).isEqualTo(reference.size());
            if (random.nextInt(OPERATIONS / 4) == 0) {
                restore(expectedEvents, random.nextBoolean());
            }
        }
        while (!reference.isEmpty()) {
            poll(random);
        }
        assertThat(calendar.poll()).isFalse();
    }

    private void schedule(long timeUs, int kind, int subject) {
        int handle = calendar.schedule(timeUs, kind, subject);
        Order order = new Order(timeUs, insertions++);
        reference.put(order, new Expected(handle, kind, subject));
        while (orderOfHandle.size() <= handle) {
            orderOfHandle.add(null);
            placeInPending.add(-1);
        }
        assertThat(orderOfHandle.get(handle)).as("handle given twice").isNull();
        orderOfHandle.set(handle, order);
        placeInPending.set(handle, pending.size());
        pending.add(handle);
    }

    private void change(SplittableRandom random, long timeUs) {
        int handle = pending.get(random.nextInt(pending.size()));
        Order old = orderOfHandle.get(handle);
        assertThat(calendar.timeOf(handle)).isEqualTo(old.timeUs);
        Expected event = reference.remove(old);
        if (random.nextBoolean()) {
            calendar.cancel(handle);
            forget(handle);
        } else {
            long newTimeUs = random.nextInt(4) == 0 ? old.timeUs : timeUs;
            calendar.reschedule(handle, newTimeUs);
            Order order = new Order(newTimeUs, insertions++);
            orderOfHandle.set(handle, order);
            reference.put(order, event);
        }
    }

    private void poll(SplittableRandom random) {
        var first = reference.pollFirstEntry();
        if (random.nextInt(8) == 0) {
            assertThat(calendar.pollAt(first.getKey().timeUs - 1)).isFalse();
        }
        assertThat(random.nextBoolean() ? calendar.poll() : calendar.pollAt(first.getKey().timeUs))
                .isTrue();
        nowUs = first.getKey().timeUs;
        assertThat(calendar.polledTimeUs()).isEqualTo(nowUs);
        assertThat(new Expected(calendar.polledHandle(), calendar.polledKind(), calendar.polledSubject()))
                .isEqualTo(first.getValue());
        forget(first.getValue().handle);
    }

    private void forget(int handle) {
        orderOfHandle.set(handle, null);
        int place = placeInPending.get(handle);
        int last = pending.remove(pending.size() - 1);
        if (last != handle) {
            pending.set(place, last);
            placeInPending.set(last, place);
        }
    }

    /** Goes on with a copy in another arena, made by snapshot or by fork; what the old one does then changes nothing. */
    private void restore(int expectedEvents, boolean bySnapshot) throws IOException {
        StateArena copy = new StateArena();
        EventCalendar restored = new EventCalendar(copy, expectedEvents);
        if (bySnapshot) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            arena.writeTo(Channels.newChannel(bytes));
            copy.readFrom(Channels.newChannel(new ByteArrayInputStream(bytes.toByteArray())));
        } else {
            copy.copyFrom(arena);
        }
        while (calendar.poll()) {
            calendar.nextTimeUs();
        }
        calendar = restored;
        arena = copy;
    }
}
