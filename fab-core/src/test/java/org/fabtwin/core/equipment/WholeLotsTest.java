/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.fabtwin.core.line.ProcessUnit;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.RecipeDefinition;
import org.fabtwin.core.line.definition.LineDefinition.SetupTimeDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.twin.LineFixture;
import org.fabtwin.core.twin.Story;
import org.junit.jupiter.api.Test;

/** Single, two-slot and batch tools, setups: timelines made by hand. */
class WholeLotsTest {
    private final LineFixture fixture = LineFixture.ofLots();

    private static Tunable minutes(String path, double value) {
        return Tunable.time(path, "min", value);
    }

    private void release(String product, int wafers, int lots) {
        var order = fixture.order(product, product, wafers, Distribution.CONSTANT, 1);
        order.releases = lots;
    }

    @Test
    void shouldLoadProcessAndUnloadOneLotAtATime() throws IOException {
        fixture.group("A", ToolKind.SINGLE, 1);
        RecipeDefinition recipe = fixture.recipe("r", Distribution.CONSTANT, 2);
        recipe.unit = ProcessUnit.WAFER;
        recipe.loadTime = minutes("load", 1);
        recipe.unloadTime = minutes("unload", 3);
        fixture.step(fixture.product("p"), "s", "A", "r");
        release("p", 5, 2);

        assertThat(Story.of(fixture, 100).tracks())
                .containsExactly("0 c0 s in A-01", "14 c0 s out A-01", "14 c1 s in A-01", "28 c1 s out A-01");
    }

    @Test
    void shouldLetASecondLotIntoATwoSlotCascadeAndBlockItBeforeASlotThatIsTaken() throws IOException {
        fixture.group("A", ToolKind.TWO_SLOT_CASCADE, 1);
        RecipeDefinition recipe = fixture.recipe("r", Distribution.CONSTANT, 10);
        recipe.interval = minutes("interval", 4);
        fixture.step(fixture.product("p"), "s", "A", "r");
        release("p", 1, 3);

        // Slot 1: 4 min, slot 2: 6 min. Lot 1 waits for slot 1 until 4, is ready at 8, waits for slot 2 until 10; lot 2
        // comes then.
        assertThat(Story.of(fixture, 100).tracks())
                .containsExactly(
                        "0 c0 s in A-01",
                        "4 c1 s in A-01",
                        "10 c0 s out A-01",
                        "10 c2 s in A-01",
                        "16 c1 s out A-01",
                        "22 c2 s out A-01");
    }

    @Test
    void shouldLoadTheSecondLotOfATwoSlotCascadeWhileTheFirstIsProcessed() throws IOException {
        fixture.group("A", ToolKind.TWO_SLOT_CASCADE, 1);
        RecipeDefinition recipe = fixture.recipe("r", Distribution.CONSTANT, 10);
        recipe.interval = minutes("interval", 8);
        recipe.loadTime = minutes("load", 2);
        recipe.unloadTime = minutes("unload", 1);
        fixture.step(fixture.product("p"), "s", "A", "r");
        release("p", 1, 3);

        // In slot 1 from 2, 10 and 18 on: a lot each interval, loading costs nothing; none comes in before it can be
        // loaded.
        assertThat(Story.of(fixture, 100).tracks())
                .containsExactly(
                        "0 c0 s in A-01",
                        "8 c1 s in A-01",
                        "13 c0 s out A-01",
                        "16 c2 s in A-01",
                        "21 c1 s out A-01",
                        "29 c2 s out A-01");
    }

    @Test
    void shouldSetATwoSlotCascadeUpForTheSecondLotWhileTheFirstIsProcessed() throws IOException {
        ToolGroupDefinition group = fixture.group("A", ToolKind.TWO_SLOT_CASCADE, 1);
        group.setupTime = minutes("setup", 15);
        fixture.recipe("r", Distribution.CONSTANT, 10).interval = minutes("interval", 8);
        route("p", "x");
        route("q", "y");

        Story story = Story.of(fixture, 100);

        // Where steps ask for setups the second lot comes in at once. Its setup takes 15 to 30; the first lot is done
        // at 25, so the tool is in setup alone from then on.
        assertThat(story.setups()).containsExactly("0 A-01 none>x 15", "0 A-01 x>y 15");
        assertThat(story.trackOuts()).containsExactly("25 c0 p0 out A-01", "40 c1 q0 out A-01");
        assertThat(story.toolStates())
                .containsExactly(
                        "0 A-01 SCHEDULED_DOWN SETUP",
                        "15 A-01 PRODUCTIVE WORK",
                        "25 A-01 SCHEDULED_DOWN SETUP",
                        "30 A-01 PRODUCTIVE WORK",
                        "40 A-01 STANDBY WORK");
        assertThat(story.busyMinutes()).as("without the time of setup alone").containsExactly(10.0, 10.0);
    }

    @Test
    void shouldTakeTheTwoSlotCascadeWithSetupsThatCanBeginSoonest() throws IOException {
        fixture.group("A", ToolKind.TWO_SLOT_CASCADE, 2);
        fixture.recipe("long", Distribution.CONSTANT, 30);
        fixture.recipe("short", Distribution.CONSTANT, 12);
        fixture.step(fixture.product("l"), "l", "A", "long").setup = "x";
        fixture.step(fixture.product("s"), "s", "A", "short").setup = "x";
        release("l", 1, 1);
        release("s", 1, 1);
        fixture.order("more", "s", 1, Distribution.CONSTANT, 1).releases = 3;
        fixture.definition().orders.get(2).first = minutes("more.first", 3);

        // Both tools hold a lot from 0 on; A-02 is done at 12, A-01 at 30: two go behind, the last waits for room.
        assertThat(Story.of(fixture, 100).trackIns())
                .containsExactly(
                        "0 c0 l in A-01", "0 c1 s in A-02", "3 c2 s in A-02", "4 c3 s in A-01", "12 c4 s in A-02");
    }

    private ProductDefinition batchProduct(String name, int minimum, int maximum, String family) {
        ProductDefinition product = fixture.product(name);
        StepDefinition heat = fixture.step(product, "heat", "F", "heat");
        heat.batchMinimum = minimum;
        heat.batchMaximum = maximum;
        heat.batchFamily = family;
        return product;
    }

    private void furnace() {
        fixture.group("F", ToolKind.BATCH, 1);
        fixture.recipe("heat", Distribution.CONSTANT, 10).unit = ProcessUnit.BATCH;
    }

    @Test
    void shouldStartABatchAtTheMinimumAndFillItToTheMaximum() throws IOException {
        furnace();
        batchProduct("p", 6, 8, null);
        release("p", 2, 9);

        // Lots of 2 wafers each minute: three at 2; of the six that come by 12, four; the last two are too few.
        assertThat(Story.of(fixture, 100).batches())
                .containsExactly(
                        "2 F-01 batch of 3 with 6",
                        "2 c0 heat in F-01",
                        "2 c1 heat in F-01",
                        "2 c2 heat in F-01",
                        "12 F-01 batch of 4 with 8",
                        "12 c3 heat in F-01",
                        "12 c4 heat in F-01",
                        "12 c5 heat in F-01",
                        "12 c6 heat in F-01");
    }

    @Test
    void shouldBatchOnlyOneProductAndStepWithoutAFamily() throws IOException {
        furnace();
        batchProduct("p", 2, 4, null);
        batchProduct("q", 2, 4, null);
        release("p", 1, 2);
        release("q", 1, 2);

        // p and q come in turn at 0 and 1: a batch of p when its second lot is there, then one of q.
        assertThat(Story.of(fixture, 100).batches())
                .containsExactly(
                        "1 F-01 batch of 2 with 2",
                        "1 c0 heat in F-01",
                        "1 c2 heat in F-01",
                        "11 F-01 batch of 2 with 2",
                        "11 c1 heat in F-01",
                        "11 c3 heat in F-01");
    }

    @Test
    void shouldBatchAFamilyTogetherAndTheEmptyFamilyWithAny() throws IOException {
        furnace();
        batchProduct("p", 3, 4, "oxide");
        batchProduct("q", 3, 4, "nitride");
        batchProduct("t", 3, 4, "");
        batchProduct("o", 3, 4, "oxide");
        release("p", 1, 1);
        release("q", 1, 1);
        release("t", 1, 1);
        release("o", 1, 1);

        assertThat(Story.of(fixture, 100).batches())
                .containsExactly(
                        "0 F-01 batch of 3 with 3", "0 c0 heat in F-01", "0 c2 heat in F-01", "0 c3 heat in F-01");
    }

    @Test
    void shouldTakeAtMostSoManyOfOneProduct() throws IOException {
        furnace();
        batchProduct("p", 3, 3, "");
        batchProduct("t", 3, 3, "").route.get(0).batchMostOfProduct = 1;
        fixture.order("t", "t", 1, Distribution.CONSTANT, 1).releases = 1;
        fixture.definition().orders.get(0).lotsPerRelease = 2;
        fixture.order("p", "p", 1, Distribution.CONSTANT, 1).releases = 1;
        fixture.definition().orders.get(1).lotsPerRelease = 2;

        assertThat(Story.of(fixture, 100).batches())
                .containsExactly(
                        "0 F-01 batch of 3 with 3", "0 c0 heat in F-01", "0 c2 heat in F-01", "0 c3 heat in F-01");
    }

    @Test
    void shouldInterruptABatchAsAWhole() throws IOException {
        furnace();
        batchProduct("p", 2, 2, null);
        release("p", 1, 2);
        StoppagesTest.breakdown(fixture.definition().toolGroups.get(0), 5, 100, 2);

        assertThat(Story.of(fixture, 100).trackOuts())
                .containsExactly("13 c0 heat out F-01 interrupted 2", "13 c1 heat out F-01 interrupted 2");
    }

    private void route(String product, String... setups) {
        ProductDefinition definition = fixture.product(product);
        for (int i = 0; i < setups.length; i++) {
            fixture.step(definition, product + i, "A", "r").setup = setups[i];
        }
        release(product, 1, 1);
    }

    @Test
    void shouldTakeTheSetupTimeOfThePairAndOfItsDirection() throws IOException {
        ToolGroupDefinition group = fixture.group("A", ToolKind.SINGLE, 1);
        group.setupTime = minutes("other", 9);
        fixture.recipe("r", Distribution.CONSTANT, 10);
        route("p", "x", "y", "x", "z", "z");
        fixture.definition().setupTimes.add(new SetupTimeDefinition("A", "x", "y", minutes("xy", 2)));
        fixture.definition().setupTimes.add(new SetupTimeDefinition(null, "y", "x", minutes("yx", 5)));
        fixture.definition().setupTimes.add(new SetupTimeDefinition("A", null, "z", minutes("z", 1)));

        Story story = Story.of(fixture, 200);

        assertThat(story.setups())
                .containsExactly("0 A-01 none>x 9", "19 A-01 x>y 2", "31 A-01 y>x 5", "46 A-01 x>z 1");
        assertThat(story.trackOuts())
                .containsExactly(
                        "19 c0 p0 out A-01",
                        "31 c0 p1 out A-01",
                        "46 c0 p2 out A-01",
                        "57 c0 p3 out A-01",
                        "67 c0 p4 out A-01");
    }

    @Test
    void shouldPreferTheToolGroupsPairToThePairOfAnyGroup() throws IOException {
        fixture.group("A", ToolKind.SINGLE, 1);
        fixture.recipe("r", Distribution.CONSTANT, 10);
        route("p", "x", "y");
        fixture.definition().setupTimes.add(new SetupTimeDefinition(null, "x", "y", minutes("any", 7)));
        fixture.definition().setupTimes.add(new SetupTimeDefinition("A", "x", "y", minutes("own", 2)));

        assertThat(Story.of(fixture, 200).setups()).containsExactly("0 A-01 none>x 0", "10 A-01 x>y 2");
    }

    @Test
    void shouldSetUpEachTimeWhereTheStepSaysAlwaysAndKeepTheSetupOverStepsWithout() throws IOException {
        ToolGroupDefinition group = fixture.group("A", ToolKind.SINGLE, 1);
        group.setupTime = minutes("setup", 2);
        fixture.recipe("r", Distribution.CONSTANT, 10);
        route("p", "x", "", "x", "x");
        StepDefinition last = fixture.definition().products.get(0).route.get(3);
        last.setupAlways = true;
        last.setupTime = minutes("last", 3);

        Story story = Story.of(fixture, 200);

        assertThat(story.setups()).containsExactly("0 A-01 none>x 2", "32 A-01 x>x 3");
        assertThat(story.trackOuts()).last().isEqualTo("45 c0 p3 out A-01");
        assertThat(story.toolStates())
                .as("productive from one lot to the next, without a standby of no length")
                .containsExactly(
                        "0 A-01 SCHEDULED_DOWN SETUP",
                        "2 A-01 PRODUCTIVE WORK",
                        "32 A-01 SCHEDULED_DOWN SETUP",
                        "35 A-01 PRODUCTIVE WORK",
                        "45 A-01 STANDBY WORK");
    }

    @Test
    void shouldNotChangeASetupBeforeItsMinimumRun() throws IOException {
        fixture.group("A", ToolKind.SINGLE, 1);
        fixture.recipe("r", Distribution.CONSTANT, 10);
        for (String name : new String[] {"x", "y"}) {
            StepDefinition step = fixture.step(fixture.product(name), name, "A", "r");
            step.setup = name;
            step.minimumRun = 2;
        }
        fixture.order("x", "x", 1, Distribution.CONSTANT, 25).releases = 2;
        fixture.order("y", "y", 1, Distribution.CONSTANT, 1).releases = 1;

        // x starts at 0, its second lot comes at 25; y waits for it though the tool is idle from 10.
        assertThat(Story.of(fixture, 100).trackIns())
                .containsExactly("0 c0 x in A-01", "25 c2 x in A-01", "35 c1 y in A-01");
    }
}
