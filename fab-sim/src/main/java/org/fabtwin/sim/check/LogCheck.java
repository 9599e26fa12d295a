/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.check;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.sbe.MessageDecoderFlyweight;
import org.fabtwin.core.event.LogHeaderDecoder;
import org.fabtwin.core.event.PaddingDecoder;
import org.fabtwin.core.event.RunInfoDecoder;
import org.fabtwin.core.event.StateBeginsDecoder;
import org.fabtwin.core.event.StateEndsDecoder;
import org.fabtwin.core.log.RecordHandler;

/**
 * One check. Fed with every record of a log from its start, in order, then told the end.
 *
 * <p>Within one instant of simulated time the model's records may come in any order that its phases give; what must hold
 * between instants is checked in {@link #onInstantEnd}.
 *
 * <p>After a finding a check takes the record's word and goes on, so that one fault makes few findings. Single-threaded.
 */
public abstract class LogCheck implements RecordHandler {
    /** Findings kept; more are only counted. */
    public static final int MOST_FINDINGS = 20;

    private final String name;
    private final String claim;
    private final List<Finding> findings = new ArrayList<>();
    private long findingCount;
    private long position;
    private long timeUs;
    private boolean isInInstant;
    private boolean isRestoring;

    /**
     * @param name short, in lowerCamel.
     * @param claim what holds when nothing is found.
     */
    protected LogCheck(final String name, final String claim) {
        this.name = name;
        this.claim = claim;
    }

    public final String name() {
        return name;
    }

    /** What holds when nothing is found, as a clause. */
    public final String claim() {
        return claim;
    }

    /** The first {@link #MOST_FINDINGS}. */
    public final List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** All findings, those counted only included. */
    public final long findingCount() {
        return findingCount;
    }

    public final boolean isPassed() {
        return findingCount == 0;
    }

    @Override
    public final void onRecord(
            final DirectBuffer buffer, final int offset, final int length, final int templateId, final long at) {
        final long recordUs = buffer.getLong(offset + TIME_OFFSET, ByteOrder.LITTLE_ENDIAN);
        final boolean isOfLine = templateId != PaddingDecoder.TEMPLATE_ID
                && templateId != RunInfoDecoder.TEMPLATE_ID
                && templateId != LogHeaderDecoder.TEMPLATE_ID
                && templateId != StateBeginsDecoder.TEMPLATE_ID
                && templateId != StateEndsDecoder.TEMPLATE_ID;
        if (templateId == StateBeginsDecoder.TEMPLATE_ID || templateId == StateEndsDecoder.TEMPLATE_ID) {
            isRestoring = templateId == StateBeginsDecoder.TEMPLATE_ID;
        }
        if (isOfLine && isInInstant && recordUs != timeUs) {
            onInstantEnd();
        }
        position = at;
        if (isOfLine) {
            timeUs = recordUs;
            isInInstant = true;
        }
        check(buffer, offset, length, templateId);
    }

    /** Tells the check that the log has ended. */
    public final void end() {
        if (isInInstant) {
            onInstantEnd();
        }
        onEnd();
    }

    /** One record; position and time are set. */
    protected abstract void check(DirectBuffer buffer, int offset, int length, int templateId);

    /** All records of the instant {@link #timeUs()} were seen. */
    protected void onInstantEnd() {}

    /** Whether the check holds for what a snapshot brought, too. */
    protected boolean isAlwaysStrict() {
        return false;
    }

    /** The log has ended at {@link #timeUs()}. */
    protected void onEnd() {}

    /** Position of the current record, in {@link #onInstantEnd} of the last one of the instant. */
    protected final long position() {
        return position;
    }

    /** Simulated time of the current instant. */
    protected final long timeUs() {
        return timeUs;
    }

    protected final void find(final String message) {
        find(message, position);
    }

    /** Whether records tell what a snapshot brought: they are taken at their word, what led to it lies before the log. */
    protected final boolean isRestoring() {
        return isRestoring;
    }

    protected final void find(final String message, final long at) {
        if (isRestoring && !isAlwaysStrict()) {
            return;
        }
        findingCount++;
        if (findings.size() < MOST_FINDINGS) {
            findings.add(new Finding(name, message, at, timeUs));
        }
    }

    /** Wraps a decoder around the record in the frame at {@code offset}. */
    protected static <D extends MessageDecoderFlyweight> D wrap(
            final D decoder, final DirectBuffer buffer, final int offset) {
        decoder.wrap(
                buffer,
                offset + BLOCK_OFFSET,
                buffer.getShort(offset + HEADER_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF,
                buffer.getShort(offset + HEADER_OFFSET + 6, ByteOrder.LITTLE_ENDIAN) & 0xFFFF);
        return decoder;
    }
}
