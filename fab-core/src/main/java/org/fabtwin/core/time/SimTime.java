/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.time;

/**
 * Simulated time: a {@code long} of microseconds since the scenario's origin. Stateless, any thread.
 *
 * <p>Rounding. A double becomes microseconds by one IEEE multiplication and then round-half-even ({@link Math#rint},
 * exact on every platform), so {@code 0.5 us} becomes 0 and {@code 1.5 us} becomes 2. Microseconds become a double by one
 * IEEE division, exact to half an ulp. Up to 2^51 us (71 years) the way there and back gives the same microsecond.
 */
public final class SimTime {
    public static final long US_PER_MILLISECOND = 1_000;
    public static final long US_PER_SECOND = 1_000_000;
    public static final long US_PER_MINUTE = 60 * US_PER_SECOND;
    public static final long US_PER_HOUR = 60 * US_PER_MINUTE;
    public static final long US_PER_DAY = 24 * US_PER_HOUR;
    public static final long US_PER_WEEK = 7 * US_PER_DAY;

    /** Beyond this a double no longer holds every microsecond (285 years). */
    public static final long MAX_CONVERTIBLE_US = 1L << 53;

    private SimTime() {}

    /** @throws IllegalArgumentException when not finite or beyond {@link #MAX_CONVERTIBLE_US} either way */
    public static long secondsToUs(double seconds) {
        return toUs(seconds, US_PER_SECOND);
    }

    /** @throws IllegalArgumentException as {@link #secondsToUs} */
    public static long minutesToUs(double minutes) {
        return toUs(minutes, US_PER_MINUTE);
    }

    /** @throws IllegalArgumentException as {@link #secondsToUs} */
    public static long hoursToUs(double hours) {
        return toUs(hours, US_PER_HOUR);
    }

    /** @throws IllegalArgumentException as {@link #secondsToUs} */
    public static long daysToUs(double days) {
        return toUs(days, US_PER_DAY);
    }

    public static double usToSeconds(long timeUs) {
        return timeUs / (double) US_PER_SECOND;
    }

    public static double usToMinutes(long timeUs) {
        return timeUs / (double) US_PER_MINUTE;
    }

    public static double usToHours(long timeUs) {
        return timeUs / (double) US_PER_HOUR;
    }

    public static double usToDays(long timeUs) {
        return timeUs / (double) US_PER_DAY;
    }

    private static long toUs(double value, long unitUs) {
        double us = Math.rint(value * unitUs);
        // Written so that NaN fails too.
        if (!(us >= -MAX_CONVERTIBLE_US && us <= MAX_CONVERTIBLE_US)) {
            throw new IllegalArgumentException(
                    "not a time: " + value + " x " + unitUs + " us, limit +-" + MAX_CONVERTIBLE_US + " us");
        }
        return (long) us;
    }

    /** {@code "3 d 04:05:06.789"}: what is finer than a millisecond is cut off, never rounded up into the next second. */
    public static String format(long timeUs) {
        return append(new StringBuilder(24), timeUs, false).toString();
    }

    /** {@code "3 d 04:05:06.789012"}: exact. */
    public static String formatUs(long timeUs) {
        return append(new StringBuilder(27), timeUs, true).toString();
    }

    /** Appends what {@link #format} gives and returns {@code text}. */
    public static StringBuilder appendTo(StringBuilder text, long timeUs) {
        return append(text, timeUs, false);
    }

    private static StringBuilder append(StringBuilder text, long timeUs, boolean exact) {
        // Split before taking magnitudes: the magnitude of Long.MIN_VALUE is no long.
        long days = timeUs / US_PER_DAY;
        long rest = Math.abs(timeUs % US_PER_DAY);
        if (timeUs < 0 && (exact || timeUs <= -US_PER_MILLISECOND)) {
            text.append('-');
        }
        text.append(Math.abs(days)).append(" d ");
        digits(text, rest / US_PER_HOUR, 2).append(':');
        digits(text, rest / US_PER_MINUTE % 60, 2).append(':');
        digits(text, rest / US_PER_SECOND % 60, 2).append('.');
        long fractionUs = rest % US_PER_SECOND;
        return exact ? digits(text, fractionUs, 6) : digits(text, fractionUs / US_PER_MILLISECOND, 3);
    }

    private static StringBuilder digits(StringBuilder text, long value, int width) {
        long unit = 1;
        for (int i = 1; i < width; i++) {
            unit *= 10;
        }
        for (; unit > 0; unit /= 10) {
            text.append((char) ('0' + value / unit % 10));
        }
        return text;
    }
}
