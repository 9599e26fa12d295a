/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.fabtwin.core.log.RecordHandler;
import org.junit.jupiter.api.Test;

/** Filters by area, step and product on a line of two products that share their tools. */
class PlaceAndProductFilterTest {
    private static final HeaderLine LINE = HeaderLine.parse("""
            {"name":"two","lotMode":false,
             "toolGroups":[
              {"name":"ETC","area":"etch","kind":"cluster","firstTool":0,"tools":1,"chambersPerTool":2},
              {"name":"MET","area":"metrology","kind":"cascade","firstTool":1,"tools":1,"chambersPerTool":1}],
             "tools":["ETC-01","MET-01"],
             "chambers":["ETC-01/A","ETC-01/B","MET-01"],
             "products":[{"name":"logic"},{"name":"memory"}],
             "lotClasses":["logic.0","memory.0"],
             "steps":[
              {"name":"etch","module":"m1","product":0,"toolGroup":0,"next":1},
              {"name":"measure","module":"m1","product":0,"toolGroup":1,"next":-1},
              {"name":"etch","module":"m1","product":1,"toolGroup":0,"next":3},
              {"name":"check","module":"m2","product":1,"toolGroup":1,"next":-1}],
             "windows":[{"from":2,"to":3,"limitUs":30,"policy":"warn"}]}
            """);

    private final LogSketch log = new LogSketch()
            .add("LotReleased", 0, "lot", 0, "product", 0, "firstWafer", 0, "wafers", 2)
            .add("LotReleased", 0, "lot", 1, "product", 1, "firstWafer", 2, "wafers", 2)
            .add("TransportStarted", 1, "lot", 1, "step", 2)
            .add("CarrierQueued", 2, "lot", 1, "step", 2, "toolGroup", 0)
            .add("TrackIn", 3, "lot", 1, "step", 2, "tool", 0)
            .add("WaferStarted", 4, "lot", 0, "wafer", 1, "step", 0, "chamber", 1)
            .add("WaferPicked", 5, "wafer", 3, "tool", 0)
            .add("ToolStateChanged", 6, "tool", 1)
            .add("QueueTimeStarted", 7, "lot", 1, "window", 0)
            .add("ChartSignalled", 8, "lot", 1, "wafer", 2, "chamber", 2)
            .add("WaferMeasured", 9, "lot", 0, "wafer", 0, "step", 1)
            .add("WaferPredicted", 10, "wafer", 0, "chamber", 0)
            .add("DiesLost", 11, "wafer", 2, "step", -1, "chamber", -1);

    @Test
    void shouldSelectByAreaOfToolChamberGroupOrStep() {
        assertThat(passed(EventFilter.builder().area("etch"))).containsExactly(2, 3, 4, 5, 6, 11);
        assertThat(passed(EventFilter.builder().area("metrology"))).containsExactly(7, 9, 10);
    }

    @Test
    void shouldSelectByStepOrModuleOfWhateverProduct() {
        assertThat(passed(EventFilter.builder().step("etch"))).containsExactly(2, 3, 4, 5);
        assertThat(passed(EventFilter.builder().step("m1"))).containsExactly(2, 3, 4, 5, 10);
        assertThat(passed(EventFilter.builder().step("check").step("measure"))).containsExactly(10);
    }

    @Test
    void shouldSelectByProductOfEventStepWindowLotOrWafer() {
        assertThat(passed(EventFilter.builder().product("memory"))).containsExactly(1, 2, 3, 4, 6, 8, 9, 12);
        assertThat(passed(EventFilter.builder().product("logic"))).containsExactly(0, 5, 10, 11);
        assertThat(passed(EventFilter.builder().product("logic").product("memory")))
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12);
    }

    @Test
    void shouldLearnProductsFromStepsWhereTheReleaseIsNoLongerKept() {
        final SerialProducts products = new SerialProducts(LINE);
        log.drop(0).drop(0).replay(products);

        assertThat(products.ofLot(0)).isZero();
        assertThat(products.ofLot(1)).isEqualTo(1);
        assertThat(products.ofWafer(1)).isZero();
        assertThat(products.ofWafer(3)).as("only ever named without a step").isEqualTo(SerialProducts.UNKNOWN);
    }

    @Test
    void shouldNameWhatThereIsNot() {
        assertThatThrownBy(() -> EventFilter.builder().area("litho").build(LINE))
                .hasMessage("the line two has no area litho; there are etch, metrology");
        assertThatThrownBy(() -> EventFilter.builder().step("m3").build(LINE))
                .hasMessage("the line two has no step or module m3");
        assertThatThrownBy(() -> EventFilter.builder().product("analog").build(LINE))
                .hasMessage("the line two has no product analog");
    }

    @Test
    void shouldAllocateNothing() {
        final EventFilter filter = EventFilter.builder()
                .type("TrackIn")
                .type("DiesLost")
                .type("WaferStarted")
                .product("memory")
                .area("etch")
                .step("m1")
                .tool("ETC")
                .lot(1)
                .build(LINE);
        final SerialProducts products = new SerialProducts(LINE);
        final List<UnsafeBuffer> records = new ArrayList<>();
        log.replay((buffer, offset, length, templateId, position) -> {
            final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
            copy.putBytes(0, buffer, offset, length);
            records.add(copy);
        });
        final UnsafeBuffer[] all = records.toArray(new UnsafeBuffer[0]);
        passes(filter, products, all, 20_000);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        final long before = threads.getCurrentThreadAllocatedBytes();
        final int passed = passes(filter, products, all, 100_000);
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(passed).isEqualTo(100_000);
        assertThat(allocated).isLessThan(1_000);
    }

    private static int passes(EventFilter filter, SerialProducts products, UnsafeBuffer[] records, int rounds) {
        int passed = 0;
        for (int round = 0; round < rounds; round++) {
            for (final DirectBuffer record : records) {
                final int templateId = record.getShort(RecordHandler.HEADER_OFFSET + 2, ByteOrder.LITTLE_ENDIAN);
                products.onRecord(record, 0, record.capacity(), templateId, 0);
                passed += filter.isWanted(record, 0, templateId, products) ? 1 : 0;
            }
        }
        return passed;
    }

    private List<Integer> passed(final EventFilter.Builder builder) {
        final EventFilter filter = builder.build(LINE);
        final SerialProducts products = new SerialProducts(LINE);
        final List<Integer> passed = new ArrayList<>();
        final int[] index = new int[1];
        log.replay((buffer, offset, length, templateId, position) -> {
            products.onRecord(buffer, offset, length, templateId, position);
            if (filter.isWanted(buffer, offset, templateId, products)) {
                passed.add(index[0]);
            }
            index[0]++;
        });
        return passed;
    }
}
