/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.flow.Lots;

/**
 * A lot in the line. Immutable; component names are the JSON keys.
 *
 * @param dueUs null without a due date.
 * @param wafers in the line.
 * @param carriers that it is in: more than one after a split.
 * @param step of its first carrier.
 * @param state of its first carrier.
 */
public record LotState(
        int lot,
        String product,
        String lotClass,
        int priority,
        long releasedUs,
        Long dueUs,
        int wafers,
        int carriers,
        String step,
        String state) {
    /** A lot with its carriers. */
    public record Detail(LotState lot, List<CarrierState> carriers) {}

    /**
     * Which lots are wanted; null: any.
     *
     * @param state of any of its carriers.
     */
    public record Wanted(String product, String lotClass, String state) {}

    /** The question for a list, by serial. */
    public static Page<LotState> page(StateReader reader, Wanted wanted, Page.Request request) {
        final long[] carriers = carriersByLot(reader);
        final PageBuilder<LotState> page = new PageBuilder<>(request);
        for (int from = 0; from < carriers.length; ) {
            final int to = endOfLot(carriers, from);
            final int first = (int) carriers[from];
            if (ToolState.isAny(wanted.product(), reader.product(first))
                    && ToolState.isAny(wanted.lotClass(), reader.lotClass(first))
                    && isInState(reader, wanted.state(), carriers, from, to)) {
                final int itsFrom = from;
                page.add((int) (carriers[from] >> 32), () -> of(reader, carriers, itsFrom, to));
            }
            from = to;
        }
        return page.page();
    }

    private static boolean isInState(StateReader reader, String state, long[] carriers, int from, int to) {
        for (int i = from; i < to; i++) {
            if (ToolState.isAny(
                    state, StateReader.carrierState(reader.view().carriers().state((int) carriers[i])))) {
                return true;
            }
        }
        return false;
    }

    /** Serial of the lot and row of the carrier, of all carriers, sorted. */
    private static long[] carriersByLot(StateReader reader) {
        final Carriers carriers = reader.view().carriers();
        final long[] all = new long[carriers.live()];
        int count = 0;
        for (int carrier = 0; carrier < carriers.used(); carrier++) {
            if (carriers.isLive(carrier)) {
                all[count++] = (long) reader.lotSerial(carrier) << 32 | carrier;
            }
        }
        Arrays.sort(all);
        return all;
    }

    private static int endOfLot(long[] carriers, int from) {
        int to = from + 1;
        while (to < carriers.length && carriers[to] >> 32 == carriers[from] >> 32) {
            to++;
        }
        return to;
    }

    private static LotState of(StateReader reader, long[] rows, int from, int to) {
        final Carriers carriers = reader.view().carriers();
        final Lots lots = reader.view().lots();
        final int first = (int) rows[from];
        final int lot = carriers.lot(first);
        int wafers = 0;
        for (int i = from; i < to; i++) {
            wafers += carriers.wafers((int) rows[i]);
        }
        return new LotState(
                lots.serial(lot),
                reader.product(first),
                reader.lotClass(first),
                lots.priority(lot),
                lots.releasedUs(lot),
                lots.dueUs(lot) == Long.MAX_VALUE ? null : (Long) lots.dueUs(lot),
                wafers,
                to - from,
                reader.step(carriers.step(first)),
                StateReader.carrierState(carriers.state(first)));
    }

    /** The question for one lot; null when it is not in the line. */
    public static Detail detail(StateReader reader, int serial) {
        final long[] rows = carriersOfLot(reader, serial);
        if (rows.length == 0) {
            return null;
        }
        final List<CarrierState> carriers = new ArrayList<>();
        for (final long row : rows) {
            carriers.add(CarrierState.of(reader, (int) row));
        }
        return new Detail(of(reader, rows, 0, rows.length), List.copyOf(carriers));
    }

    /** As {@link #carriersByLot}, of one lot: nothing to sort. */
    private static long[] carriersOfLot(StateReader reader, int serial) {
        final Carriers carriers = reader.view().carriers();
        return IntStream.range(0, carriers.used())
                .filter(carrier -> carriers.isLive(carrier) && reader.lotSerial(carrier) == serial)
                .mapToLong(carrier -> (long) serial << 32 | carrier)
                .toArray();
    }
}
