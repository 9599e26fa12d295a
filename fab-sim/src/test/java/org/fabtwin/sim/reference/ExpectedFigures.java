/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.reference;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** expected.csv: what check.py computes from the reference data, at full accuracy. */
final class ExpectedFigures {
    private final Map<String, Map<String, String>> figures = new LinkedHashMap<>();

    ExpectedFigures() {
        try (InputStreamReader in = new InputStreamReader(
                        LineCsvReader.class.getResourceAsStream("line2nm/expected.csv"), StandardCharsets.UTF_8);
                CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(in)) {
            rows.forEach(row -> figures.computeIfAbsent(row.getField("figure"), key -> new LinkedHashMap<>())
                    .put(row.getField("subject"), row.getField("value")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text(String figure, String subject) {
        String value = figures.get(figure).get(subject);
        if (value == null) {
            throw new IllegalArgumentException("expected.csv has no " + figure + " of " + subject);
        }
        return value;
    }

    double number(String figure, String subject) {
        return Double.parseDouble(text(figure, subject));
    }

    /** Subjects of a figure, in the order of the file. */
    Iterable<String> subjects(String figure) {
        return figures.get(figure).keySet();
    }
}
