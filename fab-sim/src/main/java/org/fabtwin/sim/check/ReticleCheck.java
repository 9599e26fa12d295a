/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.check;

import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.ReticleMovedDecoder;
import org.fabtwin.core.event.TrackInDecoder;
import org.fabtwin.core.event.WaferStartedDecoder;
import org.fabtwin.sim.event.HeaderLine;
import org.fabtwin.sim.event.IdTable;

/**
 * Each copy of a reticle is in one tool, moves from where it was, and not while wafers that came into the tool for it have not
 * started (detail wafer and finer); a carrier starts only at a tool that has the reticle of its step.
 */
final class ReticleCheck extends LogCheck {
    private record Copy(int toolGroup, int reticle, int number) {}

    private record Job(int tool, int lot, int step) {}

    private final HeaderLine line;
    private final Map<Copy, Integer> toolOf = new LinkedHashMap<>();
    /** Wafers that came in for a step and have not started. */
    private final Map<Job, Integer> raw = new LinkedHashMap<>();

    private boolean hasWafers;
    private final ReticleMovedDecoder moved = new ReticleMovedDecoder();
    private final TrackInDecoder trackIn = new TrackInDecoder();
    private final WaferStartedDecoder started = new WaferStartedDecoder();

    ReticleCheck(final HeaderLine line) {
        super("reticle", "each reticle is in one tool, and nothing starts without the reticle that it needs");
        this.line = line;
    }

    @Override
    protected void check(final DirectBuffer buffer, final int offset, final int length, final int templateId) {
        switch (templateId) {
            case ReticleMovedDecoder.TEMPLATE_ID -> onMoved(wrap(moved, buffer, offset));
            case TrackInDecoder.TEMPLATE_ID -> onTrackIn(wrap(trackIn, buffer, offset));
            case WaferStartedDecoder.TEMPLATE_ID -> onStarted(wrap(started, buffer, offset));
            default -> {}
        }
    }

    private void onMoved(final ReticleMovedDecoder record) {
        final int group = line.groupOfTool(record.tool());
        final Copy copy = new Copy(group, record.reticle(), record.copyNumber());
        final String what = "copy " + record.copyNumber() + " of reticle " + line.name(IdTable.SETUP, record.reticle())
                + " of " + line.name(IdTable.TOOL_GROUP, group);
        if (record.copyNumber() >= line.reticleCopies(record.tool())) {
            find(what + " moved, there are " + line.reticleCopies(record.tool()));
        }
        if (isIn(record.tool(), record.reticle())) {
            find(what + " came to " + toolName(record.tool()) + ", which has that reticle");
        }
        final int before = toolOf.getOrDefault(copy, -1);
        if (before != record.fromTool()) {
            find(what + " came from " + toolName(record.fromTool()) + ", it was in " + toolName(before));
        } else if (before >= 0 && isAwaited(before, record.reticle())) {
            find(what + " left " + toolName(before) + ", where wafers waited for it");
        }
        toolOf.put(copy, record.tool());
    }

    private boolean isIn(final int tool, final int reticle) {
        for (int number = 0; number < line.reticleCopies(tool); number++) {
            if (toolOf.getOrDefault(new Copy(line.groupOfTool(tool), reticle, number), -1) == tool) {
                return true;
            }
        }
        return false;
    }

    private boolean isAwaited(final int tool, final int reticle) {
        return hasWafers
                && raw.keySet().stream().anyMatch(job -> job.tool() == tool && line.reticleOf(job.step()) == reticle);
    }

    private void onTrackIn(final TrackInDecoder record) {
        final int reticle = line.reticleOf(record.step());
        if (reticle < 0 || isRestoring()) {
            return;
        }
        if (!isIn(record.tool(), reticle)) {
            find("carrier " + record.carrier() + " started " + line.name(IdTable.STEP, record.step()) + " in "
                    + toolName(record.tool()) + ", which does not have reticle " + line.name(IdTable.SETUP, reticle));
        }
        raw.merge(new Job(record.tool(), record.lot(), record.step()), record.wafers(), Integer::sum);
    }

    private void onStarted(final WaferStartedDecoder record) {
        hasWafers = true;
        raw.computeIfPresent(
                new Job(line.toolOfChamber(record.chamber()), record.lot(), record.step()),
                (job, left) -> left > 1 ? left - 1 : null);
    }

    private String toolName(final int tool) {
        return tool < 0 ? "the store" : line.name(IdTable.TOOL, tool);
    }
}
