/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.capacity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;

/**
 * A carrier alone in an empty line without breakdowns, rework and setups: expected raw process time, moves and transport of a
 * product. Each wafer is sampled on its own; a carrier none of whose wafers is drawn skips the step.
 */
public final class RouteTime {
    /** Probabilities below this are left out when places are followed along the route. */
    private static final double NEGLIGIBLE = 1e-12;

    private double everywhereUs;
    private double processUs;
    private double moves;
    private double transportUs;
    private final Map<String, Double> processUsOfModule = new LinkedHashMap<>();

    private RouteTime() {}

    /** Of a carrier of so many wafers (lot mode: of one lot of so many wafers). */
    public static RouteTime of(LineDefinition line, ProductDefinition product, int wafers) {
        LineIndex index = new LineIndex(line);
        RouteTime result = new RouteTime();
        List<Place> places = new ArrayList<>();
        boolean drawEach = !line.lotMode;
        for (StepDefinition step : product.route) {
            double share = Expected.of(step.sampling, 1);
            double visited = drawEach ? 1 - StrictMath.pow(1 - share, wafers) : share;
            result.everywhereUs += index.aloneUs(step, wafers);
            double spent = drawEach ? sampledUs(index, step, wafers, share) : share * index.aloneUs(step, wafers);
            result.processUs += spent;
            result.processUsOfModule.merge(step.module, spent, Double::sum);
            result.moves += visited;
            result.follow(index, places, step.toolGroup, visited);
        }
        return result;
    }

    /** Mean over the binomial number of wafers drawn. */
    private static double sampledUs(LineIndex index, StepDefinition step, int wafers, double share) {
        if (share >= 1) {
            return index.aloneUs(step, wafers);
        }
        double odds = share / (1 - share);
        double probability = StrictMath.pow(1 - share, wafers);
        double sum = 0;
        for (int drawn = 1; drawn <= wafers; drawn++) {
            probability *= odds * (wafers - drawn + 1) / drawn;
            sum += probability * index.aloneUs(step, drawn);
        }
        return sum;
    }

    /** Where the carrier may be, with the probability that it is there. */
    private record Place(String toolGroup, double probability) {}

    private void follow(LineIndex index, List<Place> places, String to, double visited) {
        List<Place> before = new ArrayList<>(places);
        places.clear();
        for (Place place : before) {
            transportUs += place.probability * visited * index.transportUs(place.toolGroup, to);
            double stays = place.probability * (1 - visited);
            if (stays > NEGLIGIBLE) {
                places.add(new Place(place.toolGroup, stays));
            }
        }
        places.add(new Place(to, visited));
    }

    /** Raw process time with every wafer measured at every metrology step. */
    public double everywhereUs() {
        return everywhereUs;
    }

    /** Expected raw process time, sampled steps with their share. */
    public double processUs() {
        return processUs;
    }

    /** The part of {@link #processUs} in each module, in route order. */
    public Map<String, Double> processUsOfModule() {
        return processUsOfModule;
    }

    /** Expected steps that the carrier comes to; each is a move. */
    public double moves() {
        return moves;
    }

    /** Expected transport time, by pair of tool groups; entering the line takes none. */
    public double transportUs() {
        return transportUs;
    }

    /** Zero-load (theoretical) cycle time: raw process time and transport. */
    public double cycleTimeUs() {
        return processUs + transportUs;
    }
}
