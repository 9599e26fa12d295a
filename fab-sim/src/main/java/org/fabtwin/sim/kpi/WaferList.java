/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.LogHeaderDecoder;
import org.fabtwin.core.event.LotCompletedDecoder;
import org.fabtwin.core.event.LotReleasedDecoder;
import org.fabtwin.core.event.WaferTestedDecoder;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.sim.event.HeaderLine;
import org.fabtwin.sim.event.IdTable;

/** The wafers of a log: where each is, how long it took, what came out. Single-threaded. */
public final class WaferList implements RecordHandler {
    /** In the line. */
    public static final String IN_LINE = "inLine";

    /** Has passed its route. */
    public static final String FINISHED = "finished";

    /** Left the line before the end of its route. */
    public static final String SCRAPPED = "scrapped";

    /** Its lot is gone, some of its wafers were scrapped, and no test tells which. */
    public static final String LOT_GONE = "lotGone";

    private static final int BLOCK = RecordHandler.BLOCK_OFFSET;
    private static final double DAY_US = 86_400e6;

    /**
     * One wafer.
     *
     * @param cycleTimeDays release to the end of its route; null for one that has not finished, or was in the line at the origin.
     * @param yieldPercent null where it was not tested.
     */
    public record Wafer(
            int wafer,
            int lot,
            String product,
            String state,
            Double cycleTimeDays,
            Double yieldPercent,
            RunFigures.Loss loss) {}

    private static final class Row {
        private final int serial;
        private final Lot lot;
        private String state = IN_LINE;
        private long endUs = -1;
        private int dies;
        private int good;
        private int systematic;
        private int parametric;
        private int random;

        private Row(int serial, Lot lot) {
            this.serial = serial;
            this.lot = lot;
        }
    }

    private static final class Lot {
        private final int serial;
        private final int product;
        private final long releasedUs;
        private final boolean isInitial;
        private final int firstWafer;
        private final int wafers;

        private Lot(DirectBuffer buffer, int offset) {
            serial = buffer.getInt(offset + BLOCK, LITTLE_ENDIAN);
            releasedUs = buffer.getLong(offset + TIME_OFFSET, LITTLE_ENDIAN);
            product = buffer.getShort(offset + BLOCK + LotReleasedDecoder.productEncodingOffset(), LITTLE_ENDIAN);
            firstWafer = buffer.getInt(offset + BLOCK + LotReleasedDecoder.firstWaferEncodingOffset(), LITTLE_ENDIAN);
            wafers = count(buffer, offset, LotReleasedDecoder.wafersEncodingOffset());
            isInitial = count(buffer, offset, LotReleasedDecoder.initialEncodingOffset()) != 0;
        }
    }

    private HeaderLine line;
    private final Map<Integer, Lot> lots = new TreeMap<>();
    private final Map<Integer, Row> rows = new TreeMap<>();

    @Override
    public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        switch (templateId) {
            case LogHeaderDecoder.TEMPLATE_ID -> line = HeaderLine.of(buffer, offset);
            case LotReleasedDecoder.TEMPLATE_ID -> onReleased(new Lot(buffer, offset));
            case LotCompletedDecoder.TEMPLATE_ID -> onCompleted(buffer, offset);
            case WaferTestedDecoder.TEMPLATE_ID -> onTested(buffer, offset);
            default -> {
                // Says nothing of a wafer's fate.
            }
        }
    }

    private static int count(DirectBuffer buffer, int offset, int field) {
        return buffer.getShort(offset + BLOCK + field, LITTLE_ENDIAN) & 0xFFFF;
    }

    private void onReleased(Lot lot) {
        lots.put(lot.serial, lot);
        for (int i = 0; lot.firstWafer >= 0 && i < lot.wafers; i++) {
            rows.put(lot.firstWafer + i, new Row(lot.firstWafer + i, lot));
        }
    }

    private void onTested(DirectBuffer buffer, int offset) {
        final Row row = rows.get(buffer.getInt(offset + BLOCK, LITTLE_ENDIAN));
        if (row != null) {
            row.state = FINISHED;
            row.endUs = buffer.getLong(offset + TIME_OFFSET, LITTLE_ENDIAN);
            row.dies = count(buffer, offset, WaferTestedDecoder.diesEncodingOffset());
            row.good = count(buffer, offset, WaferTestedDecoder.goodEncodingOffset());
            row.systematic = count(buffer, offset, WaferTestedDecoder.systematicEncodingOffset());
            row.parametric = count(buffer, offset, WaferTestedDecoder.parametricEncodingOffset());
            row.random = count(buffer, offset, WaferTestedDecoder.randomEncodingOffset());
        }
    }

    private void onCompleted(DirectBuffer buffer, int offset) {
        final Lot lot = lots.remove(buffer.getInt(offset + BLOCK, LITTLE_ENDIAN));
        if (lot == null || lot.firstWafer < 0) {
            return;
        }
        final long timeUs = buffer.getLong(offset + TIME_OFFSET, LITTLE_ENDIAN);
        final int scrapped = count(buffer, offset, LotCompletedDecoder.scrappedEncodingOffset());
        final boolean isTested = line.die(lot.product) != null;
        for (int i = 0; i < lot.wafers; i++) {
            final Row row = rows.get(lot.firstWafer + i);
            if (row.state.equals(IN_LINE)) {
                row.state = isTested || scrapped == lot.wafers ? SCRAPPED : scrapped == 0 ? FINISHED : LOT_GONE;
                row.endUs = row.state.equals(FINISHED) ? timeUs : -1;
            }
        }
    }

    /** Names of the line's products. */
    public List<String> products() {
        final List<String> names = new ArrayList<>();
        for (int product = 0; product < line.size(IdTable.PRODUCT); product++) {
            names.add(line.name(IdTable.PRODUCT, product));
        }
        return names;
    }

    /** All wafers, by serial. */
    public List<Wafer> wafers() {
        return rows.values().stream().map(this::wafer).toList();
    }

    private Wafer wafer(Row row) {
        final boolean isTested = row.dies > 0;
        final boolean hasCycleTime = row.endUs >= 0 && !row.lot.isInitial;
        return new Wafer(
                row.serial,
                row.lot.serial,
                line.name(IdTable.PRODUCT, row.lot.product),
                row.state,
                hasCycleTime ? (row.endUs - row.lot.releasedUs) / DAY_US : null,
                isTested ? percent(row.good, row) : null,
                new RunFigures.Loss(
                        isTested ? percent(row.systematic, row) : null,
                        isTested ? percent(row.parametric, row) : null,
                        isTested ? percent(row.random, row) : null));
    }

    private static Double percent(int dies, Row row) {
        return 100.0 * dies / row.dies;
    }
}
