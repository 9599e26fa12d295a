/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.ParameterChangedDecoder;
import org.fabtwin.core.event.TrackInDecoder;
import org.fabtwin.core.event.TrackOutDecoder;
import org.fabtwin.sim.event.HeaderLine;
import org.fabtwin.sim.event.IdTable;

/**
 * Carriers find a load port: held, no more are in a tool than it has ports, and a port rests for its exchange time between two;
 * buffered, no more come within an exchange time than there are ports; bounded, carriers beyond the places inside are on ports, and
 * each that came inside at once or left while others were on ports left a port that rests. Times are not looked at once a parameter has changed.
 */
final class PortCheck extends LogCheck {
    private final HeaderLine line;
    /** By tool: when carriers left (held) or came (buffered), as many as there are ports. */
    private final List<ArrayDeque<Long>> last = new ArrayList<>();

    private final int[] inside;
    private boolean isChanged;
    private final TrackInDecoder trackIn = new TrackInDecoder();
    private final TrackOutDecoder trackOut = new TrackOutDecoder();

    PortCheck(final HeaderLine line) {
        super("port", "no carrier starts without a load port");
        this.line = line;
        inside = new int[line.toolCount()];
        for (int tool = 0; tool < line.toolCount(); tool++) {
            last.add(new ArrayDeque<>());
        }
    }

    @Override
    protected void check(final DirectBuffer buffer, final int offset, final int length, final int templateId) {
        switch (templateId) {
            case TrackInDecoder.TEMPLATE_ID ->
                onTrackIn(wrap(trackIn, buffer, offset).tool());
            case TrackOutDecoder.TEMPLATE_ID ->
                onTrackOut(wrap(trackOut, buffer, offset).tool());
            case ParameterChangedDecoder.TEMPLATE_ID -> isChanged = true;
            default -> {}
        }
    }

    private boolean hasPorts(final int tool) {
        final HeaderLine.Handling handling = line.handlingOf(tool);
        return handling != null
                && handling.ports() > 0
                && !line.handOff().equals("direct")
                && isWaferByWafer(line.toolGroupOf(tool).kind());
    }

    private static boolean isWaferByWafer(final String kind) {
        return kind.equals("cluster") || kind.equals("serial") || kind.equals("cascade");
    }

    private void onTrackIn(final int tool) {
        if (!hasPorts(tool)) {
            return;
        }
        final HeaderLine.Handling handling = line.handlingOf(tool);
        final ArrayDeque<Long> times = last.get(tool);
        // Held: the port of the carrier that left k-th last must have been free for its exchange.
        final boolean isHeld = line.handOff().equals("held");
        final boolean isBounded = line.handOff().equals("bounded");
        final int places = isBounded ? handling.placesInside() : 0;
        final int busy = isHeld || isBounded ? Math.max(0, inside[tool] - places) : 0;
        if (busy >= handling.ports()) {
            find("carrier " + trackIn.carrier() + " started at " + line.name(IdTable.TOOL, tool) + " while " + busy
                    + " carriers held its " + handling.ports() + " ports");
        } else if (!isChanged) {
            final int resting = (int) times.stream()
                    .filter(time -> timeUs() - time < handling.portExchangeUs())
                    .count();
            if (busy + resting >= handling.ports()) {
                find("carrier " + trackIn.carrier() + " started at " + line.name(IdTable.TOOL, tool) + " while " + busy
                        + " of its " + handling.ports() + " ports were held and " + resting + " exchanged");
            }
        }
        inside[tool]++;
        final boolean isPortFreedAtOnce = isBounded ? inside[tool] <= places : !isHeld;
        if (isPortFreedAtOnce && !isRestoring()) {
            remember(tool, handling.ports());
        }
    }

    private void onTrackOut(final int tool) {
        if (hasPorts(tool)) {
            final boolean isPortFreed = line.handOff().equals("held")
                    || line.handOff().equals("bounded")
                            && inside[tool] > line.handlingOf(tool).placesInside();
            inside[tool] = Math.max(0, inside[tool] - 1);
            if (isPortFreed) {
                remember(tool, line.handlingOf(tool).ports());
            }
        }
    }

    private void remember(final int tool, final int ports) {
        final ArrayDeque<Long> times = last.get(tool);
        times.addLast(timeUs());
        if (times.size() > ports) {
            times.removeFirst();
        }
    }
}
