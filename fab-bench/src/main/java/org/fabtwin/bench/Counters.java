/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Whether the machine lets {@code perf} count instructions: many virtual machines don't. */
final class Counters {
    private Counters() {}

    /** Null when instructions can be counted; else why not. */
    static String missing() throws IOException {
        try {
            final Process perf = new ProcessBuilder("perf", "stat", "-x,", "-e", "instructions", "true")
                    .redirectErrorStream(true)
                    .start();
            final String text = new String(perf.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            final int exit = perf.waitFor();
            return exit == 0 ? missing(text) : "perf stat ended with " + exit + ": " + text.strip();
        } catch (IOException e) {
            return "perf cannot be started (package linux-perf): " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while perf ran", e);
        }
    }

    /** Of what {@code perf stat -x,} printed for instructions. */
    static String missing(String text) {
        return text.contains("<not ") || !text.contains("instructions")
                ? "this machine counts no instructions (perf stat says: "
                        + text.lines()
                                .reduce((first, last) -> last)
                                .orElse("nothing")
                                .strip() + ")"
                : null;
    }
}
