/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.fabtwin.core.event.Robot;
import org.fabtwin.core.event.WaferPlacedDecoder;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.sim.event.HeaderLine;
import org.fabtwin.sim.event.HeaderLine.Handling;

/** How busy load ports and robots are. Single-threaded. */
final class HandlingTally {
    private static final int BLOCK = RecordHandler.BLOCK_OFFSET;
    private static final int PLACED_TOOL = BLOCK + WaferPlacedDecoder.toolEncodingOffset();
    private static final int PLACED_ROBOT = BLOCK + WaferPlacedDecoder.robotEncodingOffset();
    private static final String HELD = "held";
    /** Who is on a port changes with what is inside: not booked. */
    private static final String BOUNDED = "bounded";

    private static final String DIRECT = "direct";

    private final HeaderLine line;
    private final int[] groupOfTool;
    /** Microseconds in which carriers keep a port, by group. */
    private final long[] portUs;
    /** Wafers that the robot between locks and chambers moved: each is a pick and a place. */
    private final long[] moves;

    HandlingTally(HeaderLine line, int[] groupOfTool) {
        this.line = line;
        this.groupOfTool = groupOfTool;
        portUs = new long[line.toolGroups().size()];
        moves = new long[portUs.length];
    }

    /**
     * A carrier leaves a tool. What it keeps a port for is booked here: all its time at the tool and the exchange ({@code held}), or
     * the exchange alone.
     */
    void onTrackOut(int group, long insideUs) {
        final Handling handling = line.handlings().get(group);
        if (handling.ports() > 0 && !line.handOff().equals(DIRECT)) {
            portUs[group] += handling.portExchangeUs() + (line.handOff().equals(HELD) ? insideUs : 0);
        }
    }

    void onPlaced(DirectBuffer buffer, int offset, boolean isMeasured) {
        if (isMeasured && buffer.getByte(offset + PLACED_ROBOT) == Robot.TRANSFER.value()) {
            moves[groupOfTool[buffer.getInt(offset + PLACED_TOOL, LITTLE_ENDIAN)]]++;
        }
    }

    /** Percent of the ports' time that carriers keep them; null where ports are no bound or nothing was measured. */
    Double portPercent(int group, double measuredUs) {
        final int ports = line.handlings().get(group).ports();
        return ports == 0 || line.handOff().equals(DIRECT) || line.handOff().equals(BOUNDED) || measuredUs <= 0
                ? null
                : 100.0
                        * portUs[group]
                        / (measuredUs * ports * line.toolGroups().get(group).tools());
    }

    /** Percent of its time that the robot moves; null where it is not logged. */
    Double robotPercent(int group, double measuredUs) {
        final Handling handling = line.handlings().get(group);
        return !handling.isDetailed() || moves[group] == 0 || measuredUs <= 0
                ? null
                : 100.0
                        * moves[group]
                        * 2
                        * handling.actionUs()
                        / (measuredUs * line.toolGroups().get(group).tools());
    }
}
