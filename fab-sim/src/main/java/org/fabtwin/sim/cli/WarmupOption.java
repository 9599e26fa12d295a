/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import picocli.CommandLine.ITypeConverter;

/**
 * {@code --warmup}: a simulated time, or {@code auto}.
 *
 * @param us null for auto.
 */
public record WarmupOption(Long us) {
    /** Reads the argument of the option. */
    public static final class Converter implements ITypeConverter<WarmupOption> {
        @Override
        public WarmupOption convert(String text) {
            return text.equals("auto")
                    ? new WarmupOption(null)
                    : new WarmupOption(SimulatedTime.of(text).us());
        }
    }

    boolean isAuto() {
        return us == null;
    }
}
