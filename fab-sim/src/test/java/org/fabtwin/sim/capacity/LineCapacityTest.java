/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.DistributionDefinition;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.BreakdownDefinition;
import org.fabtwin.core.line.definition.LineDefinition.MaintenanceDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StageDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.LineDefinition.TransportDefinition;
import org.fabtwin.core.random.Distribution;
import org.junit.jupiter.api.Test;

class LineCapacityTest {
    private static final double HOUR_US = 3600e6;

    /** One group, one step of the given minutes, a wafer each hour. */
    private static LineDefinition oneStep(int kind, int tools, double minutes) {
        LineDefinition line = new LineDefinition();
        ToolGroupDefinition group = SmallLines.group(line, "G", kind, tools);
        group.stages.add(new StageDefinition("chamber", 2));
        SmallLines.recipe(line, "R").stageTimes.add(SmallLines.constant("min", minutes));
        SmallLines.step(SmallLines.product(line, "P"), "s", "G", "R");
        SmallLines.order(line, "P", 1, 1);
        return line;
    }

    private static BreakdownDefinition breakdown(ToolGroupDefinition group, double failHours, double repairHours) {
        BreakdownDefinition breakdown = new BreakdownDefinition();
        breakdown.timeToFailure = DistributionDefinition.of(Distribution.EXPONENTIAL, SmallLines.time("h", failHours));
        breakdown.timeToRepair = DistributionDefinition.of(Distribution.EXPONENTIAL, SmallLines.time("h", repairHours));
        group.breakdowns.add(breakdown);
        return breakdown;
    }

    @Test
    void shouldMultiplyBreakdownsAndSubtractMaintenance() {
        LineDefinition line = oneStep(ToolKind.CLUSTER, 1, 60);
        ToolGroupDefinition group = line.toolGroups.get(0);
        breakdown(group, 90, 10);
        breakdown(group, 95, 5).perChamber = true;
        SmallLines.maintenance(group, 10, 30);

        GroupCapacity capacity = LineCapacity.of(line).group("G");

        assertThat(capacity.availability().unscheduled()).isEqualTo(1 - 0.9 * 0.95, within(1e-12));
        assertThat(capacity.availability().scheduled()).isEqualTo(0.05, within(1e-12));
        assertThat(capacity.loadShare()).isEqualTo(0.5, within(1e-12));
        assertThat(capacity.utilisation()).isEqualTo(0.5 / (0.9 * 0.95 - 0.05), within(1e-12));
    }

    @Test
    void shouldNeedEveryStageOfASerialTool() {
        LineDefinition line = oneStep(ToolKind.SERIAL, 1, 6);
        ToolGroupDefinition group = line.toolGroups.get(0);
        group.stages.add(new StageDefinition("second", 1));
        line.recipes.get(0).stageTimes.add(SmallLines.constant("min", 3));
        breakdown(group, 90, 10).perChamber = true;

        assertThat(LineCapacity.of(line).group("G").availability().unscheduled())
                .isEqualTo(1 - 0.81, within(1e-12));
    }

    @Test
    void shouldCountBreakdownsOnlyInTheirPlaces() {
        LineDefinition line = oneStep(ToolKind.CLUSTER, 2, 60);
        ToolGroupDefinition group = line.toolGroups.get(0);
        BreakdownDefinition everywhere = breakdown(group, 90, 10);
        everywhere.places.add(0);
        breakdown(group, 80, 20).places.add(1);
        BreakdownDefinition chamber = breakdown(group, 50, 50);
        chamber.perChamber = true;
        chamber.places.add(2);
        SmallLines.maintenance(group, 10, 60).places.add(1);

        GroupCapacity capacity = LineCapacity.of(line).group("G");

        // First tool 0.9; second 0.8, one of its two chambers half of the time.
        assertThat(capacity.availability().unscheduled()).isEqualTo(1 - (0.9 + 0.8 * 0.75) / 2, within(1e-12));
        assertThat(capacity.availability().scheduled()).isEqualTo(0.05, within(1e-12));
    }

    @Test
    void shouldLetBreakdownsRunOnlyWhileBusyWhereTheyDo() {
        LineDefinition line = oneStep(ToolKind.CLUSTER, 1, 60);
        breakdown(line.toolGroups.get(0), 50, 5).busyTime = true;

        GroupCapacity capacity = LineCapacity.of(line).group("G");

        assertThat(capacity.availability().unscheduled()).isEqualTo(0.5 * 5 / 50, within(1e-12));
        // At the limit busy + busy/10 = 1.
        assertThat(capacity.growth(false)).isEqualTo(1 / 1.1 / 0.5, within(1e-9));
    }

    @Test
    void shouldCountMaintenanceAndSeasoningByWafersOfEachChamber() {
        LineDefinition line = oneStep(ToolKind.CLUSTER, 2, 60);
        MaintenanceDefinition clean = SmallLines.maintenance(line.toolGroups.get(0), 1, 150);
        clean.byWafers = true;
        clean.perChamber = true;
        clean.period = SmallLines.number(10);
        clean.seasoningWafers = SmallLines.number(2);

        GroupCapacity capacity = LineCapacity.of(line).group("G");

        // 1.2 wafers an hour over four chambers: a clean of 2.5 h every 10 / 0.3 h.
        assertThat(capacity.wafersPerHour()).isEqualTo(1.2, within(1e-12));
        assertThat(capacity.loadShare()).isEqualTo(0.3, within(1e-12));
        assertThat(capacity.availability().scheduled()).isEqualTo(2.5 * 0.3 / 10, within(1e-12));
        // Saturated: b = 1 - 0.25 b.
        assertThat(capacity.growth(false)).isEqualTo(0.8 / 0.3, within(1e-9));
        assertThat(capacity.maxWafersPerHour()).isEqualTo(3.2, within(1e-9));
        assertThat(capacity.availabilityAtUtilisation(0.5).share()).isEqualTo(1 / 1.125, within(1e-9));
    }

    @Test
    void shouldChargeSetupsOfCarriersInRandomOrder() {
        LineDefinition line = oneStep(ToolKind.CLUSTER, 1, 1);
        ProductDefinition product = line.products.get(0);
        StepDefinition second = SmallLines.step(product, "t", "G", "R");
        product.route.get(0).setup = "A";
        second.setup = "B";
        line.toolGroups.get(0).setupTime = SmallLines.time("min", 3);
        line.orders.get(0).wafers = 5;

        GroupCapacity capacity = LineCapacity.of(line).group("G");

        // Two starts an hour, each with probability 1/2 after the other setup.
        assertThat(capacity.setupShare()).isEqualTo(2 * 0.5 * 3 / 60, within(1e-12));
        assertThat(capacity.loadShare()).isEqualTo(10 * 0.5 / 60, within(1e-12));
        assertThat(capacity.utilisationWithSetups()).isEqualTo(0.05 + 5.0 / 60, within(1e-12));
    }

    @Test
    void shouldThrottleToolByItsPorts() {
        LineDefinition line = oneStep(ToolKind.CLUSTER, 1, 20);
        ToolGroupDefinition group = line.toolGroups.get(0);
        group.loadPorts = 2;
        group.portExchangeTime = SmallLines.time("min", 10);

        GroupCapacity capacity = LineCapacity.of(line).group("G");

        assertThat(capacity.toolWafersPerHour()).isEqualTo(6, within(1e-9));
        assertThat(capacity.portHeldWafersPerHour(1)).isEqualTo(2 * 60 / (20.0 + 10), within(1e-9));
        assertThat(capacity.portHeldWafersPerHour(25)).isEqualTo(6, within(1e-9));
        assertThat(capacity.portBufferedWafersPerHour(1)).isEqualTo(6, within(1e-9));
        assertThat(capacity.portBoundedWafersPerHour(1)).isEqualTo(2 * 60 / (20.0 + 10), within(1e-9));
        group.portExchangeTime = SmallLines.time("min", 30);
        group.bufferCarriers = 1;
        assertThat(capacity.portBoundedWafersPerHour(1)).isEqualTo(3 * 60 / (20.0 + 30), within(1e-9));
        group.bufferCarriers = 2;
        assertThat(capacity.portBoundedWafersPerHour(1)).isEqualTo(4, within(1e-9));
        assertThat(capacity.portBufferedWafersPerHour(1)).isEqualTo(4, within(1e-9));
    }

    @Test
    void shouldFollowCarrierPastSkippedMeasurements() {
        LineDefinition line = oneStep(ToolKind.CLUSTER, 1, 10);
        line.toolGroups.get(0).location = "a";
        ToolGroupDefinition measure = SmallLines.group(line, "M", ToolKind.CLUSTER, 1);
        measure.stages.add(new StageDefinition("chamber", 1));
        measure.location = "b";
        ProductDefinition product = line.products.get(0);
        SmallLines.step(product, "m", "M", "R").sampling = SmallLines.number(0.25);
        SmallLines.step(product, "t", "G", "R");
        line.transports.add(new TransportDefinition("a", "a", SmallLines.constant("min", 1)));
        line.transports.add(new TransportDefinition("a", "b", SmallLines.constant("min", 10)));
        line.transports.add(new TransportDefinition("b", "a", SmallLines.constant("min", 20)));

        RouteTime zero = RouteTime.of(line, product, 1);

        assertThat(zero.transportUs()).isEqualTo((0.75 * 1 + 0.25 * 30) * 60e6, within(1e-3));
        assertThat(zero.moves()).isEqualTo(2.25, within(1e-12));
        assertThat(zero.processUs()).isEqualTo(22.5 * 60e6, within(1e-3));
        assertThat(zero.everywhereUs()).isEqualTo(30 * 60e6, within(1e-3));
        // Two wafers: the carrier goes to M unless neither is drawn.
        assertThat(RouteTime.of(line, product, 2).moves()).isEqualTo(2 + 1 - 0.75 * 0.75, within(1e-12));
    }

    @Test
    void shouldFindMiniFabCapacityOfTheSpecification() {
        LineCapacity capacity = LineCapacity.of(MiniFab.line());
        double week = 168 * HOUR_US;

        assertThat(capacity.startsPerUs() * week).isEqualTo(84, within(1e-9));
        assertLoad(capacity, "Mab", 8400, 0.885);
        assertLoad(capacity, "Me", 8820, 0.917);
        assertLoad(capacity, "Mcd", 6300, 0.792);
        assertThat(capacity.bottleneck(false).name()).isEqualTo("Me");
        assertThat(capacity.group("Me").setupShare()).isGreaterThan(0.0);
    }

    private static void assertLoad(LineCapacity capacity, String group, double minutesPerWeek, double withMaintenance) {
        GroupCapacity found = capacity.group(group);
        assertThat(found.loadShare() * 168 * 60).as(group).isEqualTo(minutesPerWeek, within(1e-6));
        assertThat(found.loadShare() + found.availability().scheduled())
                .as(group + " with maintenance")
                .isEqualTo(withMaintenance, within(0.0005));
    }
}
