/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.fabtwin.sim.event.EventJson;
import org.fabtwin.sim.event.HeaderLine;

/** Events as JSON: lines, or Server-Sent Events. */
public final class JsonRecords implements RecordEncoder {
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.UTF_8);

    private final EventJson json;
    private final boolean isSse;
    private final byte[] id;
    private final byte[] digits = new byte[20];
    private ByteBuf out;
    private int events;

    /** @param isSse Server-Sent Events instead of lines. */
    public JsonRecords(HeaderLine line, int epoch, boolean isSse) {
        this.json = new EventJson(line, epoch, null);
        this.isSse = isSse;
        this.id = ("id: " + epoch + ":").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void begin(ByteBuf buffer, long from) {
        out = buffer;
        events = 0;
    }

    @Override
    public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        final int bytes = json.encode(buffer, offset, length, templateId, position);
        if (bytes == 0) {
            return;
        }
        if (isSse) {
            out.writeBytes(id);
            appendDigits(position);
            out.writeByte('\n').writeBytes(DATA);
        }
        out.writeBytes(json.bytes(), 0, bytes).writeByte('\n');
        if (isSse) {
            out.writeByte('\n');
        }
        events++;
    }

    private void appendDigits(long number) {
        int at = digits.length;
        long rest = number;
        do {
            digits[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        out.writeBytes(digits, at, digits.length - at);
    }

    @Override
    public void end(long to) {
        out = null;
    }

    @Override
    public int events() {
        return events;
    }
}
