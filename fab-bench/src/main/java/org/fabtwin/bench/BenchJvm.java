/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command of a JVM like this one. */
public final class BenchJvm {
    private BenchJvm() {}

    /** Program, flags and class path; the class and its arguments follow. */
    public static List<String> command() {
        final List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(BenchRecord.jvmFlags());
        words.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return words;
    }
}
