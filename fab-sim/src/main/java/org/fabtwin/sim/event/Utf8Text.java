/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.event;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/** A growing UTF-8 text that is reused: after the longest line was written it allocates nothing for names and integers. */
final class Utf8Text {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = new byte[1024];
    private int length;

    void clear() {
        length = 0;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    private void ensure(final int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    Utf8Text append(final byte[] text) {
        ensure(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
        return this;
    }

    /** What stands between the quotes of a JSON string. */
    Utf8Text appendInside(final byte[] quoted) {
        final int inside = quoted.length - 2;
        ensure(inside);
        System.arraycopy(quoted, 1, bytes, length, inside);
        length += inside;
        return this;
    }

    Utf8Text append(final char ascii) {
        ensure(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    Utf8Text append(final long value) {
        ensure(20);
        if (value == Long.MIN_VALUE) {
            return append("-9223372036854775808".getBytes(StandardCharsets.US_ASCII));
        }
        long rest = value;
        if (rest < 0) {
            bytes[length++] = '-';
            rest = -rest;
        }
        int digits = 1;
        for (long bound = 10; digits < 19 && rest >= bound; bound *= 10) {
            digits++;
        }
        return appendDigits(rest, digits);
    }

    /** The last {@code digits} decimal digits of a value that is not negative, with leading zeros. */
    Utf8Text appendDigits(final long value, final int digits) {
        ensure(digits);
        long rest = value;
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** The shortest decimal that reads back as the same number, on every JDK; {@code null} when it is not finite. */
    Utf8Text append(final double value) {
        final String text = Double.isFinite(value) ? NumberOutput.toString(value, true) : "null";
        return append(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** A JSON string, in quotes. */
    Utf8Text appendQuoted(final String text) {
        final byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        append('"');
        for (final byte b : utf8) {
            appendEscaped(b);
        }
        return append('"');
    }

    /** A length-prefixed text of a record as a JSON string, in quotes; returns the bytes that it takes in the record. */
    int appendQuoted(final DirectBuffer buffer, final int offset) {
        final int textLength = buffer.getInt(offset, ByteOrder.LITTLE_ENDIAN);
        append('"');
        for (int i = 0; i < textLength; i++) {
            appendEscaped(buffer.getByte(offset + 4 + i));
        }
        append('"');
        return 4 + textLength;
    }

    private void appendEscaped(final byte b) {
        switch (b) {
            case '"', '\\' -> append('\\').append((char) b);
            case '\n' -> append('\\').append('n');
            case '\r' -> append('\\').append('r');
            case '\t' -> append('\\').append('t');
            default -> {
                ensure(6);
                if (b >= 0 && b < 0x20) {
                    append('\\').append('u').append('0').append('0');
                    bytes[length++] = HEX[b >> 4];
                    bytes[length++] = HEX[b & 0xF];
                } else {
                    bytes[length++] = b;
                }
            }
        }
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
