/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.state;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fabtwin.core.event.E10State;
import org.fabtwin.core.event.EventDetail;
import org.fabtwin.core.flow.Carriers;

/**
 * The line at a glance. Immutable; component names are the JSON keys.
 *
 * @param detail of its events.
 * @param paused by command.
 * @param carriers in each state.
 * @param tools in each E10 state.
 */
public record LineState(
        String scenario,
        String line,
        long seed,
        int replication,
        String detail,
        boolean paused,
        int lots,
        int wafers,
        Map<String, Integer> carriers,
        Map<String, Integer> tools,
        Map<String, ProductState> products) {
    /** What is in the line of a product. */
    public record ProductState(int lots, int wafers) {}

    /** The question. */
    public static LineState of(StateReader reader) {
        final Carriers carriers = reader.view().carriers();
        final int[] inState = new int[StateReader.CARRIER_STATES.size()];
        final int[] lotsOfProduct = new int[reader.line().products().size()];
        final int[] wafersOfProduct = new int[lotsOfProduct.length];
        final BitSet seen = new BitSet();
        int wafers = 0;
        for (int carrier = 0; carrier < carriers.used(); carrier++) {
            if (carriers.isLive(carrier)) {
                final int lot = carriers.lot(carrier);
                final int product = reader.view().lots().product(lot);
                inState[carriers.state(carrier)]++;
                wafers += carriers.wafers(carrier);
                wafersOfProduct[product] += carriers.wafers(carrier);
                if (!seen.get(lot)) {
                    seen.set(lot);
                    lotsOfProduct[product]++;
                }
            }
        }
        final Map<String, Integer> states = new LinkedHashMap<>();
        for (int state = 0; state < inState.length; state++) {
            states.put(StateReader.carrierState(state), inState[state]);
        }
        final Map<String, ProductState> products = new LinkedHashMap<>();
        for (int product = 0; product < lotsOfProduct.length; product++) {
            products.put(
                    reader.line().products().name(product),
                    new ProductState(lotsOfProduct[product], wafersOfProduct[product]));
        }
        return new LineState(
                reader.run().plan().scenario(),
                reader.line().name(),
                reader.run().plan().seed(),
                reader.run().plan().replication(),
                EventDetail.get((short) reader.line().eventDetail()).name(),
                reader.run().isPaused(),
                reader.view().lots().live(),
                wafers,
                states,
                tools(reader),
                products);
    }

    private static Map<String, Integer> tools(StateReader reader) {
        final Map<String, Integer> states = new LinkedHashMap<>();
        for (int code = 0; code <= E10State.NON_SCHEDULED.value(); code++) {
            states.put(StateReader.e10(code), 0);
        }
        for (int tool = 0; tool < reader.line().toolGroups().toolTotal(); tool++) {
            states.merge(StateReader.e10(reader.view().tools().state(tool)), 1, Integer::sum);
        }
        return states;
    }
}
