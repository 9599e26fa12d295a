/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.alternatives.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All structures against a sorted map of (time, insertion); the chosen one has more tests of its own in fab-core. */
class CalendarStructureTest {
    private static final int OPERATIONS = 20_000;
    private static final int PATTERNS = 7;

    private record Order(long timeUs, long insertion) implements Comparable<Order> {
        @Override
        public int compareTo(Order other) {
            int byTime = Long.compare(timeUs, other.timeUs);
            return byTime != 0 ? byTime : Long.compare(insertion, other.insertion);
        }
    }

    private record Event(int handle, int kind, int subject) {}

    private record Pending(Order order, Event event) {}

    private static long distance(SplittableRandom random, int pattern, int operation) {
        return switch (pattern) {
            case 0 -> random.nextInt(4) * 60_000_000L;
            case 1 -> operation / 500 % 2 == 0 ? 1_000_003 : random.nextLong(1L << 22);
            case 2 -> random.nextInt(5) == 0 ? random.nextLong(8_000_000_000_000L) : random.nextLong(90_000_000);
            case 3 -> random.nextLong() >>> 16 + random.nextInt(48);
            case 4 -> 1_000_000_000L + operation;
            case 5 -> 1_000_000_000L - 1_000L * operation % 1_000_000_000L;
            default -> random.nextLong(operation / 3_000 % 2 == 0 ? 100_000_000_000L : 100_000L);
        };
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveTheOrderOfASortedMap(CalendarStructure structure) {
        long seed = Long.getLong("fab.seed", System.nanoTime());
        for (int pattern = 0; pattern < PATTERNS; pattern++) {
            for (int expectedEvents : new int[] {0, 4_000}) {
                try {
                    run(structure.make(expectedEvents), pattern, new SplittableRandom(seed));
                } catch (AssertionError | RuntimeException e) {
                    fail(
                            structure + ", pattern " + pattern + ", expected events " + expectedEvents
                                    + ", replay with -Dfab.seed=" + seed + ": " + e.getMessage(),
                            e);
                }
            }
        }
    }

    private static void run(FutureEventList calendar, int pattern, SplittableRandom random) {
        TreeMap<Order, Event> reference = new TreeMap<>();
        List<Pending> pending = new ArrayList<>();
        long nowUs = 0;
        int target = 1 + random.nextInt(1 << random.nextInt(1, 13));
        for (int i = 0; i < OPERATIONS || !reference.isEmpty(); i++) {
            long timeUs = nowUs + distance(random, pattern, i);
            boolean draining = i >= OPERATIONS;
            if (!draining && !pending.isEmpty() && random.nextInt(10) < 2) {
                int place = random.nextInt(pending.size());
                Pending changed = pending.set(place, pending.get(pending.size() - 1));
                pending.remove(pending.size() - 1);
                if (reference.remove(changed.order) == null) {
                    continue;
                }
                if (random.nextBoolean()) {
                    calendar.cancel(changed.event.handle);
                } else {
                    calendar.reschedule(changed.event.handle, timeUs);
                    put(reference, pending, new Order(timeUs, i), changed.event);
                }
            } else if (!draining && random.nextInt(2 * target) >= reference.size()) {
                int kind = random.nextInt(256);
                int subject = random.nextInt();
                Event event = new Event(calendar.schedule(timeUs, kind, subject), kind, subject);
                put(reference, pending, new Order(timeUs, i), event);
            } else {
                var first = reference.pollFirstEntry();
                if (random.nextInt(4) == 0) {
                    assertThat(calendar.nextTimeUs()).isEqualTo(first.getKey().timeUs);
                }
                assertThat(calendar.poll()).isTrue();
                nowUs = first.getKey().timeUs;
                assertThat(calendar.polledTimeUs()).isEqualTo(nowUs);
                assertThat(new Event(calendar.polledHandle(), calendar.polledKind(), calendar.polledSubject()))
                        .isEqualTo(first.getValue());
            }
            assertThat(calendar.size()).isEqualTo(reference.size());
        }
        assertThat(calendar.poll()).isFalse();
        assertThat(calendar.nextTimeUs()).isEqualTo(Long.MAX_VALUE);
    }

    private static void put(TreeMap<Order, Event> reference, List<Pending> pending, Order order, Event event) {
        reference.put(order, event);
        pending.add(new Pending(order, event));
    }
}
