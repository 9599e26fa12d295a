/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.fabtwin.core.event.BatchStartedEncoder;
import org.fabtwin.core.event.CarrierMergedEncoder;
import org.fabtwin.core.event.CarrierQueuedEncoder;
import org.fabtwin.core.event.CarrierSplitEncoder;
import org.fabtwin.core.event.ChamberStateChangedEncoder;
import org.fabtwin.core.event.E10State;
import org.fabtwin.core.event.EventDetail;
import org.fabtwin.core.event.HoldReason;
import org.fabtwin.core.event.LogHeaderEncoder;
import org.fabtwin.core.event.LotCompletedEncoder;
import org.fabtwin.core.event.LotHeldEncoder;
import org.fabtwin.core.event.LotHoldReleasedEncoder;
import org.fabtwin.core.event.LotReleasedEncoder;
import org.fabtwin.core.event.MessageHeaderEncoder;
import org.fabtwin.core.event.PaddingEncoder;
import org.fabtwin.core.event.QueueTimeEndedEncoder;
import org.fabtwin.core.event.ScrapCause;
import org.fabtwin.core.event.SetupChangedEncoder;
import org.fabtwin.core.event.StateCause;
import org.fabtwin.core.event.ToolStateChangedEncoder;
import org.fabtwin.core.event.TrackInEncoder;
import org.fabtwin.core.event.TrackOutEncoder;
import org.fabtwin.core.event.TransportStartedEncoder;
import org.fabtwin.core.event.WafersScrappedEncoder;
import org.fabtwin.core.log.RecordHandler;

/**
 * A log written by hand for a line of two tool groups: LITHO (scanners L1 and L2, one chamber each) and ETCH (cluster tool
 * E1 with chambers E1/A and E1/B), product P with zero-load time 2 h on the steps s1 (module front, LITHO) and s2 (module
 * back, ETCH), lot classes normal and hot. Times are in hours.
 */
final class HandWrittenLog {
    static final long HOUR_US = 3_600_000_000L;
    static final int L1 = 0;
    static final int L2 = 1;
    static final int E1 = 2;
    static final int LITHO = 0;
    static final int ETCH = 1;
    static final int NORMAL = 0;
    static final int HOT = 1;
    static final int S1 = 0;
    static final int S2 = 1;
    static final String LINE = """
            {"name":"two","lotMode":false,
             "toolGroups":[
              {"name":"LITHO","area":"litho","kind":"cascade","firstTool":0,"tools":2,"chambersPerTool":1},
              {"name":"ETCH","area":"etch","kind":"cluster","firstTool":2,"tools":1,"chambersPerTool":2}],
             "tools":["L1","L2","E1"],"chambers":["L1","L2","E1/A","E1/B"],"setups":["reticle-1","reticle-2"],
             "products":[{"name":"P","zeroLoadUs":7200000000}],"lotClasses":["P.normal","P.hot"],
             "orders":[{"name":"P-normal","product":0,"lotClass":0},{"name":"P-hot","product":0,"lotClass":1}],
             "steps":[
              {"name":"s1","module":"front","product":0,"toolGroup":0,"recipe":"R1","zeroLoadUs":3600000000},
              {"name":"s2","module":"back","product":0,"toolGroup":1,"recipe":"R2","zeroLoadUs":3600000000,
               "batchMaximum":8}],
             "windows":[{"from":0,"to":1,"limitUs":7200000000,"policy":"warn"}],
             "items":[{"name":"breakdown","toolGroup":0,"kind":"breakdown","perChamber":false}],
             "parameters":[{"path":"tools.LITHO.count","unit":"","factor":1.0,"value":2.0}]}
            """;

    /** The least: shorter than up to a record's time. */
    private static final int PADDING_BYTES = 8;

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final List<Integer> offsets = new ArrayList<>();
    private int next;

    HandWrittenLog() {
        this(true);
    }

    HandWrittenLog(boolean withHeader) {
        if (!withHeader) {
            return;
        }
        final LogHeaderEncoder encoder = new LogHeaderEncoder().wrapAndApplyHeader(buffer, begin(), header);
        encoder.replication(3).timeUs(0).seed(42).eventDetail(EventDetail.WAFER);
        encoder.scenarioName("two").line(LINE).scenario("scenario: two\n");
        end(encoder.encodedLength());
    }

    private int begin() {
        offsets.add(next);
        return next + RecordHandler.HEADER_OFFSET;
    }

    private HandWrittenLog end(int encodedLength) {
        final int length = RecordHandler.BLOCK_OFFSET + encodedLength + 7 & ~7;
        buffer.putInt(next, length, ByteOrder.LITTLE_ENDIAN);
        next += length;
        return this;
    }

    /** The last record as a later version may write it: with a field more. */
    HandWrittenLog longer() {
        final int last = offsets.get(offsets.size() - 1);
        buffer.putShort(
                last + 4, (short) (buffer.getShort(last + 4, ByteOrder.LITTLE_ENDIAN) + 8), ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(last, buffer.getInt(last, ByteOrder.LITTLE_ENDIAN) + 8, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(next, 0);
        next += 8;
        return this;
    }

    /** Hands all records over, once. */
    <T extends RecordHandler> T to(T handler) {
        for (int i = 0; i < offsets.size(); i++) {
            final int offset = offsets.get(i);
            final int length = buffer.getInt(offset, ByteOrder.LITTLE_ENDIAN);
            final int templateId = buffer.getShort(offset + 6, ByteOrder.LITTLE_ENDIAN);
            handler.onRecord(buffer, offset, length, templateId, offset);
        }
        return handler;
    }

    /** Hands all records over at once, with a padding before each and at the end, as a log hands them to a reader on its writer's thread. */
    <T extends RecordHandler> T inOneBatchTo(T handler) {
        final UnsafeBuffer frames =
                new UnsafeBuffer(ByteBuffer.allocateDirect(next + PADDING_BYTES * (offsets.size() + 1)));
        int end = 0;
        for (final int offset : offsets) {
            end += pad(frames, end);
            final int length = buffer.getInt(offset, ByteOrder.LITTLE_ENDIAN);
            frames.putBytes(end, buffer, offset, length);
            end += length;
        }
        end += pad(frames, end);
        assertThat(handler.onRecords(frames, 0, end, 0)).isEqualTo(offsets.size());
        return handler;
    }

    private static int pad(UnsafeBuffer frames, int at) {
        frames.putInt(at, PADDING_BYTES, ByteOrder.LITTLE_ENDIAN);
        frames.putShort(at + 6, (short) PaddingEncoder.TEMPLATE_ID, ByteOrder.LITTLE_ENDIAN);
        return PADDING_BYTES;
    }

    static long us(double hours) {
        return Math.round(hours * HOUR_US);
    }

    HandWrittenLog released(double at, int lot, int lotClass, int wafers, double due) {
        return released(at, lot, lotClass, wafers, due, false);
    }

    HandWrittenLog released(double at, int lot, int lotClass, int wafers, double due, boolean initial) {
        final LotReleasedEncoder encoder = new LotReleasedEncoder().wrapAndApplyHeader(buffer, begin(), header);
        encoder.lot(lot)
                .timeUs(us(at))
                .product((short) 0)
                .lotClass((short) lotClass)
                .priority(0)
                .dueUs(us(due));
        encoder.firstStep(S1).carrier(lot).firstWafer(0).wafers(wafers).initial(initial ? 1 : 0);
        return end(encoder.encodedLength());
    }

    HandWrittenLog completed(double at, int lot, int lotClass, int wafers, double released, double due) {
        final LotCompletedEncoder encoder = new LotCompletedEncoder().wrapAndApplyHeader(buffer, begin(), header);
        encoder.lot(lot)
                .timeUs(us(at))
                .product((short) 0)
                .lotClass((short) lotClass)
                .wafers(wafers)
                .scrapped(0);
        encoder.releasedUs(us(released)).dueUs(us(due));
        return end(encoder.encodedLength());
    }

    HandWrittenLog transport(double at, int lot, int carrier, int step) {
        final TransportStartedEncoder encoder =
                new TransportStartedEncoder().wrapAndApplyHeader(buffer, begin(), header);
        encoder.lot(lot).timeUs(us(at)).carrier(carrier).step(step).wafers(5);
        return end(encoder.encodedLength());
    }

    HandWrittenLog queued(double at, int lot, int carrier, int step) {
        final CarrierQueuedEncoder encoder = new CarrierQueuedEncoder().wrapAndApplyHeader(buffer, begin(), header);
        encoder.lot(lot)
                .timeUs(us(at))
                .carrier(carrier)
                .step(step)
                .toolGroup((short) step)
                .wafers(5);
        return end(encoder.encodedLength());
    }

    HandWrittenLog batch(double at, int tool, int step, int carriers, int wafers) {
        final BatchStartedEncoder encoder = new BatchStartedEncoder().wrapAndApplyHeader(buffer, begin(), header);
        encoder.tool(tool).timeUs(us(at)).step(step).carriers(carriers).wafers(wafers);
        return end(encoder.encodedLength());
    }

    HandWrittenLog setup(double at, int tool, double hours) {
        final SetupChangedEncoder encoder = new SetupChangedEncoder().wrapAndApplyHeader(buffer, begin(), header);
        encoder.tool(tool).timeUs(us(at)).fromSetup(0).toSetup(1).durationUs(us(hours));
        return end(encoder.encodedLength());
    }

    HandWrittenLog trackIn(double at, int lot, int carrier, int step, int tool) {
        final TrackInEncoder encoder = new TrackInEncoder().wrapAndApplyHeader(buffer, begin(), header);
        encoder.lot(lot)
                .timeUs(us(at))
                .carrier(carrier)
                .step(step)
                .tool(tool)
                .wafers(5)
                .visit(0);
        return end(encoder.encodedLength());
    }

    HandWrittenLog trackOut(double at, int lot, int carrier, int step, int tool, int wafers, double busy, double down) {
        final TrackOutEncoder encoder = new TrackOutEncoder().wrapAndApplyHeader(buffer, begin(), header);
        encoder.lot(lot)
                .timeUs(us(at))
                .carrier(carrier)
                .step(step)
                .tool(tool)
                .wafers(wafers)
                .visit(0);
        encoder.busyUs(us(busy)).interruptedUs(us(down));
        return end(encoder.encodedLength());
    }

    HandWrittenLog held(double at, int lot, int carrier, int step) {
        final LotHeldEncoder encoder = new LotHeldEncoder().wrapAndApplyHeader(buffer, begin(), header);
        encoder.lot(lot).timeUs(us(at)).carrier(carrier).step(step).reason(HoldReason.COMMAND);
        return end(encoder.encodedLength());
    }

    HandWrittenLog holdReleased(double at, int lot, int carrier, int step) {
        final LotHoldReleasedEncoder encoder = new LotHoldReleasedEncoder().wrapAndApplyHeader(buffer, begin(), header);
        encoder.lot(lot).timeUs(us(at)).carrier(carrier).step(step).reason(HoldReason.COMMAND);
        return end(encoder.encodedLength());
    }

    HandWrittenLog scrapped(double at, int lot, int carrier, int wafers) {
        final WafersScrappedEncoder encoder = new WafersScrappedEncoder().wrapAndApplyHeader(buffer, begin(), header);
        encoder.lot(lot).timeUs(us(at)).carrier(carrier).step(S2).wafers(wafers).cause(ScrapCause.COMMAND);
        return end(encoder.encodedLength());
    }

    HandWrittenLog split(double at, int lot, int parent, int carrier, int step) {
        final CarrierSplitEncoder encoder = new CarrierSplitEncoder().wrapAndApplyHeader(buffer, begin(), header);
        encoder.lot(lot)
                .timeUs(us(at))
                .parent(parent)
                .carrier(carrier)
                .step(step)
                .wafers(1);
        return end(encoder.encodedLength());
    }

    HandWrittenLog merged(double at, int lot, int parent, int carrier, int step) {
        final CarrierMergedEncoder encoder = new CarrierMergedEncoder().wrapAndApplyHeader(buffer, begin(), header);
        encoder.lot(lot)
                .timeUs(us(at))
                .parent(parent)
                .carrier(carrier)
                .step(step)
                .wafers(1);
        return end(encoder.encodedLength());
    }

    HandWrittenLog tool(double at, int tool, E10State from, E10State to, StateCause cause) {
        final ToolStateChangedEncoder encoder =
                new ToolStateChangedEncoder().wrapAndApplyHeader(buffer, begin(), header);
        encoder.tool(tool)
                .timeUs(us(at))
                .from(from)
                .to(to)
                .cause(cause)
                .reserved((short) 0)
                .item(-1);
        return end(encoder.encodedLength());
    }

    HandWrittenLog chamber(double at, int chamber, E10State from, E10State to, StateCause cause) {
        final ChamberStateChangedEncoder encoder =
                new ChamberStateChangedEncoder().wrapAndApplyHeader(buffer, begin(), header);
        encoder.chamber(chamber)
                .timeUs(us(at))
                .from(from)
                .to(to)
                .cause(cause)
                .reserved((short) 0)
                .item(-1);
        return end(encoder.encodedLength());
    }

    HandWrittenLog windowEnded(double at, int lot, double elapsed, boolean breached) {
        final QueueTimeEndedEncoder encoder = new QueueTimeEndedEncoder().wrapAndApplyHeader(buffer, begin(), header);
        encoder.lot(lot)
                .timeUs(us(at))
                .carrier(lot)
                .window(0)
                .elapsedUs(us(elapsed))
                .limitUs(us(2));
        encoder.wafers(5).breached(breached ? 1 : 0);
        return end(encoder.encodedLength());
    }
}
