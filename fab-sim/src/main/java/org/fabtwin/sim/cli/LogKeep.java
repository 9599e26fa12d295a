/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How much of a log is kept: bytes, or a simulated time.
 *
 * @param bytes null: a time is meant.
 * @param time null: bytes are meant.
 */
public record LogKeep(ByteCount bytes, SimulatedTime time) {
    /** Reads the argument of an option; a number alone is bytes. */
    public static final class Converter implements ITypeConverter<LogKeep> {
        @Override
        public LogKeep convert(String text) {
            try {
                return new LogKeep(new ByteCount.Converter().convert(text), null);
            } catch (TypeConversionException e) {
                // Not bytes.
            }
            try {
                return new LogKeep(null, new SimulatedTime.Converter().convert(text));
            } catch (TypeConversionException e) {
                throw new TypeConversionException("'" + text
                        + "' is neither a number of bytes nor a simulated time; expected such as 500000000, 20 GB, 64GiB, or "
                        + "12 h, 30 d");
            }
        }
    }
}
