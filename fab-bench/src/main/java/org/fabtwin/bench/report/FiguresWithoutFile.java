/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds figures that nothing proves: each paragraph, item of a list and table with a measured quantity must name a raw file that is
 * there. What introduces a list or a table speaks for all of it. Every raw file that is named must be there.
 */
public final class FiguresWithoutFile {
    private static final Pattern FIGURE = Pattern.compile("[0-9][0-9.,]*\\**,? ?(ns|us|ms|s|B/op|MB|GB|MiB|GiB|times"
            + "|(million )?(lot-steps|wafer-steps)/s|million/s)(?![A-Za-z0-9/])");
    /** Made of its raw files, and compared with them, by {@link PerformanceDocument}. */
    private static final Pattern GENERATED = Pattern.compile("(?s)<!-- (table|plot|json) .*?<!-- end -->");
    /** Quantities that are no measurements: what is demanded, and what was chosen or reckoned. */
    private static final Pattern NO_FIGURE =
            Pattern.compile("\\((?:bar|aim|reckoned)[^)]*\\)|(?:bar|aim)s? of [0-9.,]+ \\w+|`[^`]*`");

    private static final Pattern FILE =
            Pattern.compile("(?:`|results/)([A-Za-z0-9._/-]+\\.(?:jsonl?|txt|hlog|jfr|svg))[`)]");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ .*$");

    private final Path results;
    private final List<String> fileNames;
    private final List<String> wrong = new ArrayList<>();

    private FiguresWithoutFile(Path results, List<String> fileNames) {
        this.results = results;
        this.fileNames = fileNames;
    }

    /**
     * What is wrong; empty when all figures have their files.
     *
     * @param results the folder of raw files.
     * @param fileNames names of all its files: one without folder may lie in any of its folders.
     */
    public static List<String> of(String text, Path results, List<String> fileNames) {
        final FiguresWithoutFile found = new FiguresWithoutFile(results, fileNames);
        String heading = "";
        boolean isIntroduced = false;
        for (final String block : GENERATED.matcher(text).replaceAll("").split("\\n\\s*\\n|\\n(?=#+ )")) {
            final Matcher headings = HEADING.matcher(block);
            while (headings.find()) {
                heading = headings.group();
            }
            final boolean isList = block.startsWith("- ");
            final boolean isTable = block.startsWith("|");
            final boolean isSpokenFor = (isList || isTable) && isIntroduced;
            boolean namesAFile = isSpokenFor;
            for (final String passage : isList ? block.split("\\n(?=- )") : new String[] {block}) {
                namesAFile |= found.look(heading, passage, isSpokenFor);
            }
            isIntroduced = namesAFile;
        }
        return found.wrong;
    }

    /** Whether the passage names a raw file that is there. */
    private boolean look(String heading, String passage, boolean isSpokenFor) {
        boolean isProven = false;
        final Matcher file = FILE.matcher(passage);
        while (file.find()) {
            final String name = file.group(1);
            if (Files.exists(results.resolve(name)) || fileNames.contains(name)) {
                isProven = true;
            } else {
                wrong.add(heading + ": no file " + name + " in " + results.getFileName());
            }
        }
        final Matcher figure = FIGURE.matcher(NO_FIGURE.matcher(passage).replaceAll(""));
        if (!isProven && !isSpokenFor && figure.find()) {
            wrong.add(heading + ": '" + figure.group() + "' has no raw file");
        }
        return isProven;
    }
}
