/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.peers;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.fabtwin.core.state.StateArena;
import org.fabtwin.core.time.EventCalendar;

/** {@link ReentrantFab} on the twin's {@link EventCalendar}: lots are rows, queues are linked through a column. */
final class CalendarFab implements PeerModel {
    private static final int RELEASE = 0;
    private static final int PROCESS_END = 1;
    private static final int NONE = -1;

    private final long lots;
    private final int[] first = new int[ReentrantFab.STATIONS];
    private final int[] last = new int[ReentrantFab.STATIONS];
    private final int[] inTool = new int[ReentrantFab.STATIONS];
    private long[] releaseUs = new long[256];
    private int[] step = new int[256];
    private int[] next = new int[256];
    private int free;
    private EventCalendar calendar;
    private SplittableRandom times;

    CalendarFab(long lots) {
        this.lots = lots;
    }

    @Override
    public double run() {
        SplittableRandom arrivals = new SplittableRandom(1);
        times = new SplittableRandom(2);
        calendar = new EventCalendar(new StateArena(), 16);
        Arrays.fill(first, NONE);
        Arrays.fill(inTool, NONE);
        free = NONE;
        addRows(0);
        double intervalUs = Exponential.US_PER_MINUTE / ReentrantFab.RATE;
        long released = 0;
        double cycleUs = 0;
        calendar.schedule(Exponential.us(arrivals, intervalUs), RELEASE, 0);
        while (calendar.poll()) {
            long nowUs = calendar.polledTimeUs();
            if (calendar.polledKind() == RELEASE) {
                if (++released < lots) {
                    calendar.schedule(nowUs + Exponential.us(arrivals, intervalUs), RELEASE, 0);
                }
                request(newLot(nowUs), 0, nowUs);
                continue;
            }
            int station = calendar.polledSubject();
            int lot = inTool[station];
            release(station, nowUs);
            if (++step[lot] == ReentrantFab.STEPS) {
                cycleUs += nowUs - releaseUs[lot];
                next[lot] = free;
                free = lot;
            } else {
                request(lot, ReentrantFab.stationOf(step[lot]), nowUs);
            }
        }
        return cycleUs / lots / Exponential.US_PER_MINUTE;
    }

    private int newLot(long nowUs) {
        if (free == NONE) {
            int size = step.length;
            releaseUs = Arrays.copyOf(releaseUs, 2 * size);
            step = Arrays.copyOf(step, 2 * size);
            next = Arrays.copyOf(next, 2 * size);
            addRows(size);
        }
        int lot = free;
        free = next[lot];
        releaseUs[lot] = nowUs;
        step[lot] = 0;
        return lot;
    }

    private void addRows(int from) {
        for (int lot = step.length - 1; lot >= from; lot--) {
            next[lot] = free;
            free = lot;
        }
    }

    private void request(int lot, int station, long nowUs) {
        if (inTool[station] == NONE) {
            start(lot, station, nowUs);
            return;
        }
        if (first[station] == NONE) {
            first[station] = lot;
        } else {
            next[last[station]] = lot;
        }
        last[station] = lot;
        next[lot] = NONE;
    }

    private void start(int lot, int station, long nowUs) {
        inTool[station] = lot;
        double meanUs = ReentrantFab.MINUTES_AT[station] * Exponential.US_PER_MINUTE;
        calendar.schedule(nowUs + Exponential.us(times, meanUs), PROCESS_END, station);
    }

    private void release(int station, long nowUs) {
        int waiting = first[station];
        if (waiting == NONE) {
            inTool[station] = NONE;
        } else {
            first[station] = next[waiting];
            start(waiting, station, nowUs);
        }
    }
}
