/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.fabtwin.core.line.Criterion;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.OrderDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.twin.LineFixture;
import org.fabtwin.core.twin.Story;
import org.junit.jupiter.api.Test;

/**
 * Each criterion chooses among lots that wait while tool A is taken from 0 to 10 by the lot "first"; the others come at minute 1, 2, 3
 * in the order of the text unless said otherwise.
 */
class DispatchTest {
    private final LineFixture fixture = LineFixture.ofLots();
    private int nextMinute = 1;

    private ToolGroupDefinition groupA(int... criteria) {
        ToolGroupDefinition group = fixture.group("A", ToolKind.SINGLE, 1, criteria);
        fixture.group("B", ToolKind.SINGLE, 9);
        fixture.recipe("ten", Distribution.CONSTANT, 10);
        fixture.recipe("five", Distribution.CONSTANT, 5);
        fixture.recipe("one", Distribution.CONSTANT, 1);
        lot("first", "ten").first = null;
        nextMinute = 1;
        return group;
    }

    /** A lot of a product of its own with one step at A. */
    private OrderDefinition lot(String name, String recipe) {
        fixture.step(fixture.product(name), name, "A", recipe);
        return release(name);
    }

    private OrderDefinition release(String name) {
        OrderDefinition order = fixture.order(name, name, 1, Distribution.CONSTANT, 1);
        order.releases = 1;
        order.first = Tunable.time(name + ".first", "min", nextMinute++);
        return order;
    }

    private StepDefinition stepOf(String product) {
        return fixture.definition().products.stream()
                .filter(p -> p.name.equals(product))
                .findFirst()
                .orElseThrow()
                .route
                .get(0);
    }

    /** Names of the steps in the order in which A takes them. */
    private List<String> order() throws IOException {
        return Story.of(fixture, 1000).trackIns().stream()
                .filter(line -> line.contains(" in A"))
                .map(line -> line.split(" ")[2])
                .toList();
    }

    @Test
    void shouldTakeFirstComeFirstWithoutCriteriaAndByFifo() throws IOException {
        groupA(Criterion.FIFO, Criterion.PRIORITY);
        lot("x", "ten");
        lot("y", "ten").priority = 5;
        lot("z", "ten");

        assertThat(order()).containsExactly("first", "x", "y", "z");
    }

    @Test
    void shouldTakeTheToolThatIsSetUpWhenAllPromiseTheSameOutcome() throws IOException {
        ToolGroupDefinition group =
                fixture.group("A", ToolKind.SINGLE, 2, Criterion.PREDICTED_OUTCOME, Criterion.SETUP, Criterion.FIFO);
        group.setupTime = Tunable.time("tools.A.setupTime", "min", 5);
        fixture.recipe("ten", Distribution.CONSTANT, 10);
        for (String name : new String[] {"x", "y", "again"}) {
            lot(name, "ten");
            stepOf(name).setup = name.equals("x") ? "X" : "Y";
        }
        fixture.definition().orders.get(2).first = Tunable.time("again.first", "min", 100);

        // A-01 has been idle longer, but A-02 is set up for y.
        assertThat(Story.of(fixture, 200).trackIns())
                .containsExactly("1 c0 x in A-01", "2 c1 y in A-02", "100 c2 again in A-02");
    }

    @Test
    void shouldTakeHigherPriorityFirst() throws IOException {
        groupA(Criterion.PRIORITY);
        lot("x", "ten").priority = 1;
        lot("y", "ten").priority = 5;
        lot("z", "ten").priority = 3;

        assertThat(order()).containsExactly("first", "y", "z", "x");
    }

    @Test
    void shouldTakeEarlierDueDateFirst() throws IOException {
        groupA(Criterion.DUE_DATE);
        lot("none", "ten");
        lot("late", "ten").dueAfter = Tunable.time("d1", "min", 100);
        lot("soon", "ten").dueAfter = Tunable.time("d2", "min", 50);

        assertThat(order()).containsExactly("first", "soon", "late", "none");
    }

    @Test
    void shouldTakeShortestProcessAndShortestRemainingFirst() throws IOException {
        groupA(Criterion.SHORTEST_PROCESS);
        lot("ten", "ten");
        lot("one", "one");
        lot("five", "five");
        assertThat(order()).containsExactly("first", "one", "five", "ten");

        // What counts now is all that is left: one has two more steps of ten minutes.
        fixture.definition().toolGroups.get(0).criteria.set(0, Criterion.SHORTEST_REMAINING);
        ProductDefinition one = fixture.definition().products.get(2);
        fixture.step(one, "more", "B", "ten");
        fixture.step(one, "most", "B", "ten");
        assertThat(order()).containsExactly("first", "five", "ten", "one");
    }

    @Test
    void shouldTakeLaterOrEarlierStepsOfTheRouteFirst() throws IOException {
        groupA(Criterion.LAST_STEP);
        ProductDefinition twice = fixture.product("twice");
        fixture.step(twice, "earlier", "B", "one");
        fixture.step(twice, "later", "A", "ten");
        lot("x", "ten");
        nextMinute = 3;
        release("twice");
        assertThat(order()).containsExactly("first", "later", "x");

        fixture.definition().toolGroups.get(0).criteria.set(0, Criterion.FIRST_STEP);
        assertThat(order()).containsExactly("first", "x", "later");
    }

    @Test
    void shouldTakeTheSmallestCriticalRatioAtTheMomentOfChoice() throws IOException {
        groupA(Criterion.CRITICAL_RATIO);
        lot("ten", "ten").dueAfter = Tunable.time("d1", "min", 99);
        lot("five", "five").dueAfter = Tunable.time("d2", "min", 58);
        lot("none", "ten");

        // At 10: ten has 90 min for 10 = 9, five has 50 for 5 = 10; without due date last.
        assertThat(order()).containsExactly("first", "ten", "five", "none");

        // Both later by 40: 13 against 18. Both nearer by 40: ten 5, five 2.
        fixture.definition().orders.get(1).dueAfter = Tunable.time("d1", "min", 59);
        fixture.definition().orders.get(2).dueAfter = Tunable.time("d2", "min", 18);
        assertThat(order()).containsExactly("first", "five", "ten", "none");
    }

    @Test
    void shouldTakeLeastQueueTimeLeftFirst() throws IOException {
        groupA(Criterion.QUEUE_TIME);
        lot("none", "ten");
        for (String name : new String[] {"much", "little"}) {
            ProductDefinition product = fixture.product(name);
            StepDefinition clean = fixture.step(product, "clean", "B", "one");
            fixture.step(product, name, "A", "ten");
            clean.queueTo = name;
            clean.queueLimit = Tunable.time(name + ".limit", "min", name.equals("much") ? 60 : 30);
            release(name);
        }

        assertThat(order()).containsExactly("first", "little", "much", "none");
    }

    @Test
    void shouldTakeLeastSetupFirst() throws IOException {
        groupA(Criterion.SETUP).setupTime = Tunable.time("setup", "min", 4);
        stepOf("first").setup = "f";
        lot("x", "ten");
        stepOf("x").setup = "x";
        lot("y", "ten");
        stepOf("y").setup = "f";
        lot("z", "ten");
        stepOf("z").setup = "x";

        // y needs none; then x and z tie at 4 min and x came first; z needs none after x.
        assertThat(order()).containsExactly("first", "y", "x", "z");
    }

    @Test
    void shouldFeedTheNextToolGroupWithTheFewestCarriersWaiting() throws IOException {
        groupA(Criterion.LINE_BALANCE);
        fixture.group("C", ToolKind.SINGLE, 1);
        fixture.group("D", ToolKind.SINGLE, 1);
        // C works at one lot and has two more waiting; D has none.
        for (String name : new String[] {"c1", "c2", "c3"}) {
            fixture.step(fixture.product(name), name, "C", "ten");
            release(name).first = Tunable.time(name + ".first", "min", 0.5);
        }
        lot("toC", "one");
        fixture.step(fixture.definition().products.get(4), "after", "C", "ten");
        lot("toD", "one");
        fixture.step(fixture.definition().products.get(5), "after", "D", "ten");
        lot("toEnd", "one");

        // Nothing waits behind the end, nor at D: these two as they came.
        assertThat(order()).containsExactly("first", "toD", "toEnd", "toC");
    }

    @Test
    void shouldStayWithTheRecipeThatTheToolRanLast() throws IOException {
        groupA(Criterion.CHAMBER_AFFINITY, Criterion.FIFO);
        lot("five", "five");
        lot("ten", "ten");
        lot("five2", "five");

        assertThat(order()).containsExactly("first", "ten", "five", "five2");
    }

    @Test
    void shouldChooseTheToolThatRanTheRecipeLastAmongThoseIdle() throws IOException {
        groupA(Criterion.CHAMBER_AFFINITY);
        fixture.definition().toolGroups.get(0).count = 2;
        // first (ten) takes A-01, x (five) A-02; both are idle long before y and z.
        lot("x", "five");
        nextMinute = 50;
        lot("y", "five");
        nextMinute = 70;
        lot("z", "ten");

        assertThat(Story.of(fixture, 1000).trackIns())
                .filteredOn(line -> line.contains(" in A"))
                .extracting(line -> line.substring(line.indexOf(' ') + 4))
                .containsExactly("first in A-01", "x in A-02", "y in A-02", "z in A-01");
    }

    @Test
    void shouldCompareByTheNextCriterionWhereOneTies() throws IOException {
        groupA(Criterion.PRIORITY, Criterion.SETUP, Criterion.DUE_DATE).setupTime = Tunable.time("setup", "min", 4);
        stepOf("first").setup = "f";
        for (String name : new String[] {"w", "x", "y", "z"}) {
            lot(name, "ten").dueAfter = Tunable.time(name + ".due", "min", name.equals("x") ? 50 : 500);
            stepOf(name).setup = name.equals("y") ? "f" : "g";
        }
        fixture.definition().orders.get(4).priority = 1;

        // z by priority, which leaves setup g: then x by due date before w, y last.
        assertThat(order()).containsExactly("first", "z", "x", "w", "y");
    }

    /** All of these keep their value while a lot waits; one that is named again says nothing new. */
    @Test
    void shouldKeepTheQueueInTheOrderOfAllItsCriteria() throws IOException {
        groupA(Criterion.PRIORITY, Criterion.SHORTEST_PROCESS, Criterion.PRIORITY, Criterion.DUE_DATE);
        lot("longer", "ten");
        lot("later", "five").dueAfter = Tunable.time("d1", "min", 500);
        // In the same instant.
        nextMinute--;
        lot("sooner", "five").dueAfter = Tunable.time("d2", "min", 50);
        lot("hot", "ten").priority = 1;
        lot("none", "five");
        lot("shortest", "one");
        lot("afterNone", "five");

        assertThat(order())
                .containsExactly("first", "hot", "shortest", "sooner", "later", "none", "afterNone", "longer");

        // Behind the order of arrival nothing counts any more.
        fixture.definition().toolGroups.get(0).criteria.set(2, Criterion.FIFO);
        assertThat(order())
                .containsExactly("first", "hot", "shortest", "later", "sooner", "none", "afterNone", "longer");
    }

    @Test
    void shouldTakeEqualRanksInTheOrderOfTheirArrivalEvenInOneInstant() throws IOException {
        groupA(Criterion.PRIORITY, Criterion.SETUP);
        nextMinute = 5;
        lot("x", "ten");
        nextMinute = 5;
        lot("y", "ten");
        nextMinute = 5;
        lot("z", "ten");

        assertThat(order()).containsExactly("first", "x", "y", "z");
    }

    @Test
    void shouldSeeAHotLotThatComesInTheInstantInWhichTheToolIsFree() throws IOException {
        groupA(Criterion.PRIORITY);
        lot("x", "ten");
        nextMinute = 10;
        lot("hot", "ten").priority = 9;

        assertThat(order()).containsExactly("first", "hot", "x");
    }

    @Test
    void shouldRunAStepOnQualifiedToolsOnly() throws IOException {
        groupA().count = 3;
        stepOf("first").qualifiedTools.add(1);
        lot("x", "ten");
        stepOf("x").qualifiedTools.add(1);
        lot("y", "ten");
        stepOf("y").qualifiedTools.addAll(List.of(1, 2));

        assertThat(Story.of(fixture, 100).trackIns())
                .containsExactly("0 c0 first in A-02", "2 c2 y in A-03", "10 c1 x in A-02");
    }

    @Test
    void shouldReturnADedicatedLotToItsTool() throws IOException {
        groupA().count = 2;
        ProductDefinition product = fixture.product("litho");
        StepDefinition layer1 = fixture.step(product, "layer1", "A", "five");
        fixture.step(product, "etch", "B", "one");
        fixture.step(product, "layer2", "A", "five");
        layer1.dedicateTo = "layer2";
        release("litho");
        lot("x", "ten");

        // litho runs on A-02 from 1 to 6 and is back at 7; A-01 is free from 10, but x holds A-02 from 6 to 16.
        assertThat(Story.of(fixture, 100).trackIns())
                .containsExactly(
                        "0 c0 first in A-01",
                        "1 c1 layer1 in A-02",
                        "6 c2 x in A-02",
                        "6 c1 etch in B-01",
                        "16 c1 layer2 in A-02");
    }

    @Test
    void shouldChooseTheToolWithTheLeastSetupAndAmongEqualsTheOneIdleLongest() throws IOException {
        ToolGroupDefinition group = groupA();
        group.count = 3;
        group.setupTime = Tunable.time("setup", "min", 1);
        stepOf("first").setup = "f";
        nextMinute = 3;
        lot("x", "one");
        stepOf("x").setup = "x";
        nextMinute = 30;
        lot("y", "ten");
        stepOf("y").setup = "f";
        nextMinute = 31;
        lot("z", "one");
        nextMinute = 31;
        lot("w", "one");

        // first and y take A-01; x takes A-02; z needs no setup: A-03 has been idle longest, then A-02.
        assertThat(Story.of(fixture, 100).trackIns())
                .containsExactly(
                        "0 c0 first in A-01",
                        "3 c1 x in A-02",
                        "30 c2 y in A-01",
                        "31 c3 z in A-03",
                        "31 c4 w in A-02");
    }

    @Test
    void shouldLetToolGroupsDecideInTheirOrder() throws IOException {
        fixture.group("A", ToolKind.SINGLE, 1);
        fixture.group("B", ToolKind.SINGLE, 1);
        fixture.recipe("ten", Distribution.CONSTANT, 10);
        fixture.step(fixture.product("b"), "b", "B", "ten");
        fixture.step(fixture.product("a"), "a", "A", "ten");
        fixture.order("b", "b", 1, Distribution.CONSTANT, 1).releases = 1;
        fixture.order("a", "a", 1, Distribution.CONSTANT, 1).releases = 1;

        assertThat(Story.of(fixture, 100).trackIns()).containsExactly("0 c1 a in A-01", "0 c0 b in B-01");
    }

    @Test
    void shouldChooseTheBatchOfTheLotThatRanksFirstAndMayStart() throws IOException {
        fixture.group("A", ToolKind.BATCH, 1, Criterion.PRIORITY);
        fixture.recipe("ten", Distribution.CONSTANT, 10);
        for (String name : new String[] {"few", "many"}) {
            StepDefinition step = fixture.step(fixture.product(name), name, "A", "ten");
            step.batchMinimum = 2;
            step.batchMaximum = 3;
            OrderDefinition order = fixture.order(name, name, 1, Distribution.CONSTANT, 1);
            order.releases = 1;
            order.lotsPerRelease = name.equals("few") ? 1 : 2;
            order.priority = name.equals("few") ? 9 : 0;
        }

        assertThat(order())
                .as("few has the higher rank but cannot form a batch")
                .containsExactly("many", "many");
    }
}
