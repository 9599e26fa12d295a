/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.reference;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Wafer means as check.py draws them: each wafer from another chamber at another time, a loop at work or not. */
final class VariationTable {
    private static final String[] COLUMNS = {
        "tool_sigma",
        "chamber_sigma",
        "redraw_sigma",
        "drift_per_1000",
        "drift_saturation",
        "wafer_coefficient",
        "wafer_innovation_sigma",
        "first_wafer_shift",
        "first_wafer_decay"
    };
    private static final int INTEGRATED = COLUMNS.length;
    private static final int PERIOD = COLUMNS.length + 1;
    private static final int CARRIER = 5;

    private VariationTable() {}

    /** Rows of variation.csv by parameter, with the wafers between two maintenances that redraw the offset, as check.py has them. */
    static Map<String, double[]> read() throws IOException {
        final Map<String, double[]> rows = new LinkedHashMap<>();
        final Map<String, String> toolOf = new LinkedHashMap<>();
        for (final NamedCsvRecord row : table("parameters.csv")) {
            toolOf.put(
                    row.getField("parameter"),
                    row.getField("set_step").split("\\.")[2].split("-")[0]);
        }
        for (final NamedCsvRecord row : table("variation.csv")) {
            final double[] values = new double[COLUMNS.length + 2];
            for (int i = 0; i < COLUMNS.length; i++) {
                values[i] = Double.parseDouble(row.getField(COLUMNS[i]));
            }
            values[INTEGRATED] = row.getField("wafer_model").equals("IMA") ? 1 : 0;
            values[PERIOD] = period(toolOf.get(row.getField("parameter")));
            rows.put(row.getField("parameter"), values);
        }
        return rows;
    }

    private static double period(final String tool) throws IOException {
        double wafers = Double.POSITIVE_INFINITY;
        for (final NamedCsvRecord row : table("maintenance.csv")) {
            final double period = Double.parseDouble(row.getField("period"));
            if (row.getField("tool").equals(tool)
                    && row.getField("redraws_offset").equals("yes")
                    && row.getField("trigger").equals("wafers")
                    && period > 200) {
                wafers = Math.min(wafers, period);
            }
        }
        // Families whose offsets change by the calendar: check.py's wafers of a chamber in that time.
        return Double.isInfinite(wafers)
                ? Map.of("WETE", 5747.3, "OX", 6809.1, "EUV", 12923.4).get(tool)
                : wafers;
    }

    private static Iterable<NamedCsvRecord> table(final String name) throws IOException {
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder()
                .ofNamedCsvRecord(new InputStreamReader(
                        LineCsvReader.class.getResourceAsStream("line2nm/" + name), StandardCharsets.UTF_8))) {
            return rows.stream().toList();
        }
    }

    /** One wafer's mean; under ideal control of the mean only the innovation is left. */
    static double mean(final double[] v, final boolean ideal, final Random random) {
        final double innovation = v[6] * random.nextGaussian();
        if (ideal) {
            return innovation;
        }
        final double wafersSince = random.nextDouble() * v[PERIOD];
        final double before = v[INTEGRATED] == 1
                ? v[6] * Math.sqrt(wafersSince) * (1 - v[5])
                : v[6] * v[5] / Math.sqrt(1 - v[5] * v[5]);
        final double drift = v[3] * random.nextDouble() * v[PERIOD] / 1000;
        return before * random.nextGaussian()
                + innovation
                + v[0] * random.nextGaussian()
                + v[1] * random.nextGaussian()
                + v[2] * random.nextGaussian()
                + Math.max(-v[4], Math.min(v[4], drift))
                + v[7] * StrictMath.exp(-random.nextInt(CARRIER) / v[8]);
    }

    /** The means of one chamber's wafers in their order, as check.py has them for its loops: what a loop finds but once is left out. */
    static final class Disturbance {
        private final double[] v;
        private final Random random;
        private double offset;
        private double noise;

        Disturbance(final double[] row, final Random random) {
            this.v = row;
            this.random = random;
        }

        double period() {
            return v[PERIOD];
        }

        /** Mean of the i-th wafer since maintenance, where each stands for so many. */
        double next(final int i, final double wafersEach, final int carrier) {
            if (i == 0) {
                offset = v[2] * random.nextGaussian();
                noise = v[INTEGRATED] == 1 ? 0 : noise;
            }
            final double innovation = v[6] * random.nextGaussian();
            final double value;
            if (v[INTEGRATED] == 1) {
                value = noise + innovation;
                noise += (1 - v[5]) * Math.sqrt(wafersEach) * innovation;
            } else {
                noise = v[5] * noise + innovation;
                value = noise;
            }
            final double drift = v[3] * i * wafersEach / 1000;
            return offset
                    + Math.max(-v[4], Math.min(v[4], drift))
                    + value
                    + v[7] * StrictMath.exp(-(i % carrier) / v[8]);
        }
    }
}
