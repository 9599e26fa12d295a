/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of bytes as people write it: {@code 500000}, {@code 2 GB}, {@code 512MiB}. */
public record ByteCount(long bytes) {
    private static final Pattern FORM = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*(?:([KMGT]?)(i?)B?)");
    private static final String PREFIXES = "KMGT";

    /** Reads the argument of an option. */
    public static final class Converter implements ITypeConverter<ByteCount> {
        @Override
        public ByteCount convert(String text) {
            final Matcher form = FORM.matcher(text.trim());
            if (!form.matches()) {
                throw new TypeConversionException(
                        "'" + text + "' is no number of bytes; expected such as 500000, 2 GB or 512 MiB");
            }
            final int power = form.group(2).isEmpty() ? 0 : 1 + PREFIXES.indexOf(form.group(2));
            final long base = form.group(3).isEmpty() ? 1000 : 1024;
            double bytes = Double.parseDouble(form.group(1));
            for (int i = 0; i < power; i++) {
                bytes *= base;
            }
            return new ByteCount((long) bytes);
        }
    }

    /** With a decimal prefix: {@code 1.5 GB}. */
    public static String text(long bytes) {
        double value = bytes;
        int power = 0;
        while (value >= 1000 && power < PREFIXES.length()) {
            value /= 1000;
            power++;
        }
        return power == 0
                ? bytes + " B"
                : String.format(
                        Locale.ROOT,
                        "%.1f %sB",
                        value,
                        PREFIXES.charAt(power - 1) == 'K' ? "k" : PREFIXES.substring(power - 1, power));
    }
}
