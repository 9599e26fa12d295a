/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fabtwin.core.event.EventDetail;
import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.flow.Wafers;
import org.fabtwin.core.line.CriticalParameters;
import org.fabtwin.core.process.WaferStates;

/**
 * A wafer in the line. Immutable; component names are the JSON keys.
 *
 * @param state of its carrier.
 * @param tool that the carrier is in.
 * @param phase PLANNED, IN_PROCESS or DONE while the carrier is in a tool, at detail wafer and finer; else null.
 * @param chamber of the plan, while the carrier is in a tool.
 */
public record WaferState(
        int wafer,
        int lot,
        int carrier,
        String product,
        String step,
        String state,
        String tool,
        String phase,
        String chamber,
        int visit) {
    /**
     * A wafer with what it carries; the truth, which no measurement of the line knows.
     *
     * @param parameters those that a step has set.
     * @param killingDefects density of killing defects so far, 1/cm2; null where the line has no process data.
     */
    public record Detail(WaferState wafer, List<SetParameter> parameters, Double killingDefects) {}

    /**
     * A critical parameter of a wafer.
     *
     * @param deviation true wafer mean less target.
     * @param deviationY of overlay: y; null elsewhere.
     * @param setBy chamber that set it.
     */
    public record SetParameter(String parameter, String unit, double deviation, Double deviationY, String setBy) {}

    /**
     * Which wafers are wanted; null: any.
     *
     * @param state of the carrier.
     */
    public record Wanted(String product, Integer lot, String state) {}

    /** A wafer's row and its carrier's. */
    private record Place(int wafer, int carrier) {}

    /** The question for a list, by serial. */
    public static Page<WaferState> page(StateReader reader, Wanted wanted, Page.Request request) {
        final PageBuilder<WaferState> page = new PageBuilder<>(request);
        if (reader.line().lotMode()) {
            return page.page();
        }
        final Carriers carriers = reader.view().carriers();
        final Wafers wafers = reader.view().wafers();
        // Serial of the wafer and its place among the rows below.
        final long[] serials = new long[wafers.live()];
        final int[] rows = new int[2 * serials.length];
        int count = 0;
        for (int carrier = 0; carrier < carriers.used(); carrier++) {
            if (carriers.isLive(carrier) && isWanted(reader, wanted, carrier)) {
                for (int wafer = carriers.firstWafer(carrier); wafer != Wafers.NONE; wafer = wafers.next(wafer)) {
                    serials[count] = (long) wafers.serial(wafer) << 32 | count;
                    rows[2 * count] = wafer;
                    rows[2 * count + 1] = carrier;
                    count++;
                }
            }
        }
        Arrays.sort(serials, 0, count);
        for (int i = 0; i < count; i++) {
            final int row = 2 * (int) serials[i];
            page.add((int) (serials[i] >> 32), () -> of(reader, new Place(rows[row], rows[row + 1])));
        }
        return page.page();
    }

    private static boolean isWanted(StateReader reader, Wanted wanted, int carrier) {
        return (wanted.lot() == null || wanted.lot() == reader.lotSerial(carrier))
                && ToolState.isAny(wanted.product(), reader.product(carrier))
                && ToolState.isAny(
                        wanted.state(),
                        StateReader.carrierState(reader.view().carriers().state(carrier)));
    }

    private static WaferState of(StateReader reader, Place place) {
        final Carriers carriers = reader.view().carriers();
        final Wafers wafers = reader.view().wafers();
        final boolean isInTool = carriers.state(place.carrier) == Carriers.IN_TOOL;
        final boolean isFollowed = isInTool && reader.line().eventDetail() >= EventDetail.WAFER.value();
        return new WaferState(
                wafers.serial(place.wafer),
                reader.lotSerial(place.carrier),
                carriers.serial(place.carrier),
                reader.product(place.carrier),
                reader.step(carriers.step(place.carrier)),
                StateReader.carrierState(carriers.state(place.carrier)),
                reader.toolOf(place.carrier),
                isFollowed ? phase(wafers.phase(place.wafer)) : null,
                isInTool ? reader.chamber(wafers.chamber(place.wafer)) : null,
                wafers.visit(place.wafer));
    }

    private static String phase(int phase) {
        return switch (phase) {
            case Wafers.PLANNED -> "PLANNED";
            case Wafers.IN_PROCESS -> "IN_PROCESS";
            default -> "DONE";
        };
    }

    /** The question for one wafer; null when it is not in the line. */
    public static Detail detail(StateReader reader, int serial) {
        final Place place = find(reader, serial);
        if (place == null) {
            return null;
        }
        final boolean hasProcess = reader.line().process().isActive();
        final WaferStates states = reader.view().waferStates();
        final List<SetParameter> parameters = new ArrayList<>();
        if (hasProcess) {
            final CriticalParameters all = reader.line().process().parameters();
            for (int parameter = 0; parameter < all.size(); parameter++) {
                final int setBy = states.setBy(place.wafer, parameter);
                if (setBy >= 0) {
                    final boolean isOverlay = all.isOverlay(parameter);
                    parameters.add(new SetParameter(
                            all.name(parameter),
                            all.unit(parameter),
                            states.mean(place.wafer, parameter, 0, isOverlay) / all.unitFactor(parameter),
                            isOverlay
                                    ? (Double)
                                            (states.mean(place.wafer, parameter, 1, true) / all.unitFactor(parameter))
                                    : null,
                            reader.chamber(setBy)));
                }
            }
        }
        return new Detail(
                of(reader, place), List.copyOf(parameters), hasProcess ? (Double) states.killing(place.wafer) : null);
    }

    private static Place find(StateReader reader, int serial) {
        final Carriers carriers = reader.view().carriers();
        final Wafers wafers = reader.view().wafers();
        for (int carrier = 0; !reader.line().lotMode() && carrier < carriers.used(); carrier++) {
            if (carriers.isLive(carrier)) {
                for (int wafer = carriers.firstWafer(carrier); wafer != Wafers.NONE; wafer = wafers.next(wafer)) {
                    if (wafers.serial(wafer) == serial) {
                        return new Place(wafer, carrier);
                    }
                }
            }
        }
        return null;
    }
}
