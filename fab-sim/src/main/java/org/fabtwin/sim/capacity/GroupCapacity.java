/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.capacity;

import org.fabtwin.core.line.HandOff;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;

/**
 * Load and capacity of one tool group at the releases of its line. Shares are of calendar time where nothing else is said;
 * wafers are wafers worked on (of imported fabs: lots times their size).
 */
public final class GroupCapacity {
    private static final double US_PER_HOUR = 3600e6;
    private static final int BISECTIONS = 60;

    private final GroupLoad load;
    private final ToolGroupDefinition group;
    private final double visitsPerWafer;
    private final double wafers;
    private final Availability availability;

    GroupCapacity(GroupLoad load, double startsPerUs) {
        this.load = load;
        group = load.group();
        visitsPerWafer = startsPerUs == 0 ? 0 : load.wafers() / startsPerUs;
        wafers = load.wafers() * (1 + load.seasoningPerWafer()) + group.count * load.seasoningPerToolUs();
        availability = availabilityAt(loadShare());
    }

    public String name() {
        return group.name;
    }

    public int tools() {
        return group.count;
    }

    /** Expected visits of a started wafer. */
    public double visitsPerWafer() {
        return visitsPerWafer;
    }

    /** Wafers that arrive in an hour, seasoning wafers included. */
    public double wafersPerHour() {
        return wafers * US_PER_HOUR;
    }

    /** Wafers per hour of one tool that never waits and never stops. */
    public double toolWafersPerHour() {
        return load.perWaferUs() == 0 ? 0 : US_PER_HOUR / load.perWaferUs();
    }

    /** Raw process time of a wafer alone, mean over the visits, microseconds. */
    public double rawProcessTimeUs() {
        return load.meanAloneUs();
    }

    /** Share of wafers whose rate is set by the chambers, and not by robot, locks or front end. */
    public double processBoundShare() {
        return load.processBoundShare();
    }

    /** Work offered to a tool as share of calendar time, setups apart. */
    public double loadShare() {
        return wafers * load.perWaferUs() / group.count;
    }

    /** E10 shares at this load. */
    public Availability availability() {
        return availability;
    }

    /** E10 shares at a load that is the given share of available time. */
    public Availability availabilityAtUtilisation(double utilisation) {
        return availabilityAt(busyAt(utilisation));
    }

    private Availability availabilityAt(double busyShare) {
        double perWaferUs = load.perWaferUs();
        return Availability.at(group, busyShare, perWaferUs == 0 ? 0 : busyShare / perWaferUs);
    }

    /** Busy share of calendar time that is the given share of what is then available: the less is left, the busier. */
    private double busyAt(double utilisation) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (middle < utilisation * availabilityAt(middle).share()) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Offered work as share of available time, setups apart; above 1 the queue grows without end. */
    public double utilisation() {
        return loadShare() / availability.share();
    }

    /** Share of calendar time for setups if carriers are served first in, first out in random order (see SetupTimes). */
    public double setupShare() {
        return load.setupTools() / group.count;
    }

    /** As {@link #utilisation}, with the setups of {@link #setupShare}. */
    public double utilisationWithSetups() {
        return (loadShare() + setupShare()) / availability.share();
    }

    /** The factor by which releases can grow until the group has no time left. Infinite for a group without work. */
    public double growth(boolean withSetups) {
        double fixed = load.seasoningPerToolUs() * load.perWaferUs();
        double variable = loadShare() - fixed + (withSetups ? setupShare() : 0);
        return variable <= 0 ? Double.POSITIVE_INFINITY : Math.max(0, busyAt(1) - fixed) / variable;
    }

    /** Wafers per hour of the group with no time left, setups apart. */
    public double maxWafersPerHour() {
        return tools() * busyAt(1) * toolWafersPerHour();
    }

    /**
     * Tools needed so that none is loaded beyond a share of available time, availability taken at that load.
     *
     * @param toolWafersPerHour rate of one tool: {@link #toolWafersPerHour} or a port bound.
     */
    public int toolsNeeded(double utilisation, double toolWafersPerHour) {
        if (load.wafers() == 0) {
            return 0;
        }
        double available = availabilityAtUtilisation(utilisation).share();
        double perTool = toolWafersPerHour * available * utilisation - load.seasoningPerToolUs() * US_PER_HOUR;
        double arriving = load.wafers() * (1 + load.seasoningPerWafer()) * US_PER_HOUR;
        return perTool <= 0 ? Integer.MAX_VALUE : Math.max(1, (int) Math.ceil(arriving / perTool - 1e-9));
    }

    /** As {@link #toolsNeeded}, with the setups of {@link #setupShare} as they are with the present number of tools. */
    public int toolsNeededWithSetups(double utilisation, double toolWafersPerHour) {
        int without = toolsNeeded(utilisation, toolWafersPerHour);
        if (without == 0 || without == Integer.MAX_VALUE || load.setupTools() == 0) {
            return without;
        }
        double available = availabilityAtUtilisation(utilisation).share();
        double perTool = toolWafersPerHour * available * utilisation - load.seasoningPerToolUs() * US_PER_HOUR;
        double arriving = load.wafers() * (1 + load.seasoningPerWafer()) * US_PER_HOUR;
        double setups = load.setupTools() / (available * utilisation);
        return Math.max(1, (int) Math.ceil(arriving / perTool + setups - 1e-9));
    }

    /**
     * As {@link #utilisation} or {@link #utilisationWithSetups}, with the rate that the ports allow where that is less than the
     * tool's own.
     */
    public double utilisationThroughPorts(int handOff, boolean withSetups) {
        double own = toolWafersPerHour();
        double slowedBy = own == 0 ? 1 : Math.max(1, own / portWafersPerHour(handOff, wafersPerVisit()));
        return (loadShare() * slowedBy + (withSetups ? setupShare() : 0)) / availability.share();
    }

    /** Wafers of a carrier, mean over the wafers that arrive. */
    public double carrierSize() {
        return load.meanCarrierSize();
    }

    /** Wafers that a carrier brings to be worked on, mean over the visits: of a sampled step fewer than it holds. Ports see these. */
    public double wafersPerVisit() {
        return load.meanWafersPerVisit();
    }

    /** Whether the data say anything about ports. */
    public boolean hasPorts() {
        return group.loadPorts > 0 && load.wafers() > 0;
    }

    /** Wafers per hour of one tool as its ports allow with this hand-off (code of {@code HandOff}), in carriers of n. */
    public double portWafersPerHour(int handOff, double n) {
        return switch (handOff) {
            case HandOff.HELD -> portHeldWafersPerHour(n);
            case HandOff.BUFFERED -> portBufferedWafersPerHour(n);
            case HandOff.BOUNDED -> portBoundedWafersPerHour(n);
            default -> toolWafersPerHour();
        };
    }

    /** Wafers per hour of one tool whose carriers keep their port until the last wafer is back, in carriers of n. */
    public double portHeldWafersPerHour(double n) {
        return residentWafersPerHour(group.loadPorts, n);
    }

    /**
     * The same where carriers give their port back while one of the tool's places inside is free, in carriers of n. In the long run a
     * carrier takes up a port or place for its residence and an exchange, and each port lets one through an exchange.
     */
    public double portBoundedWafersPerHour(double n) {
        return Math.min(portBufferedWafersPerHour(n), residentWafersPerHour(group.loadPorts + group.bufferCarriers, n));
    }

    private double residentWafersPerHour(int carriers, double n) {
        double tool = toolWafersPerHour();
        double residenceUs = rawProcessTimeUs() + Expected.of(group.portExchangeTime) + (n - 1) * load.perWaferUs();
        return hasPorts() ? Math.min(tool, carriers * n * US_PER_HOUR / residenceUs) : tool;
    }

    /** Wafers per hour of one tool whose carriers give their port back at once, in carriers of n. */
    public double portBufferedWafersPerHour(double n) {
        double tool = toolWafersPerHour();
        double exchangeUs = Expected.of(group.portExchangeTime);
        return hasPorts() ? Math.min(tool, group.loadPorts * n * US_PER_HOUR / exchangeUs) : tool;
    }
}
