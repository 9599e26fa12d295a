/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.wire;

/**
 * A place in the log as clients name it: {@code epoch:position}. Immutable.
 *
 * @param epoch life of the log; {@link #ANY_EPOCH} for whatever it is.
 * @param position in bytes.
 */
public record StreamPlace(int epoch, long position) {
    /** Of a client that does not know the epoch. */
    public static final int ANY_EPOCH = -1;

    /**
     * Reads {@code epoch:position} or a position alone.
     *
     * @throws IllegalArgumentException if the text is neither.
     */
    public static StreamPlace parse(String text) {
        final int colon = text.indexOf(':');
        try {
            final int epoch = colon < 0 ? ANY_EPOCH : Integer.parseInt(text.substring(0, colon));
            final long position = Long.parseLong(text.substring(colon + 1));
            if (position >= 0 && (colon < 0 || epoch >= 0)) {
                return new StreamPlace(epoch, position);
            }
        } catch (NumberFormatException e) {
            // Said below, with what was expected.
        }
        throw new IllegalArgumentException("expected a place such as 0:4096 (epoch:position), found '" + text + "'");
    }

    @Override
    public String toString() {
        return epoch + ":" + position;
    }
}
