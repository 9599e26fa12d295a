/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SimTimeTest {
    @Test
    void shouldConvertUnits() {
        assertThat(SimTime.secondsToUs(1.5)).isEqualTo(1_500_000);
        assertThat(SimTime.minutesToUs(51.69)).isEqualTo(3_101_400_000L);
        assertThat(SimTime.hoursToUs(2)).isEqualTo(2 * SimTime.US_PER_HOUR);
        assertThat(SimTime.daysToUs(-7)).isEqualTo(-SimTime.US_PER_WEEK);
        assertThat(SimTime.usToSeconds(1)).isEqualTo(1e-6);
        assertThat(SimTime.usToMinutes(90 * SimTime.US_PER_SECOND)).isEqualTo(1.5);
        assertThat(SimTime.usToHours(SimTime.US_PER_DAY)).isEqualTo(24);
        assertThat(SimTime.usToDays(SimTime.US_PER_HOUR * 36)).isEqualTo(1.5);
    }

    @Test
    void shouldRoundHalvesToTheEvenMicrosecond() {
        assertThat(SimTime.secondsToUs(0.5e-6)).isZero();
        assertThat(SimTime.secondsToUs(1.5e-6)).isEqualTo(2);
        assertThat(SimTime.secondsToUs(2.5e-6)).isEqualTo(2);
        assertThat(SimTime.secondsToUs(-1.5e-6)).isEqualTo(-2);
        assertThat(SimTime.secondsToUs(0.4999e-6)).isZero();
    }

    @Test
    void shouldComeBackToTheSameMicrosecondWithin71Years() {
        long seed = Long.getLong("fab.seed", 1);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 50_000; i++) {
            long us = random.nextLong(-1L << 51, 1L << 51) >> random.nextInt(51);
            assertThat(SimTime.secondsToUs(SimTime.usToSeconds(us)))
                    .as("seed %d", seed)
                    .isEqualTo(us);
            assertThat(SimTime.hoursToUs(SimTime.usToHours(us)))
                    .as("seed %d", seed)
                    .isEqualTo(us);
            assertThat(SimTime.daysToUs(SimTime.usToDays(us)))
                    .as("seed %d", seed)
                    .isEqualTo(us);
        }
    }

    @Test
    void shouldRefuseWhatIsNoTime() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1e300, 1e11}) {
            assertThatThrownBy(() -> SimTime.secondsToUs(value))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("" + value);
        }
    }

    @Test
    void shouldFormatDaysAndClock() {
        long time = 3 * SimTime.US_PER_DAY
                + 4 * SimTime.US_PER_HOUR
                + 5 * SimTime.US_PER_MINUTE
                + 6 * SimTime.US_PER_SECOND
                + 789_999;
        assertThat(SimTime.format(time)).isEqualTo("3 d 04:05:06.789");
        assertThat(SimTime.formatUs(time)).isEqualTo("3 d 04:05:06.789999");
        assertThat(SimTime.format(-time)).isEqualTo("-3 d 04:05:06.789");
        assertThat(SimTime.format(0)).isEqualTo("0 d 00:00:00.000");
        assertThat(SimTime.format(-999)).isEqualTo("0 d 00:00:00.000");
        assertThat(SimTime.formatUs(-999)).isEqualTo("-0 d 00:00:00.000999");
        assertThat(SimTime.format(SimTime.US_PER_DAY - 1)).isEqualTo("0 d 23:59:59.999");
        assertThat(SimTime.formatUs(Long.MAX_VALUE)).isEqualTo("106751991 d 04:00:54.775807");
        assertThat(SimTime.formatUs(Long.MIN_VALUE)).isEqualTo("-106751991 d 04:00:54.775808");
        assertThat(SimTime.appendTo(new StringBuilder("at "), 1_000)).hasToString("at 0 d 00:00:00.001");
    }

    @Test
    void shouldFormatTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(SimTime.format(12_345_678)).isEqualTo("0 d 00:00:12.345");
        } finally {
            Locale.setDefault(before);
        }
    }
}
