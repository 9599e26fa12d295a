/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.theory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.fabtwin.core.event.LotCompletedDecoder;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ProcessUnit;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.DistributionDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.RecipeDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StageDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.LineDefinition.TransportDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.twin.LineFixture;
import org.fabtwin.core.twin.RecordedRun;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Without variance, failures and waiting a lot takes its raw process times and its transports, to the microsecond: random routes over
 * tools of all kinds. The expectation is a max-plus recursion over wafers, written apart from the model's search over chambers.
 */
class ZeroVarianceTest {
    private static final int STEPS = 300;
    private static final String[] PLACES = {"bay1", "bay2", "bay3"};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldTakeRawProcessTimeAndTransportToTheMicrosecond(long seed) throws Exception {
        Random random = new Random(seed);
        int wafers = 1 + random.nextInt(25);
        LineFixture fixture = LineFixture.ofWafers();
        long[][] transportUs = new long[PLACES.length][PLACES.length];
        for (int from = 0; from < PLACES.length; from++) {
            for (int to = 0; to < PLACES.length; to++) {
                transportUs[from][to] = random.nextInt(600_000_000);
                String path = "transport." + from + to;
                fixture.definition()
                        .transports
                        .add(new TransportDefinition(PLACES[from], PLACES[to], us(path, transportUs[from][to])));
            }
        }
        List<Station> stations = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            stations.add(new Station(fixture, random, i, i % 6));
        }
        ProductDefinition product = fixture.product("p");
        long expectedUs = 0;
        Station previous = null;
        for (int i = 0; i < STEPS; i++) {
            Station station = stations.get(random.nextInt(stations.size()));
            fixture.step(product, "s" + i, station.name, station.name);
            expectedUs += previous == null ? 0 : transportUs[previous.place][station.place];
            expectedUs += station.residenceUs(wafers);
            previous = station;
        }
        double apart = (expectedUs + 1) / 60e6 + 10;
        fixture.order("o", "p", wafers, Distribution.CONSTANT, apart).releases = 3;
        Line line = fixture.compile();

        try (RecordedRun run = RecordedRun.start(line, 1, 0).runTo(4 * apart)) {
            List<RecordedRun.Event> completed = run.events(LotCompletedDecoder.TEMPLATE_ID);
            for (int lot = 0; lot < 3; lot++) {
                assertThat(completed.get(lot).timeUs() - Math.round(apart * 60e6) * lot)
                        .as("seed %d, lot %d of %d wafers", seed, lot, wafers)
                        .isEqualTo(expectedUs);
            }
            assertThat(line.products().zeroLoadUs(0))
                    .as("zero load, seed %d", seed)
                    .isEqualTo(expectedUs);
        }
    }

    private static DistributionDefinition us(String path, long value) {
        return DistributionDefinition.of(Distribution.CONSTANT, Tunable.time(path, "us", value));
    }

    /** A tool group of one tool with random times, and what a lot alone takes there. */
    private static final class Station {
        private final String name;
        private final int kind;
        private final int place;
        private final int unit;
        private final long processUs;
        private final long intervalUs;
        private final long loadUs;
        private final long unloadUs;
        private long entryUs;
        private long exitUs;
        private long feedUs;
        private long exchangeUs;
        private long transferUs;
        private long[] stageUs = {};
        private int[] copies = {};

        Station(LineFixture fixture, Random random, int number, int kind) {
            this.name = ToolKind.name(kind) + number;
            this.kind = kind;
            place = random.nextInt(PLACES.length);
            unit = random.nextInt(3);
            processUs = 1_000_000 + random.nextInt(300_000_000);
            intervalUs = 1 + random.nextInt((int) processUs);
            loadUs = random.nextInt(30_000_000);
            unloadUs = random.nextInt(30_000_000);
            ToolGroupDefinition group = fixture.group(name, kind, 1);
            group.location = PLACES[place];
            RecipeDefinition recipe = fixture.recipe(name, Distribution.CONSTANT, 1);
            recipe.unit = kind == ToolKind.BATCH ? ProcessUnit.BATCH : unit;
            recipe.processTime = us(name + ".process", processUs);
            recipe.interval = Tunable.time(name + ".interval", "us", intervalUs);
            recipe.loadTime = Tunable.time(name + ".load", "us", loadUs);
            recipe.unloadTime = Tunable.time(name + ".unload", "us", unloadUs);
            if (ToolKind.isFlowLine(kind)) {
                entryUs = random.nextInt(60_000_000);
                exitUs = random.nextInt(60_000_000);
                feedUs = random.nextInt(60_000_000);
                group.entryTime = Tunable.time(name + ".entry", "us", entryUs);
                group.exitTime = Tunable.time(name + ".exit", "us", exitUs);
                group.feedInterval = Tunable.time(name + ".feed", "us", feedUs);
            }
            if (kind >= ToolKind.CLUSTER) {
                exchangeUs = random.nextInt(20_000_000);
                group.exchangeTime = Tunable.time(name + ".exchange", "us", exchangeUs);
                int stages = kind == ToolKind.CLUSTER ? 1 : 2 + random.nextInt(4);
                stageUs = new long[stages];
                copies = new int[stages];
                for (int s = 0; s < stages; s++) {
                    stageUs[s] = random.nextInt(200_000_000);
                    copies[s] = 1 + random.nextInt(4);
                    group.stages.add(new StageDefinition("m" + s, copies[s]));
                    recipe.stageTimes.add(us(name + ".stage" + s, stageUs[s]));
                }
            }
            if (kind == ToolKind.SERIAL) {
                transferUs = random.nextInt(20_000_000);
                group.transferTime = Tunable.time(name + ".transfer", "us", transferUs);
            }
        }

        /** Track-in to track-out of a lot of n wafers at the empty tool. */
        long residenceUs(int n) {
            boolean perWafer = unit == ProcessUnit.WAFER;
            switch (kind) {
                case ToolKind.SINGLE:
                    return loadUs + (perWafer ? n : 1) * processUs + unloadUs;
                case ToolKind.BATCH:
                    return loadUs + processUs + unloadUs;
                case ToolKind.TWO_SLOT_CASCADE:
                    return loadUs + (perWafer ? n - 1 : 0) * intervalUs + processUs + unloadUs;
                case ToolKind.CASCADE:
                    return loadUs + entryUs + (n - 1) * Math.max(intervalUs, feedUs) + processUs + exitUs + unloadUs;
                default:
                    return loadUs + entryUs + throughStagesUs(n) + exitUs + unloadUs;
            }
        }

        /**
         * Wafers overtake nobody and take copies in turn. Wafer w begins stage s when it is there and wafer w - copies has left
         * the stage; that one leaves when it is done and stage s + 1 takes it; the robot then occupies the chamber a while.
         */
        private long throughStagesUs(int n) {
            int stages = stageUs.length;
            long[][] begin = new long[n][stages];
            for (int w = 0; w < n; w++) {
                for (int s = 0; s < stages; s++) {
                    long there = s > 0
                            ? begin[w][s - 1] + stageUs[s - 1] + transferUs
                            : w > 0 ? begin[w - 1][0] + feedUs : 0;
                    int before = w - copies[s];
                    long left = before < 0
                            ? 0
                            : s == stages - 1 ? begin[before][s] + stageUs[s] : begin[before][s + 1] - transferUs;
                    begin[w][s] = before < 0 ? there : Math.max(there, left + exchangeUs);
                }
            }
            return begin[n - 1][stages - 1] + stageUs[stages - 1];
        }
    }
}
