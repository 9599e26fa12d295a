/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds figures that nothing proves: a section of the document (from one heading to the next) with a measured quantity must name a raw
 * file that is there, and every raw file that it names must be there.
 */
public final class FiguresWithoutFile {
    private static final Pattern FIGURE = Pattern.compile(
            "[0-9][0-9.,]* ?(ns|us|ms|s|B/op|MB|GB|MiB|million lot-steps/s|million wafer-steps/s|wafer-steps/s|lot-steps/s|times)\\b");
    private static final Pattern FILE = Pattern.compile("`([A-Za-z0-9._/-]+\\.(?:jsonl?|txt|hlog|jfr))`");

    private FiguresWithoutFile() {}

    /**
     * What is wrong; empty when all figures have their files.
     *
     * @param results the folder of raw files; a name without folder may lie in any of its folders.
     */
    public static List<String> of(String text, Path results, List<String> fileNames) {
        final List<String> wrong = new ArrayList<>();
        for (final String section : text.split("(?m)^(?=#+ )")) {
            final String heading = section.lines().findFirst().orElse("");
            boolean isProven = false;
            final Matcher file = FILE.matcher(section);
            while (file.find()) {
                final String name = file.group(1);
                if (Files.exists(results.resolve(name)) || fileNames.contains(name)) {
                    isProven = true;
                } else {
                    wrong.add(heading + ": no file " + name + " in " + results.getFileName());
                }
            }
            final Matcher figure = FIGURE.matcher(section);
            if (!isProven && figure.find()) {
                wrong.add(heading + ": '" + figure.group() + "' has no raw file");
            }
        }
        return wrong;
    }
}
